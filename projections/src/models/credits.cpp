// credits: what a teacher's recognised minutes come to. Totals are sums of lines, each line rounded down once.
#include "shiji/ledger/rules/credits.h"

#include "models/attendance_fact.h"
#include "models/models.h"
#include "shiji/ledger/rules/points.h"

#include <map>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;

struct CreditSums {
  std::uint64_t lines = 0, minutes = 0;
  std::int64_t class_hours_centi = 0, credit_milli = 0;

  void add(const ledger::CreditLine& line) {
    ++lines;
    minutes += line.minutes;
    class_hours_centi += line.class_hours_centi;
    credit_milli += line.credit_milli;
  }
  void encode(BinaryWriter& out) const {
    out.number(lines);
    out.number(minutes);
    out.integer(class_hours_centi);
    out.integer(credit_milli);
  }
  void decode(BinaryReader& in) {
    lines = in.number();
    minutes = in.number();
    class_hours_centi = in.integer();
    credit_milli = in.integer();
  }
  void show(Fields& out) const {
    out.emplace_back("minutes", amount(minutes));
    out.emplace_back("class_hours_centi", class_hours_centi);
    out.emplace_back("credit_milli", credit_milli);
    out.emplace_back("lines", amount(lines));
  }
};

struct CreditsState final : KeyState {
  CreditSums total;
  std::map<ledger::Level, CreditSums> by_level;
  std::map<std::string, CreditSums, std::less<>> by_year;

  void encode(BinaryWriter& out) const override;
  [[nodiscard]] bool decode(BinaryReader& in) override;
  [[nodiscard]] bool empty() const override { return total.lines == 0; }
  [[nodiscard]] std::size_t bytes() const override { return sizeof(*this) + 128 * (by_level.size() + by_year.size()); }
};

void CreditsState::encode(BinaryWriter& out) const {
  total.encode(out);
  out.number(by_level.size());
  for (const auto& [level, sums] : by_level) {
    out.number(static_cast<std::uint64_t>(level));
    sums.encode(out);
  }
  out.number(by_year.size());
  for (const auto& [year, sums] : by_year) {
    out.text(year);
    sums.encode(out);
  }
}

bool CreditsState::decode(BinaryReader& in) {
  constexpr std::size_t sums_bytes_min = 5;
  total.decode(in);
  for (auto count = in.count(sums_bytes_min); count > 0; --count) {
    const auto level = static_cast<ledger::Level>(in.bounded(static_cast<std::uint64_t>(ledger::Level::nation)));
    by_level[level].decode(in);
  }
  for (auto count = in.count(sums_bytes_min); count > 0; --count) by_year[std::string(in.text())].decode(in);
  return in.ok();
}

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},
    {"minutes", "认定分钟", "Minutes"},
    {"class_hours_centi", "学时 (×100)", "Class hours (×100)"},
    {"credit_milli", "学分 (×1000)", "Credits (×1000)"},
    {"lines", "明细条数", "Lines"},
};
constexpr ReadModelInfo::Column level_columns[] = {
    {"level", "级别", "Level"},
    {"minutes", "认定分钟", "Minutes"},
    {"class_hours_centi", "学时 (×100)", "Class hours (×100)"},
    {"credit_milli", "学分 (×1000)", "Credits (×1000)"},
    {"lines", "明细条数", "Lines"},
};
constexpr ReadModelInfo::Column year_columns[] = {
    {"year", "年度", "Year"},
    {"minutes", "认定分钟", "Minutes"},
    {"class_hours_centi", "学时 (×100)", "Class hours (×100)"},
    {"credit_milli", "学分 (×1000)", "Credits (×1000)"},
    {"lines", "明细条数", "Lines"},
};
constexpr ReadModelInfo::Table tables[] = {
    {"by_level", "按级别", "By level", level_columns},
    {"by_year", "按年度", "By year", year_columns},
};
constexpr ReadModelInfo model_info = {"credits", 1, "teacher", "学分", "Credits", columns, tables};
constexpr EventType folded[] = {EventType::training_AttendanceFinalised};

class Credits final : public ProjectionOf<CreditsState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { add_attending_teachers(event, out); }

 protected:
  void fold(CreditsState& state, const Key& key, const DecodedEvent& event,
            const ledger::RuleBook& rules) const override {
    const auto fact = attendance_fact(event, key.item);
    const auto rule_set = rules.credits(fact.sequence, fact.business_date);
    if (fact.entry.minutes == 0 || rule_set == nullptr) return;
    const auto line = credit_line(*rule_set, fact.sequence, fact.business_date, fact.entry.minutes);
    state.total.add(line);
    state.by_level[fact.level].add(line);
    state.by_year[window_name(ledger::document::Window::calendar_year, fact.business_date)].add(line);
  }

  [[nodiscard]] Record show(std::string_view key, const CreditsState& state, const ledger::RuleBook&) const override {
    Fields out = {{"teacher", std::string(key)}};
    state.total.show(out);
    List levels;
    List years;
    for (const auto& [level, sums] : state.by_level) {
      Fields row = {{"level", std::string(name_of(level))}};
      sums.show(row);
      levels.emplace_back(std::move(row));
    }
    for (const auto& [year, sums] : state.by_year) {
      Fields row = {{"year", year}};
      sums.show(row);
      years.emplace_back(std::move(row));
    }
    out.emplace_back("by_level", std::move(levels));
    out.emplace_back("by_year", std::move(years));
    return out;
  }
};

}  // namespace

const Projection& credits_projection() {
  static const Credits projection;
  return projection;
}

}  // namespace shiji::projections
