// points: what a teacher's facts gave and took, window by window, with what a cap or a floor left uncounted.
#include "fold/point_lines.h"
#include "models/models.h"
#include "models/point_fact.h"

#include <limits>
#include <map>
#include <utility>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::document::PointOccasion;

struct PointsState final : KeyState {
  PointLines points;
  std::uint64_t attended = 0, late = 0, absent = 0;
  std::string ahead;  ///< facts: occasion, entries
  DigestTable ahead_digests;
  std::vector<ledger::PointEntry> unposted;  ///< settled so far

  void encode(BinaryWriter& out) const override {
    for (const auto count : {attended, late, absent}) out.number(count);
    points.encode(out);
  }
  [[nodiscard]] bool decode(BinaryReader& in) override {
    for (auto* count : {&attended, &late, &absent}) *count = in.number();
    return points.decode(in);
  }
  [[nodiscard]] bool empty() const override { return points.lines().empty(); }
  [[nodiscard]] std::size_t bytes() const override {
    return sizeof(*this) + points.bytes() + ahead.capacity() + ahead_digests.bytes();
  }
  [[nodiscard]] std::string take_ahead() override {
    ahead_digests = {};
    return std::exchange(ahead, {});
  }
  [[nodiscard]] bool settle(std::string_view facts) override;
  void settled() override { points.add(std::exchange(unposted, {})); }
};

void count(PointsState& state, PointOccasion occasion) {
  if (occasion == PointOccasion::present || occasion == PointOccasion::late) ++state.attended;
  if (occasion == PointOccasion::late) ++state.late;
  if (occasion == PointOccasion::absent) ++state.absent;
}

bool PointsState::settle(std::string_view facts) {
  BinaryReader in(facts);
  DigestTable digests;
  while (in.more()) {
    count(*this, static_cast<PointOccasion>(in.bounded(std::numeric_limits<std::uint8_t>::max())));
    if (!PointLines::decode_ahead(in, digests, unposted)) return false;
  }
  return in.ok();
}

/// Sums of the lines of one category in one window. The limits are those of its last line.
struct WindowSums {
  std::int64_t points_centi = 0, uncounted_centi = 0;
  std::uint64_t lines = 0;
  ledger::PointLimits limits;
};

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},
    {"points_centi", "积分 (×100)", "Points (×100)"},
    {"uncounted_centi", "未计积分 (×100)", "Not counted (×100)"},
    {"attended", "出席次数", "Attended"},
    {"late", "迟到次数", "Late"},
    {"absent", "缺勤次数", "Absent"},
};
constexpr ReadModelInfo::Column window_columns[] = {
    {"window", "周期", "Window"},
    {"category", "类别", "Category"},
    {"points_centi", "积分 (×100)", "Points (×100)"},
    {"uncounted_centi", "未计积分 (×100)", "Not counted (×100)"},
    {"cap_centi", "上限 (×100)", "Cap (×100)"},
    {"floor_centi", "下限 (×100)", "Floor (×100)"},
    {"lines", "明细条数", "Lines"},
};
constexpr ReadModelInfo::Table tables[] = {{"by_window", "按周期", "By window", window_columns}};
constexpr ReadModelInfo model_info = {"points", 2, "teacher", "积分", "Points", columns, tables};

class Points final : public ProjectionOf<PointsState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const ledger::EventType> folded_types() const override { return types_with_facts(); }
  void keys(const DecodedEvent& event, KeyList& out) const override { add_teachers_with_facts(event, out); }
  [[nodiscard]] bool folds_ahead() const override { return true; }

 protected:
  void fold(PointsState& state, const Key& key, const DecodedEvent& event,
            const ledger::RuleBook& rules) const override {
    const auto fact = teacher_fact(event, key.item);
    if (!fact) return;
    const auto rule_set = rules.points(fact->points.sequence, fact->points.business_date);
    if (rule_set == nullptr) return;
    const auto entries = point_entries(*rule_set, fact->points);
    if (entries.empty()) return;
    BinaryWriter out(state.ahead);
    out.number(static_cast<std::uint64_t>(fact->points.occasion));
    PointLines::encode_ahead(entries, state.ahead_digests, out);
  }

  [[nodiscard]] Record show(std::string_view key, const PointsState& state, const ledger::RuleBook&) const override {
    std::map<std::pair<std::string, std::string>, WindowSums> windows;
    WindowSums total;
    for (const auto& line : state.points.lines()) {
      for (auto* sums : {&total, &windows[{line.window, line.entry.category}]}) {
        sums->points_centi += line.posted_centi;
        sums->uncounted_centi += line.uncounted_centi;
        sums->limits = line.entry.limits;
        ++sums->lines;
      }
    }
    List by_window;
    for (const auto& [name, sums] : windows) by_window.push_back(show_window(name.first, name.second, sums));
    return Fields{
        {"teacher", std::string(key)},
        {"points_centi", total.points_centi},
        {"uncounted_centi", total.uncounted_centi},
        {"attended", amount(state.attended)},
        {"late", amount(state.late)},
        {"absent", amount(state.absent)},
        {"by_window", std::move(by_window)},
    };
  }

 private:
  static Record show_window(const std::string& window, const std::string& category, const WindowSums& sums) {
    return Fields{
        {"window", window},
        {"category", category},
        {"points_centi", sums.points_centi},
        {"uncounted_centi", sums.uncounted_centi},
        {"cap_centi", std::int64_t{sums.limits.cap_centi}},
        {"floor_centi", std::int64_t{sums.limits.floor_centi}},
        {"lines", amount(sums.lines)},
    };
  }
};

}  // namespace

const Projection& points_projection() {
  static const Points projection;
  return projection;
}

}  // namespace shiji::projections
