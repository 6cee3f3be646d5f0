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

[[nodiscard]] Dump statements_by_hand(const Facts& facts);
[[nodiscard]] Dump credits_by_hand(const Facts& facts);
[[nodiscard]] Dump points_by_hand(const Facts& facts);

template <typename T>
std::int64_t integer(T value) {
  return static_cast<std::int64_t>(value);
}
inline std::string level_name(ledger::Level level) { return std::string(name_of(level)); }

}  // namespace shiji::projections::testing
