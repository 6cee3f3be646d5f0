// Rule sets as the rules use them: plain values that own what they say.
//
// What: a rule set is a document (document.RuleSet) with exactly one content: attendance, credits, points, rubric or
// cycle. `parse_rule_set` reads the document's text and checks that it makes sense as a whole. Guarantees: what parses
// once parses for ever to the same values. Integers only. Errors: refusals of the JSON codec (1xx) for text that is no
// document.RuleSet; document_invalid for one that contradicts itself. Ownership: all strings are owned. Threads:
// immutable.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shiji::ledger {

/// What every rule set says of itself. `digest` is the SHA-256 of the document's bytes: its name in the ledger.
struct RuleSetHead {
  Hash digest;
  std::string name;
  std::uint32_t version = 0;
  std::string title_zh, title_en, source;
};

struct AttendanceRuleSet {
  RuleSetHead head;
  std::uint16_t late_minutes_max = 0;       ///< later than this is absent for the unit
  std::uint16_t sign_in_opens_minutes = 0;  ///< before the start of the first unit
};

struct CreditRuleSet {
  RuleSetHead head;
  std::string item, title_zh, title_en;
  std::uint16_t minutes_per_class_hour = 0;
  std::uint16_t class_hours_per_credit = 0;
};

/// One row of a points table: what an occasion gives at each level. An item may have one row for each occasion.
struct PointRow {
  std::string item, title_zh, title_en, category;
  document::PointOccasion occasion{};
  std::vector<document::Tariff> tariffs;
  std::int32_t author_deduction_centi = 0;  ///< for each place behind the first author
  std::uint32_t minutes_min = 0;            ///< that mentoring has to reach
  bool qualified = false;                   ///< that mentoring has to be, at least
  std::uint32_t counted_max = 0;            ///< of the item in one window; 0: any number
  /// nullopt when the row says nothing about this level.
  [[nodiscard]] std::optional<std::int32_t> points_centi(Level level) const;
};

/// Within one window a category's total never rises over its cap and never falls under its floor.
struct PointLimits {
  document::Window window{};
  std::int32_t cap_centi = 0;
  std::int32_t floor_centi = 0;
};

struct PointRuleSet {
  RuleSetHead head;
  std::vector<PointRow> rows;
  std::vector<std::pair<std::string, PointLimits>> categories;
  /// nullptr when there is no such category; never for the category of one of `rows`.
  [[nodiscard]] const PointLimits* limits_of(std::string_view category) const;
};

/// What a reviewer scores, each criterion from 0 to its full score.
struct RubricRuleSet {
  RuleSetHead head;
  std::vector<std::uint32_t> full_centi;  ///< by criterion
};

/// What everybody has to have in every window.
struct CycleRuleSet {
  RuleSetHead head;
  document::Window window{};
  std::uint32_t class_hours_centi_min = 0;
};

using RuleSet = std::variant<AttendanceRuleSet, CreditRuleSet, PointRuleSet, RubricRuleSet, CycleRuleSet>;

[[nodiscard]] const RuleSetHead& head_of(const RuleSet& rules);
[[nodiscard]] Result<RuleSet> parse_rule_set(std::string_view json);

}  // namespace shiji::ledger
