// missing: what a teacher's training cycle lacks, window by window.
//
// A window begins with the teacher's registration or with an attendance in it. Its class hours are the credit lines of
// its attendance (each rounded down once). It asks for what the cycle rule set says that held for the last fact told of
// it; a fact for which none held is in no window.
#include "fold/fields.h"
#include "models/attendance_fact.h"
#include "models/models.h"
#include "shiji/ledger/rules/credits.h"
#include "shiji/ledger/rules/points.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::identity::TeacherRegistered;

struct WindowHours {
  std::string window;
  std::uint32_t required_centi = 0;
  std::uint64_t minutes = 0;
  std::int64_t class_hours_centi = 0;

  static auto fields(auto& self) {
    return std::tie(self.window, self.required_centi, self.minutes, self.class_hours_centi);
  }
  [[nodiscard]] std::int64_t missing_centi() const {
    return std::max<std::int64_t>(std::int64_t{required_centi} - class_hours_centi, 0);
  }
};

struct MissingState final : FieldState<MissingState> {
  std::vector<WindowHours> windows;  ///< by name, which is by time

  static auto fields(auto& self) { return std::tie(self.windows); }
};

/// The window that `date` lies in, begun when it is new; nullptr when no cycle holds.
WindowHours* window_at(MissingState& state, const ledger::RuleBook& rules, ledger::Sequence sequence,
                       ledger::Date date) {
  const auto cycle = rules.cycle(sequence, date);
  if (cycle == nullptr) return nullptr;
  const auto name = window_name(cycle->window, date);
  const auto place =
      std::lower_bound(state.windows.begin(), state.windows.end(), name,
                       [](const WindowHours& one, const std::string& other) { return one.window < other; });
  const bool there = place != state.windows.end() && place->window == name;
  auto& window = there ? *place : *state.windows.insert(place, WindowHours{.window = name});
  window.required_centi = cycle->class_hours_centi_min;
  state.known = true;
  return &window;
}

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},
    {"window", "周期", "Window"},
    {"class_hours_centi", "已修学时 (×100)", "Class hours (×100)"},
    {"required_class_hours_centi", "应修学时 (×100)", "Required (×100)"},
    {"missing_class_hours_centi", "尚缺学时 (×100)", "Missing (×100)"},
};
constexpr ReadModelInfo::Column window_columns[] = {
    {"window", "周期", "Window"},
    {"minutes", "分钟", "Minutes"},
    {"class_hours_centi", "已修学时 (×100)", "Class hours (×100)"},
    {"required_class_hours_centi", "应修学时 (×100)", "Required (×100)"},
    {"missing_class_hours_centi", "尚缺学时 (×100)", "Missing (×100)"},
};
constexpr ReadModelInfo::Table tables[] = {{"by_window", "按周期", "By window", window_columns}};
constexpr ReadModelInfo model_info = {"missing", 1, "teacher", "学时缺口", "Missing class hours", columns, tables};
constexpr EventType folded[] = {EventType::identity_TeacherRegistered, EventType::training_AttendanceFinalised};

class Missing final : public ProjectionOf<MissingState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    if (event.type == EventType::identity_TeacherRegistered) out.add(payload_of<TeacherRegistered>(event).teacher);
    if (event.type == EventType::training_AttendanceFinalised) add_attending_teachers(event, out);
  }

 protected:
  void fold(MissingState& state, const Key& key, const DecodedEvent& event,
            const ledger::RuleBook& rules) const override {
    const auto sequence = event.event.position.sequence;
    const auto date = business_date(event.event);
    auto* window = window_at(state, rules, sequence, date);
    if (window == nullptr || event.type == EventType::identity_TeacherRegistered) return;
    const auto credits = rules.credits(sequence, date);
    if (credits == nullptr) return;
    const auto minutes = attendance_fact(event, key.item).entry.minutes;
    window->minutes += minutes;
    window->class_hours_centi += class_hours_centi(*credits, minutes);
  }

  [[nodiscard]] Record show(std::string_view key, const MissingState& state, const ledger::RuleBook&) const override {
    List by_window;
    for (const auto& window : state.windows) {
      Fields row = {{"window", window.window}, {"minutes", amount(window.minutes)}};
      add_hours(window, row);
      by_window.emplace_back(std::move(row));
    }
    Fields out = {{"teacher", std::string(key)}};
    if (!state.windows.empty()) {
      out.emplace_back("window", state.windows.back().window);
      add_hours(state.windows.back(), out);
    }
    out.emplace_back("by_window", std::move(by_window));
    return out;
  }

 private:
  static void add_hours(const WindowHours& window, Fields& out) {
    out.emplace_back("class_hours_centi", window.class_hours_centi);
    out.emplace_back("required_class_hours_centi", amount(window.required_centi));
    out.emplace_back("missing_class_hours_centi", window.missing_centi());
  }
};

}  // namespace

const Projection& missing_projection() {
  static const Missing projection;
  return projection;
}

}  // namespace shiji::projections
