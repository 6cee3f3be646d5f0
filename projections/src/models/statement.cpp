// statement: every credits and points line of a teacher, in (business date, sequence) order, with the event and the
// rule item that gave it.
#include "fold/point_lines.h"
#include "models/attendance_fact.h"
#include "models/models.h"
#include "models/point_fact.h"
#include "shiji/ledger/rules/credits.h"

#include <algorithm>
#include <utility>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;

/// What happened, and the credits it gave if any. Its points lines are those of its sequence.
struct StatementFact {
  std::int32_t business_date = 0;
  std::uint64_t sequence = 0;
  std::string title;
  std::uint64_t level = 0;
  std::optional<ledger::CreditLine> credits;
};

auto place_of(const StatementFact& fact) { return std::pair(fact.business_date, fact.sequence); }

struct StatementState final : KeyState {
  std::vector<StatementFact> facts;  ///< in (business date, sequence) order
  PointLines points;
  std::size_t title_bytes = 0;
  std::string ahead;  ///< facts, each with its points
  DigestTable ahead_digests;
  std::vector<ledger::PointEntry> unposted;  ///< settled so far

  void encode(BinaryWriter& out) const override;
  [[nodiscard]] bool decode(BinaryReader& in) override;
  [[nodiscard]] bool empty() const override { return facts.empty(); }
  [[nodiscard]] std::size_t bytes() const override {
    return sizeof(*this) + facts.capacity() * sizeof(StatementFact) + title_bytes + points.bytes() + ahead.capacity() +
           ahead_digests.bytes();
  }
  [[nodiscard]] std::string take_ahead() override {
    ahead_digests = {};
    return std::exchange(ahead, {});
  }
  [[nodiscard]] bool settle(std::string_view facts_ahead) override;
  void settled() override { points.add(std::exchange(unposted, {})); }
};

/// But for the digest of its rule set, which comes after it.
void encode_credits(const ledger::CreditLine& line, BinaryWriter& out) {
  out.number(line.minutes);
  out.integer(line.class_hours_centi);
  out.integer(line.credit_milli);
  out.text(line.item);
}

void encode_fact(const StatementFact& fact, BinaryWriter& out) {
  out.integer(fact.business_date);
  out.number(fact.sequence);
  out.text(fact.title);
  out.number(fact.level);
  out.boolean(fact.credits.has_value());
  if (fact.credits) encode_credits(*fact.credits, out);
}

void StatementState::encode(BinaryWriter& out) const {
  DigestTable digests;
  for (const auto& fact : facts) {
    if (fact.credits) digests.index_of(fact.credits->rule_set);
  }
  digests.encode(out);
  out.number(facts.size());
  for (const auto& fact : facts) {
    encode_fact(fact, out);
    if (fact.credits) out.number(digests.index_of(fact.credits->rule_set));
  }
  points.encode(out);
}

ledger::CreditLine decode_credits(BinaryReader& in) {
  ledger::CreditLine line;
  line.minutes = static_cast<std::uint32_t>(in.number());
  line.class_hours_centi = in.integer();
  line.credit_milli = in.integer();
  line.item = in.text();
  return line;
}

StatementFact decode_fact(BinaryReader& in) {
  StatementFact fact;
  fact.business_date = static_cast<std::int32_t>(in.integer());
  fact.sequence = in.number();
  fact.title = in.text();
  fact.level = in.number();
  if (in.boolean()) fact.credits = decode_credits(in);
  return fact;
}

bool StatementState::decode(BinaryReader& in) {
  constexpr std::size_t fact_bytes_min = 5;
  DigestTable digests;
  if (!digests.decode(in)) return false;
  facts.resize(in.count(fact_bytes_min));
  for (auto& fact : facts) {
    fact = decode_fact(in);
    if (fact.credits) fact.credits->rule_set = digests.read(in);
    title_bytes += fact.title.size();
  }
  return points.decode(in);
}

bool StatementState::settle(std::string_view facts_ahead) {
  BinaryReader in(facts_ahead);
  DigestTable digests;
  while (in.more()) {
    auto fact = decode_fact(in);
    if (fact.credits) fact.credits->rule_set = digests.take(in);
    if (!PointLines::decode_ahead(in, digests, unposted)) return false;
    title_bytes += fact.title.size();
    const auto after =
        std::upper_bound(facts.begin(), facts.end(), fact,
                         [](const StatementFact& a, const StatementFact& b) { return place_of(a) < place_of(b); });
    facts.insert(after, std::move(fact));
  }
  return in.ok();
}

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},
    {"minutes", "认定分钟", "Minutes"},
    {"class_hours_centi", "学时 (×100)", "Class hours (×100)"},
    {"credit_milli", "学分 (×1000)", "Credits (×1000)"},
    {"points_centi", "积分 (×100)", "Points (×100)"},
    {"uncounted_centi", "未计积分 (×100)", "Not counted (×100)"},
};
constexpr ReadModelInfo::Column line_columns[] = {
    {"business_date", "日期", "Date"},
    {"title", "事项", "What"},
    {"level", "级别", "Level"},
    {"item_zh", "规则项", "Rule item (Chinese)"},
    {"item_en", "规则项 (英文)", "Rule item"},
    {"minutes", "分钟", "Minutes"},
    {"class_hours_centi", "学时 (×100)", "Class hours (×100)"},
    {"credit_milli", "学分 (×1000)", "Credits (×1000)"},
    {"points_centi", "积分 (×100)", "Points (×100)"},
    {"uncounted_centi", "未计积分 (×100)", "Not counted (×100)"},
    {"window", "周期", "Window"},
    {"item", "规则项编号", "Item"},
    {"rule_set", "规则集", "Rule set"},
    {"rule_version", "版本", "Version"},
    {"sequence", "事件序号", "Sequence"},
};
constexpr ReadModelInfo::Table tables[] = {{"lines", "明细", "Lines", line_columns}};
constexpr ReadModelInfo model_info = {"statement", 2, "teacher", "学分积分明细", "Statement", columns, tables};

/// One line as it is shown. Every line has every field, so that a table has no holes.
struct Line {
  const StatementFact& fact;
  std::string_view kind;
  std::string item, item_zh{}, item_en{}, window{};
  std::uint64_t minutes = 0;
  std::int64_t class_hours_centi = 0, credit_milli = 0, points_centi = 0, uncounted_centi = 0;
  const ledger::RuleSetHead* rules = nullptr;
};

Record show_line(const Line& line) {
  return Fields{
      {"business_date", to_text(ledger::Date{line.fact.business_date})},
      {"kind", std::string(line.kind)},
      {"title", line.fact.title},
      {"level", std::string(name_of(static_cast<ledger::Level>(line.fact.level)))},
      {"item", line.item},
      {"item_zh", line.item_zh},
      {"item_en", line.item_en},
      {"minutes", amount(line.minutes)},
      {"class_hours_centi", line.class_hours_centi},
      {"credit_milli", line.credit_milli},
      {"points_centi", line.points_centi},
      {"uncounted_centi", line.uncounted_centi},
      {"window", line.window},
      {"rule_set", line.rules == nullptr ? std::string() : line.rules->name},
      {"rule_version", std::int64_t{line.rules == nullptr ? 0 : line.rules->version}},
      {"sequence", amount(line.fact.sequence)},
  };
}

Record show_credits(const StatementFact& fact, const ledger::RuleBook& rules) {
  // The rule set that held then holds for this sequence for ever, so it need not be stored with the line.
  const auto rule_set = rules.credits({fact.sequence}, {fact.business_date});
  Line line{.fact = fact, .kind = "credits", .item = fact.credits->item};
  line.minutes = fact.credits->minutes;
  line.class_hours_centi = fact.credits->class_hours_centi;
  line.credit_milli = fact.credits->credit_milli;
  line.window = ledger::window_name(ledger::document::Window::calendar_year, {fact.business_date});
  if (rule_set != nullptr && rule_set->head.digest == fact.credits->rule_set) {
    line.item_zh = rule_set->title_zh;
    line.item_en = rule_set->title_en;
    line.rules = &rule_set->head;
  }
  return show_line(line);
}

Record show_points(const StatementFact& fact, const ledger::PointLine& points, const ledger::RuleBook& rules) {
  const auto rule_set = rules.points({fact.sequence}, {fact.business_date});
  Line line{.fact = fact, .kind = "points", .item = points.entry.item};
  line.points_centi = points.posted_centi;
  line.uncounted_centi = points.uncounted_centi;
  line.window = points.window;
  if (rule_set != nullptr && rule_set->head.digest == points.entry.rule_set &&
      points.entry.row < rule_set->rows.size()) {
    line.item_zh = rule_set->rows[points.entry.row].title_zh;
    line.item_en = rule_set->rows[points.entry.row].title_en;
    line.rules = &rule_set->head;
  }
  return show_line(line);
}

/// Attendance alone gives credits.
std::optional<ledger::CreditLine> credits_of(const DecodedEvent& event, std::uint32_t item,
                                             const ledger::RuleBook& rules) {
  if (event.type != EventType::training_AttendanceFinalised) return std::nullopt;
  const auto fact = attendance_fact(event, item);
  const auto rule_set = rules.credits(fact.sequence, fact.business_date);
  if (rule_set == nullptr || fact.entry.minutes == 0) return std::nullopt;
  return credit_line(*rule_set, fact.sequence, fact.business_date, fact.entry.minutes);
}

class Statement final : public ProjectionOf<StatementState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const ledger::EventType> folded_types() const override { return types_with_facts(); }
  void keys(const DecodedEvent& event, KeyList& out) const override { add_teachers_with_facts(event, out); }
  [[nodiscard]] bool folds_ahead() const override { return true; }

 protected:
  void fold(StatementState& state, const Key& key, const DecodedEvent& event,
            const ledger::RuleBook& rules) const override {
    const auto fact = teacher_fact(event, key.item);
    if (!fact) return;
    const auto& points = fact->points;
    StatementFact line{points.business_date.value, points.sequence.value, std::string(fact->title),
                       static_cast<std::uint64_t>(points.level), credits_of(event, key.item, rules)};
    std::vector<ledger::PointEntry> entries;
    if (const auto point_rules = rules.points(points.sequence, points.business_date)) {
      entries = point_entries(*point_rules, points);
    }
    if (!line.credits && entries.empty()) return;
    BinaryWriter out(state.ahead);
    encode_fact(line, out);
    if (line.credits) state.ahead_digests.put(line.credits->rule_set, out);
    PointLines::encode_ahead(entries, state.ahead_digests, out);
  }

  [[nodiscard]] Record show(std::string_view key, const StatementState& state,
                            const ledger::RuleBook& rules) const override {
    List lines;
    std::int64_t minutes = 0;
    std::int64_t class_hours_centi = 0;
    std::int64_t credit_milli = 0;
    std::int64_t points_centi = 0;
    std::int64_t uncounted_centi = 0;
    auto point = state.points.lines().begin();
    const auto points_end = state.points.lines().end();
    for (const auto& fact : state.facts) {
      if (fact.credits) {
        lines.push_back(show_credits(fact, rules));
        minutes += fact.credits->minutes;
        class_hours_centi += fact.credits->class_hours_centi;
        credit_milli += fact.credits->credit_milli;
      }
      for (; point != points_end && point->entry.sequence.value == fact.sequence; ++point) {
        lines.push_back(show_points(fact, *point, rules));
        points_centi += point->posted_centi;
        uncounted_centi += point->uncounted_centi;
      }
    }
    return Fields{
        {"teacher", std::string(key)},  {"minutes", minutes},           {"class_hours_centi", class_hours_centi},
        {"credit_milli", credit_milli}, {"points_centi", points_centi}, {"uncounted_centi", uncounted_centi},
        {"lines", std::move(lines)},
    };
  }
};

}  // namespace

const Projection& statement_projection() {
  static const Statement projection;
  return projection;
}

}  // namespace shiji::projections
