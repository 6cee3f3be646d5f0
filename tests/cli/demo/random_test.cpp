#include "demo/random.h"

#include "demo/names.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace shiji::cli::demo;

TEST_CASE("a seed and a purpose decide every number") {
  Random first(2023, "names");
  Random again(2023, "names");
  Random other_purpose(2023, "doors");
  Random other_seed(2024, "names");
  const auto drawn = first.next();
  CHECK(drawn == again.next());
  CHECK(drawn != other_purpose.next());
  CHECK(drawn != other_seed.next());
}

TEST_CASE("the numbers are the same on every machine") {
  Random random(2023, "vector");
  // Worked out by a second implementation of FNV-1a, SplitMix64 and xoshiro256**.
  CHECK(random.next() == 2'607'749'381'306'428'181U);
  CHECK(random.next() == 11'341'452'070'777'222'939U);
  CHECK(random.next() == 16'922'132'285'366'354'226U);
}

TEST_CASE("a range gives all of its numbers and no other") {
  Random random(1, "range");
  std::map<std::int32_t, int> seen;
  for (int i = 0; i < 7'000; ++i) ++seen[random.between(-3, 3)];
  CHECK(seen.size() == 7);
  for (const auto& [value, times] : seen) {
    INFO(value);
    CHECK(times > 800);
    CHECK(times < 1'200);
  }
  CHECK(random.below(1) == 0);
}

TEST_CASE("what weighs nothing is never drawn") {
  Random random(1, "weights");
  const std::vector<std::uint32_t> weights{0, 3, 0, 1};
  std::map<std::size_t, int> seen;
  for (int i = 0; i < 4'000; ++i) ++seen[random.weighted(weights)];
  CHECK(seen.size() == 2);
  CHECK(seen[1] > 2 * seen[3]);
}

TEST_CASE("choosing moves nothing out and puts nothing in twice") {
  Random random(1, "choose");
  std::vector<int> values{1, 2, 3, 4, 5, 6, 7, 8};
  random.choose(values, 3);
  CHECK(std::set<int>(values.begin(), values.end()).size() == 8);
  random.choose(values, values.size());
  CHECK(std::set<int>(values.begin(), values.end()).size() == 8);
}

TEST_CASE("place names are different for different indexes") {
  std::set<std::string> names;
  for (std::uint32_t i = 0; i < place_names_max; ++i) names.insert(place_name(i));
  CHECK(names.size() == place_names_max);
}

TEST_CASE("people have two to four characters of name, and some share one") {
  Random random(2023, "people");
  std::set<std::string> names;
  for (int i = 0; i < 11'000; ++i) {
    const auto name = person_name(random);
    CHECK(name.size() >= 6);
    CHECK(name.size() <= 12);
    names.insert(name);
  }
  CHECK(names.size() > 7'000);
  CHECK(names.size() < 11'000);
}
