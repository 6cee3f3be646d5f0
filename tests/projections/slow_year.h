// The slow reference of the year's read models: for every key all events are gone through again, and what a record says
// is asked of them one question at a time.
#pragma once

#include "slow_facts.h"

#include <set>

namespace shiji::projections::testing {

/// One telemetry record, taken out of its columns.
struct Noticed {
  std::uint64_t sequence;
  std::string kind, person, object;  ///< object empty: none
};

class Year {
 public:
  Year(const FakeLedger& ledger, std::size_t events);

  [[nodiscard]] const std::vector<ledger::DecodedEvent>& events() const { return events_; }
  [[nodiscard]] const std::vector<Noticed>& noticed() const { return noticed_; }
  /// The streams of a family that any event is in, without the family.
  [[nodiscard]] std::set<std::string> keys(const std::string& family) const;
  /// Objects of the family that records of the kind name.
  [[nodiscard]] std::map<std::string, std::int64_t> objects(const std::string& kind, const std::string& family) const;

  /// Every payload of the type, in order; of one stream when it is given.
  template <typename T>
  [[nodiscard]] std::vector<T> all(const std::string& stream = {}) const {
    std::vector<T> out;
    for (const auto& event : events_) {
      if (event.type == T::type && (stream.empty() || event.event.stream == stream))
        out.push_back(payload_of<T>(event));
    }
    return out;
  }
  template <typename T>
  [[nodiscard]] std::optional<T> last(const std::string& stream) const {
    const auto found = all<T>(stream);
    return found.empty() ? std::nullopt : std::optional<T>(found.back());
  }
  template <typename T>
  [[nodiscard]] std::int64_t count(const std::string& stream) const {
    return integer(all<T>(stream).size());
  }

 private:
  std::vector<ledger::DecodedEvent> events_;
  std::vector<Noticed> noticed_;
};

/// nullopt when the model is none of these.
[[nodiscard]] std::optional<Dump> streams_by_hand(std::string_view model, const Year& year);
[[nodiscard]] std::optional<Dump> people_by_hand(std::string_view model, const Year& year, const Facts& facts);
/// Who did any of what a profile counts, and what it says of that.
[[nodiscard]] std::set<std::string> workers(const Year& year);
void show_work_by_hand(const Year& year, const std::string& teacher, Fields& out);

template <typename T>
std::string hex_of(const T& bytes) {
  return ledger::to_hex(bytes.span());
}
template <typename Enum>
std::string word(Enum value) {
  return std::string(name_of(value));
}

}  // namespace shiji::projections::testing
