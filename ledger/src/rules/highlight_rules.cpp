// Highlights: a lesson once, a teacher once a year.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/stage_records.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::string_view lessons = "lesson/";
enum class HighlightStage : std::uint8_t { named = 1 };

Status check_lesson(const RuleContext& context, const highlight::LessonHighlighted& lesson) {
  if (find_stage<HighlightStage>(context.state, lessons, context.stream_name)) {
    return refuse(RefusalCode::lesson_exists, "/stream", "", context.command.event.stream);
  }
  if (auto named = check_not_empty(lesson.title, "/payload/title"); !named) return named;
  return check_teacher_known(context, lesson.teacher, "/payload/teacher");
}

void fold_lesson(DecisionState& state, const DecodedEvent&, std::string_view id, const highlight::LessonHighlighted&) {
  put_stage(state, lessons, id, HighlightStage::named);
}

/// The years of a teacher: a group.
state_keys::StateKey years_of(const Subject& teacher) {
  return state_keys::StateKey({"highlighted/", state_keys::raw(teacher)});
}

Status check_highlighted(const RuleContext& context, const highlight::TeacherHighlighted& named) {
  if (auto fits = stream_names_bytes(context, named.teacher); !fits) return fits;
  if (auto known = check_teacher_known(context, named.teacher, "/payload/teacher"); !known) return known;
  if (!context.state.get_member(years_of(named.teacher), state_keys::big_endian(named.year))) return done();
  return refuse(RefusalCode::highlighted_already, "/payload/year", "", std::to_string(named.year));
}

void fold_highlighted(DecisionState& state, const DecodedEvent&, std::string_view,
                      const highlight::TeacherHighlighted& named) {
  state.put_member(years_of(named.teacher), state_keys::big_endian(named.year), StateWriter().flag(true).take());
}

}  // namespace

std::span<const Rule> highlight_rules() {
  static constexpr std::array rules{
      rule<highlight::LessonHighlighted, check_lesson, fold_lesson>(),
      rule<highlight::TeacherHighlighted, check_highlighted, fold_highlighted>(),
  };
  return rules;
}

}  // namespace shiji::ledger
