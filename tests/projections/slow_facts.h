// What the halves of the slow reference share: the facts of a ledger, read once more from its events.
#pragma once

#include "fake_ledger.h"
#include "shiji/ledger/rules/rule_set.h"

namespace shiji::projections::testing {

using Dump = std::map<std::string, std::string>;

/// An adopted rule set, or an entry of a final attendance.
struct Adopted {
  std::uint64_t sequence;
  std::int32_t from, until;
  std::map<std::string, std::string> documents;
  std::optional<ledger::RuleSet> rules;
};
struct Attended {
  std::uint64_t sequence;
  std::int32_t date;
  ledger::Level level;
  std::string title;
  training::AttendanceEntry entry;
};
struct Facts {
  std::vector<Adopted> adopted;
  std::map<std::string, std::vector<Attended>> by_teacher;  ///< in (date, sequence) order
};

[[nodiscard]] Facts facts_of(const FakeLedger& ledger, std::size_t events);

/// nullptr when none holds.
template <typename T>
const T* rules_at(const Facts& facts, std::uint64_t sequence, std::int32_t date) {
  const T* found = nullptr;
  for (const auto& adopted : facts.adopted) {
    if (adopted.sequence >= sequence || date < adopted.from || date > adopted.until) continue;
    if (const auto* rules = std::get_if<T>(&*adopted.rules)) found = rules;
  }
  return found;
}

template <typename T>
const T* rules_for(const Facts& facts, const Attended& fact) {
  return rules_at<T>(facts, fact.sequence, fact.date);
}
/// "2023" and "2023-2024".
[[nodiscard]] int year_of(std::int32_t date);
[[nodiscard]] std::string school_year(std::int32_t date);

[[nodiscard]] Dump statements_by_hand(const Facts& facts);
[[nodiscard]] Dump credits_by_hand(const Facts& facts);
[[nodiscard]] Dump points_by_hand(const Facts& facts);

template <typename T>
std::int64_t integer(T value) {
  return static_cast<std::int64_t>(value);
}
inline std::string level_name(ledger::Level level) { return std::string(name_of(level)); }

}  // namespace shiji::projections::testing
