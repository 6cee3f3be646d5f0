#include "demo/year/people_work.h"

#include "demo/curriculum.h"
#include "shiji/ledger/events/codec.h"

#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace achievement = ledger::achievement;
namespace highlight = ledger::highlight;
namespace mentoring = ledger::mentoring;

}  // namespace

Status PeopleWork::tell_fact(WorkFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  switch (kind) {
    case WorkFact::lesson:
      return tell_lesson(which, at, sink);
    case WorkFact::highlighted:
      return tell_highlighted(which, at, sink);
    case WorkFact::paper:
      return tell_paper(which, at, sink);
    default:
      return tell_pair(kind, which, at, sink);
  }
}

Status PeopleWork::tell_lesson(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& lesson = lessons_[which];
  const auto& who = teacher(lesson.teacher);
  const std::string stream = "lesson/" + lesson_name(which);
  auto event = event_at(stream, school_of(lesson.teacher).unit, at);
  event.subjects = {&who.subject, 1};
  const std::string title =
      "亮点课堂：" + std::string(stage_name(who.stage)) + std::string(subject_name(lesson.subject_code));
  const highlight::LessonHighlighted highlighted{.title = title,
                                                 .teacher = who.subject,
                                                 .level = ledger::Level::county,
                                                 .stage = who.stage,
                                                 .subject_code = lesson.subject_code};
  return sink.add(event, highlight::LessonHighlighted::type, ledger::encode_payload(highlighted));
}

Status PeopleWork::tell_highlighted(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& who = teacher(highlighted_[which]);
  const std::string stream = "teacher/" + ledger::to_hex(who.subject.span());
  auto event = event_at(stream, school_of(highlighted_[which]).unit, at);
  event.subjects = {&who.subject, 1};
  const highlight::TeacherHighlighted named{.teacher = who.subject, .year = 2023, .reason = "典型经验可推广"};
  return sink.add(event, highlight::TeacherHighlighted::type, ledger::encode_payload(named));
}

Status PeopleWork::tell_paper(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& paper = papers_[which];
  const auto& who = teacher(paper.author);
  const auto content = invented_digest("paper", paper.number, setting_.seed);
  const std::string stream = "paper/" + ledger::to_hex(content.span());
  auto event = event_at(stream, school_of(paper.author).unit, at);
  event.subjects = {&who.subject, 1};
  event.evidence = {&content, 1};
  const std::string title = "教学研究论文之" + std::to_string(paper.number + 1);
  const achievement::PaperRecorded recorded{.teacher = who.subject,
                                            .title = title,
                                            .venue = static_cast<achievement::Venue>(paper.venue),
                                            .author_order = paper.order,
                                            .authors = paper.authors,
                                            .published = paper.published,
                                            .content = content};
  return sink.add(event, achievement::PaperRecorded::type, ledger::encode_payload(recorded));
}

Status PeopleWork::tell_pair(WorkFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto number = kind == WorkFact::logged ? meetings_[which].pair : which;
  const auto& pair = pairs_[number];
  const auto& mentor = teacher(pair.mentor).subject;
  const auto& novice = teacher(pair.novice).subject;
  const std::string stream = "pair/" + numbered("p2023-", number + 1);
  const std::array subjects{mentor, novice};
  auto event = event_at(stream, school_of(pair.novice).unit, at);
  event.subjects = subjects;
  if (kind == WorkFact::matched) {
    const mentoring::PairMatched matched{.mentor = mentor, .novice = novice, .from = pair.from};
    return sink.add(event, mentoring::PairMatched::type, ledger::encode_payload(matched));
  }
  if (kind == WorkFact::ended) {
    const mentoring::PairEnded ended{
        .mentor = mentor, .novice = novice, .appraisal = static_cast<mentoring::Appraisal>(pair.appraisal)};
    return sink.add(event, mentoring::PairEnded::type, ledger::encode_payload(ended));
  }
  const mentoring::MentoringLogged logged{.mentor = mentor,
                                          .novice = novice,
                                          .minutes = meetings_[which].minutes,
                                          .activity = static_cast<mentoring::Activity>(meetings_[which].activity)};
  return sink.add(event, mentoring::MentoringLogged::type, ledger::encode_payload(logged));
}

}  // namespace shiji::cli::demo
