// The trimmed mean of opinions.
#include "shiji/ledger/rules/trimmed_mean.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <vector>

namespace shiji::tests {

using ledger::trimmed_mean;
using Totals = std::vector<std::uint32_t>;

TEST_CASE("fewer than five are all counted; of five or more one highest and one lowest are not") {
  const auto mean = [](const Totals& totals) { return trimmed_mean(totals).centi; };
  CHECK(mean({100}) == 100);
  CHECK(mean({0, 100}) == 50);
  CHECK(mean({0, 0, 0, 100}) == 25);
  CHECK(mean({0, 50, 60, 70, 100}) == 60);
  CHECK(mean({9000, 0, 10000, 8000, 8001}) == 8333);
  CHECK(mean({7, 7, 7, 7, 7, 7}) == 7);
  CHECK(mean({0, 0, 100, 100, 100}) == 66);
  CHECK(trimmed_mean(Totals{1, 2, 3, 4}).counted == 4);
  CHECK(trimmed_mean(Totals{1, 2, 3, 4, 5}).counted == 3);
}

TEST_CASE("neither the order nor one wild opinion moves a trimmed mean out of the rest") {
  rc::prop("order does not matter", [] {
    auto totals = *rc::gen::nonEmpty(rc::gen::container<Totals>(rc::gen::inRange<std::uint32_t>(0, 10'001)));
    const auto before = trimmed_mean(totals).centi;
    std::reverse(totals.begin(), totals.end());
    std::rotate(totals.begin(), totals.begin() + static_cast<std::ptrdiff_t>(totals.size() / 2), totals.end());
    RC_ASSERT(trimmed_mean(totals).centi == before);
  });
  rc::prop("one wild opinion among five or more stays outside", [] {
    auto totals = *rc::gen::container<Totals>(4 + *rc::gen::inRange<std::size_t>(0, 8),
                                              rc::gen::inRange<std::uint32_t>(4'000, 6'001));
    const auto [lowest, highest] = std::minmax_element(totals.begin(), totals.end());
    const std::uint32_t from = *lowest;
    const std::uint32_t to = *highest;
    totals.push_back(*rc::gen::element<std::uint32_t>(0, 10'000));
    const auto mean = trimmed_mean(totals).centi;
    RC_ASSERT(mean >= from && mean <= to);
  });
}

}  // namespace shiji::tests
