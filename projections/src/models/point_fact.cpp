#include "models/point_fact.h"

#include "models/attendance_fact.h"

#include <array>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::Level;
using ledger::payload_of;
using ledger::document::PointOccasion;
namespace achievement = ledger::achievement;
namespace highlight = ledger::highlight;
namespace mentoring = ledger::mentoring;
namespace research = ledger::research;
namespace review = ledger::review;

/// Core journals are a rank of their own: the highest.
Level level_of(achievement::Venue venue) {
  return venue == achievement::Venue::core ? Level::nation : static_cast<Level>(venue);
}

/// Pairs are matched within and across schools of one district; points for them do not depend on a level.
constexpr Level mentoring_level = Level::county;

TeacherFact fact_at(const DecodedEvent& event, PointOccasion occasion, Level level, std::string_view title) {
  TeacherFact out;
  out.points.occasion = occasion;
  out.points.level = level;
  out.points.business_date = business_date(event.event);
  out.points.sequence = event.event.position.sequence;
  out.title = title;
  return out;
}

/// An attendance that is undecided is no occasion, and may still give credits.
TeacherFact of_attendance(const DecodedEvent& event, std::uint32_t item) {
  const auto fact = attendance_fact(event, item);
  return fact_at(event, ledger::occasion_of(fact.entry.outcome).value_or(PointOccasion{}), fact.level, fact.title);
}

TeacherFact of_paper(const DecodedEvent& event) {
  const auto paper = payload_of<achievement::PaperRecorded>(event);
  auto out = fact_at(event, PointOccasion::paper_published, level_of(paper.venue), paper.title);
  out.points.author_order = paper.author_order;
  return out;
}

TeacherFact of_mentoring(const DecodedEvent& event) {
  const auto concluded = payload_of<mentoring::MentoringConcluded>(event);
  auto out = fact_at(event, PointOccasion::mentoring_concluded, mentoring_level, {});
  out.points.minutes = concluded.minutes;
  out.points.qualified = concluded.appraisal != mentoring::Appraisal::unqualified;
  return out;
}

}  // namespace

std::span<const EventType> types_with_facts() {
  static constexpr std::array types{EventType::training_AttendanceFinalised, EventType::research_ActivityJoined,
                                    EventType::achievement_PaperRecorded,    EventType::mentoring_MentoringConcluded,
                                    EventType::highlight_LessonHighlighted,  EventType::review_OpenVoteRecorded};
  return types;
}

void add_teachers_with_facts(const DecodedEvent& event, KeyList& out) {
  switch (event.type) {
    case EventType::training_AttendanceFinalised:
      return add_attending_teachers(event, out);
    case EventType::research_ActivityJoined:
      return out.add(payload_of<research::ActivityJoined>(event).teacher);
    case EventType::achievement_PaperRecorded:
      return out.add(payload_of<achievement::PaperRecorded>(event).teacher);
    case EventType::mentoring_MentoringConcluded:
      return out.add(payload_of<mentoring::MentoringConcluded>(event).mentor);
    case EventType::highlight_LessonHighlighted:
      return out.add(payload_of<highlight::LessonHighlighted>(event).teacher);
    case EventType::review_OpenVoteRecorded:
      for (const auto& member : payload_of<review::OpenVoteRecorded>(event).present) out.add(member);
      return;
    default:
      return;
  }
}

std::optional<TeacherFact> teacher_fact(const DecodedEvent& event, std::uint32_t item) {
  switch (event.type) {
    case EventType::training_AttendanceFinalised:
      return of_attendance(event, item);
    case EventType::research_ActivityJoined: {
      const auto joined = payload_of<research::ActivityJoined>(event);
      return fact_at(event, PointOccasion::activity_joined, joined.level, joined.title);
    }
    case EventType::achievement_PaperRecorded:
      return of_paper(event);
    case EventType::mentoring_MentoringConcluded:
      return of_mentoring(event);
    case EventType::highlight_LessonHighlighted: {
      const auto lesson = payload_of<highlight::LessonHighlighted>(event);
      return fact_at(event, PointOccasion::lesson_highlighted, lesson.level, lesson.title);
    }
    case EventType::review_OpenVoteRecorded: {
      const auto vote = payload_of<review::OpenVoteRecorded>(event);
      return fact_at(event, PointOccasion::vote_attended, vote.level, vote.title);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace shiji::projections
