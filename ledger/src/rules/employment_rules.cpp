// Schools, and who works in them.
#include "rules/employment_records.h"
#include "rules/identity_records.h"
#include "rules/refuse.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

constexpr std::size_t school_code_digits = 10;

bool is_school_code(std::string_view code) {
  return code.size() == school_code_digits &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status check_school(const RuleContext& context, const employment::SchoolOpened& opened) {
  if (auto fits = stream_names(context, opened.code); !fits) return fits;
  if (!is_school_code(opened.code)) {
    return refuse(RefusalCode::out_of_range, "/payload/code", "ten digits", opened.code);
  }
  const std::string last_step = "/" + std::string(opened.code);
  if (!opened.unit.ends_with(last_step)) {
    return refuse(RefusalCode::untrue_field, "/payload/unit", "..." + last_step, opened.unit);
  }
  if (!unit_of_school(context.state, opened.code)) return done();
  return refuse(RefusalCode::school_exists, "/payload/code", "", opened.code);
}

void fold_school(DecisionState& state, const DecodedEvent&, std::string_view, const employment::SchoolOpened& opened) {
  put_school(state, opened.code, opened.unit);
}

/// The teacher's stream, a registered teacher, an open school.
template <typename P>
Status check_parties(const RuleContext& context, const P& payload) {
  if (auto fits = stream_names_bytes(context, payload.teacher); !fits) return fits;
  if (!teacher_registered(context.state, payload.teacher)) {
    return refuse(RefusalCode::teacher_unknown, "/payload/teacher", "", to_hex(payload.teacher.span()));
  }
  if (!unit_of_school(context.state, payload.school)) {
    return refuse(RefusalCode::school_unknown, "/payload/school", "", payload.school);
  }
  return done();
}

template <typename P>
Status check_in_force(const RuleContext& context, const P& payload) {
  if (auto known = check_parties(context, payload); !known) return known;
  const auto record = find_employment(context.state, payload.teacher, payload.school);
  if (!record || !record->in_force) {
    return refuse(RefusalCode::employment_wrong, "/payload/school", "an employment in force", payload.school);
  }
  if (payload.effective < record->since) {
    return refuse(RefusalCode::employment_wrong, "/payload/effective", "not before " + to_text(record->since),
                  to_text(payload.effective));
  }
  return done();
}

Status check_started(const RuleContext& context, const employment::EmploymentStarted& started) {
  if (auto known = check_parties(context, started); !known) return known;
  const auto record = find_employment(context.state, started.teacher, started.school);
  if (!record) return done();
  if (record->in_force) {
    return refuse(RefusalCode::employment_wrong, "/payload/school", "no employment in force there", started.school);
  }
  if (started.effective < record->since) {
    return refuse(RefusalCode::employment_wrong, "/payload/effective", "not before " + to_text(record->since),
                  to_text(started.effective));
  }
  return done();
}

template <typename P, bool in_force>
void fold_employment(DecisionState& state, const DecodedEvent&, std::string_view, const P& payload) {
  put_employment(state, payload.teacher, payload.school, {.in_force = in_force, .since = payload.effective});
  auto teacher = find_teacher(state, payload.teacher).value_or(TeacherRecord{});
  const auto known = std::find(teacher.schools.begin(), teacher.schools.end(), payload.school);
  if ((known != teacher.schools.end()) == in_force) return;
  if (in_force) {
    teacher.schools.emplace_back(payload.school);
  } else {
    teacher.schools.erase(known);
  }
  put_teacher(state, payload.teacher, teacher);
}

}  // namespace

std::span<const Rule> employment_rules() {
  using employment::EmploymentEnded;
  using employment::EmploymentStarted;
  using employment::PostChanged;
  static constexpr std::array rules{
      rule<employment::SchoolOpened, check_school, fold_school>(),
      rule<EmploymentStarted, check_started, fold_employment<EmploymentStarted, true>>(),
      rule<PostChanged, check_in_force<PostChanged>, fold_employment<PostChanged, true>>(),
      rule<EmploymentEnded, check_in_force<EmploymentEnded>, fold_employment<EmploymentEnded, false>>(),
  };
  return rules;
}

}  // namespace shiji::ledger
