#include "shiji/ledger/rules/rule_set.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/json.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace shiji::ledger {
namespace {

Refusal contradicts(std::string place, std::string expected, std::string actual) {
  return Refusal{RefusalCode::document_invalid, std::move(place), std::move(expected), std::move(actual)};
}

Result<RuleSet> attendance_rules(RuleSetHead head, const document::AttendanceRules& rules) {
  return RuleSet(AttendanceRuleSet{std::move(head), rules.late_minutes_max, rules.sign_in_opens_minutes});
}

Result<RuleSet> credit_rules(RuleSetHead head, const document::CreditRules& rules) {
  if (rules.minutes_per_class_hour == 0) return contradicts("/credits/minutes_per_class_hour", "at least 1", "0");
  if (rules.class_hours_per_credit == 0) return contradicts("/credits/class_hours_per_credit", "at least 1", "0");
  return RuleSet(CreditRuleSet{std::move(head), std::string(rules.item), std::string(rules.title_zh),
                               std::string(rules.title_en), rules.minutes_per_class_hour,
                               rules.class_hours_per_credit});
}

Status check_window(document::Window window, const std::string& place) {
  if (window != document::Window::registration_period && !name_of(window).empty()) return done();
  return contradicts(place, "a window that follows from the date", std::string(name_of(window)));
}

Status check_category(const PointRuleSet& rules, const document::PointCategory& category, const std::string& place) {
  if (rules.limits_of(category.category) != nullptr) {
    return contradicts(place + "/category", "each category once", std::string(category.category));
  }
  if (category.floor_centi > 0 || category.cap_centi < 0) {
    return contradicts(place, "floor_centi <= 0 <= cap_centi",
                       std::to_string(category.floor_centi) + ", " + std::to_string(category.cap_centi));
  }
  return check_window(category.window, place + "/window");
}

Status check_row(const PointRuleSet& rules, const document::PointItem& item, const std::string& place) {
  if (rules.limits_of(item.category) == nullptr) {
    return contradicts(place + "/category", "one of /points/categories", std::string(item.category));
  }
  if (item.author_deduction_centi.value_or(0) < 0) {
    return contradicts(place + "/author_deduction_centi", "at least 0", std::to_string(*item.author_deduction_centi));
  }
  std::set<Level> levels;
  for (const auto& tariff : item.tariffs) {
    if (!levels.insert(tariff.level).second) {
      return contradicts(place + "/tariffs", "each level once", std::string(name_of(tariff.level)));
    }
  }
  const bool repeated = std::any_of(rules.rows.begin(), rules.rows.end(), [&](const PointRow& row) {
    return row.item == item.item && row.occasion == item.occasion;
  });
  if (repeated) return contradicts(place + "/item", "each item once an occasion", std::string(item.item));
  return done();
}

PointRow row_of(const document::PointItem& item) {
  return {std::string(item.item),
          std::string(item.title_zh),
          std::string(item.title_en),
          std::string(item.category),
          item.occasion,
          {item.tariffs.begin(), item.tariffs.end()},
          item.author_deduction_centi.value_or(0),
          item.minutes_min.value_or(0),
          item.qualified,
          item.counted_max.value_or(0)};
}

Result<RuleSet> point_rules(RuleSetHead head, const document::PointRules& rules) {
  PointRuleSet out{.head = std::move(head), .rows = {}, .categories = {}};
  for (std::size_t i = 0; i < rules.categories.size(); ++i) {
    const auto& category = rules.categories[i];
    if (auto fits = check_category(out, category, "/points/categories/" + std::to_string(i)); !fits) {
      return fits.failure();
    }
    out.categories.emplace_back(category.category,
                                PointLimits{category.window, category.cap_centi, category.floor_centi});
  }
  for (std::size_t i = 0; i < rules.items.size(); ++i) {
    if (auto fits = check_row(out, rules.items[i], "/points/items/" + std::to_string(i)); !fits) {
      return fits.failure();
    }
    out.rows.push_back(row_of(rules.items[i]));
  }
  return RuleSet(std::move(out));
}

Result<RuleSet> rubric_rules(RuleSetHead head, const document::RubricRules& rules) {
  constexpr std::size_t criteria_max = 32;
  constexpr std::uint32_t full_centi_max = 1'000'000;
  if (rules.criteria.empty() || rules.criteria.size() > criteria_max) {
    return contradicts("/rubric/criteria", "1 to " + std::to_string(criteria_max),
                       std::to_string(rules.criteria.size()));
  }
  RubricRuleSet out{.head = std::move(head), .full_centi = {}};
  for (std::size_t i = 0; i < rules.criteria.size(); ++i) {
    const std::uint32_t full = rules.criteria[i].full_centi;
    if (full == 0 || full > full_centi_max) {
      return contradicts("/rubric/criteria/" + std::to_string(i) + "/full_centi",
                         "1 to " + std::to_string(full_centi_max), std::to_string(full));
    }
    out.full_centi.push_back(full);
  }
  return RuleSet(std::move(out));
}

Result<RuleSet> cycle_rules(RuleSetHead head, const document::CycleRules& rules) {
  if (auto follows = check_window(rules.window, "/cycle/window"); !follows) return follows.failure();
  if (rules.class_hours_centi_min == 0) return contradicts("/cycle/class_hours_centi_min", "at least 1", "0");
  return RuleSet(CycleRuleSet{std::move(head), rules.window, rules.class_hours_centi_min});
}

}  // namespace

std::optional<std::int32_t> PointRow::points_centi(Level level) const {
  for (const auto& tariff : tariffs) {
    if (tariff.level == level) return tariff.points_centi;
  }
  return std::nullopt;
}

const PointLimits* PointRuleSet::limits_of(std::string_view category) const {
  for (const auto& [name, limits] : categories) {
    if (name == category) return &limits;
  }
  return nullptr;
}

const RuleSetHead& head_of(const RuleSet& rules) {
  return std::visit([](const auto& content) -> const RuleSetHead& { return content.head; }, rules);
}

Result<RuleSet> parse_rule_set(std::string_view json) {
  const auto bytes = document_from_json("document.RuleSet", json);
  if (!bytes) return bytes.failure();
  const auto table = read_table<document::RuleSet>(*bytes);
  const int contents = (table.attendance ? 1 : 0) + (table.credits ? 1 : 0) + (table.points ? 1 : 0) +
                       (table.rubric ? 1 : 0) + (table.cycle ? 1 : 0);
  if (contents != 1) {
    return contradicts("", "exactly one of attendance, credits, points, rubric, cycle",
                       std::to_string(contents) + " of them");
  }
  if (table.name.empty() || table.version == 0) {
    return contradicts("/version", "a name and a version from 1", std::to_string(table.version));
  }
  RuleSetHead head{.digest = sha256(json),
                   .name = std::string(table.name),
                   .version = table.version,
                   .title_zh = std::string(table.title_zh),
                   .title_en = std::string(table.title_en),
                   .source = std::string(table.source)};
  if (table.attendance) return attendance_rules(std::move(head), *table.attendance);
  if (table.credits) return credit_rules(std::move(head), *table.credits);
  if (table.rubric) return rubric_rules(std::move(head), *table.rubric);
  if (table.cycle) return cycle_rules(std::move(head), *table.cycle);
  return point_rules(std::move(head), *table.points);
}

}  // namespace shiji::ledger
