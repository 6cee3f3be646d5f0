// Searching finds what reading everything and comparing finds, in order, whatever is asked for.
#include "shiji/ledger/events/event_filter.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

using ledger::EventFilter;
using Found = std::vector<std::pair<std::uint64_t, ledger::Hash>>;

/// More events than three parts of a search, over five hours, every thousandth in the stream of a document.
class SearchedLedger {
 public:
  SearchedLedger() {
    ledger_.open();
    std::uint64_t number = 1;
    for (int hour = 0; hour < 5; ++hour) {
      for (int i = 0; i < 10; ++i) {
        std::vector<Command> commands{document_part(number, 0, 2)};
        while (commands.size() < 1'000) commands.push_back(school(number++));
        REQUIRE(ledger_.append("s" + std::to_string(number), commands).ok());
      }
      times_.push_back(ledger_.clock().now());
      ledger_.clock().set({times_.back().value + engine::hour_us});
    }
  }
  [[nodiscard]] Found searched(const EventFilter& filter, std::size_t most = ~std::size_t{0}) {
    Found found;
    const auto read = ledger_.owner().search(filter, [&](const engine::RecordedEvent& recorded) {
      found.emplace_back(recorded.event.event.position.sequence.value, recorded.leaf_hash);
      return found.size() < most;
    });
    REQUIRE(read.ok());
    return found;
  }
  [[nodiscard]] Found read_and_compared(const EventFilter& filter) {
    Found found;
    const auto read = ledger_.owner().feed({0}, std::nullopt, [&](const engine::RecordedEvent& recorded) {
      if (!matches(filter, recorded.event)) return true;
      found.emplace_back(recorded.event.event.position.sequence.value, recorded.leaf_hash);
      return true;
    });
    REQUIRE(read.ok());
    return found;
  }
  [[nodiscard]] const std::vector<ledger::Time>& times() const { return times_; }

 private:
  TestLedger ledger_;
  std::vector<ledger::Time> times_;
};

}  // namespace

TEST_CASE("a search finds the same as reading everything, in the same order") {
  SearchedLedger ledger;
  const auto check = [&](const EventFilter& filter, std::size_t least) {
    const auto found = ledger.searched(filter);
    CHECK(found == ledger.read_and_compared(filter));
    CHECK(found.size() >= least);
  };
  EventFilter filter;
  check(filter, 50'000);
  filter.type = "control.DocumentPart";
  check(filter, 50);
  for (std::size_t hour = 0; hour < 5; ++hour) {
    EventFilter timed = filter;
    timed.since = ledger.times()[hour];
    check(timed, 10 * (5 - hour));
    timed.until = ledger::Time{timed.since->value + engine::hour_us};
    check(timed, 10);
    // The ledger's own documents came in its first hour.
    if (hour > 0) CHECK(ledger.searched(timed).size() == 10);
    timed.until = timed.since;
    CHECK(ledger.searched(timed).empty());
  }
  filter.actor = "nobody";
  check(filter, 0);
}

TEST_CASE("a search ends when its reader has enough") {
  SearchedLedger ledger;
  const auto all = ledger.searched({});
  for (const std::size_t most : {std::size_t{1}, std::size_t{20'000}}) {
    const auto some = ledger.searched({}, most);
    CHECK(some == Found(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most)));
  }
}

}  // namespace shiji::tests
