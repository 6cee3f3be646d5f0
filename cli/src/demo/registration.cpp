#include "demo/event_tellers.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::cli::demo {
namespace {

using ledger::Event;
using ledger::Status;

Event event_of_registration(std::string_view stream, std::string_view unit, ledger::Time now) {
  Event event;
  event.stream = stream;
  event.working_unit = unit;
  event.occurred_at = now;
  event.business_date = ledger::business_date_of(now);
  return event;
}

Status register_teacher(const Teacher& teacher, const School& school, ledger::Time now, EventSink& sink) {
  using ledger::employment::EmploymentStarted;
  using ledger::identity::TeacherRegistered;
  const auto name = sink.seal(TeacherRegistered::type, "name", teacher.subject, teacher.name);
  if (!name) return name.failure();
  const std::string stream = teacher_stream(teacher);
  Event event = event_of_registration(stream, school.unit, now);
  event.subjects = {&teacher.subject, 1};
  const TeacherRegistered registered{
      .teacher = teacher.subject,
      .name = name->view(),
      .stage = teacher.stage,
      .subject_code = teacher.subject_code,
      .kind = teacher.head ? ledger::identity::TeacherKind::head : ledger::identity::TeacherKind::teacher};
  if (auto status = sink.add(event, TeacherRegistered::type, ledger::encode_payload(registered)); !status)
    return status;
  const EmploymentStarted started{
      .teacher = teacher.subject,
      .school = school.code,
      .post = teacher.head ? ledger::employment::Post::head : ledger::employment::Post::teacher,
      .headcount_kind = teacher.headcount,
      .effective = teacher.since};
  return sink.add(event, EmploymentStarted::type, ledger::encode_payload(started));
}

}  // namespace

std::string teacher_stream(const Teacher& teacher) { return "teacher/" + ledger::to_hex(teacher.subject.span()); }

Status open_school(const Organisation& organisation, std::uint32_t school_index, ledger::Time now, EventSink& sink) {
  using ledger::employment::SchoolOpened;
  const School& school = organisation.schools[school_index];
  const std::string stream = "school/" + school.code;
  const SchoolOpened opened{.code = school.code, .name = school.name, .unit = school.unit};
  const Event event = event_of_registration(stream, school.unit, now);
  if (auto status = sink.add(event, SchoolOpened::type, ledger::encode_payload(opened)); !status) return status;
  for (std::uint32_t i = 0; i < school.teachers; ++i) {
    const Teacher& teacher = organisation.teachers[school.first_teacher + i];
    if (teacher.joins_in_autumn) continue;
    if (auto status = register_teacher(teacher, school, now, sink); !status) return status;
  }
  return ledger::done();
}

Status register_joining(const Organisation& organisation, ledger::Time now, EventSink& sink) {
  for (const Teacher& teacher : organisation.teachers) {
    if (!teacher.joins_in_autumn) continue;
    if (auto status = register_teacher(teacher, organisation.schools[teacher.school], now, sink); !status)
      return status;
  }
  return ledger::done();
}

}  // namespace shiji::cli::demo
