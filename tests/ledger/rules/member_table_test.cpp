// Groups of the decision state: a sorted table of rows is a map.
#include "shiji/ledger/rules/member_table.h"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using shiji::ledger::MemberTable;

namespace {

std::map<std::string, std::string> content_of(const MemberTable& table) {
  std::map<std::string, std::string> out;
  std::string before;
  table.each([&](std::string_view member, std::string_view value) {
    CHECK((before.empty() || before < member));
    before = member;
    out.emplace(member, value);
    return true;
  });
  return out;
}

}  // namespace

TEST_CASE("a member table is a map, whatever is put and erased in whatever order") {
  const auto seed = Catch::rngSeed() + 1;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  MemberTable table;
  std::map<std::string, std::string> model;
  for (int step = 0; step < 4'000; ++step) {
    // Members that share their first eight bytes too: both words of a comparison count.
    std::string member(16, static_cast<char>(random() % 2));
    for (std::size_t i = 8; i < 11; ++i) member[i] = static_cast<char>(random() % 6 * 50);
    if (random() % 4 == 0 && model.contains(member)) {
      table.erase(member);
      model.erase(member);
    } else {
      const std::string value(5, static_cast<char>(random() % 256));
      const auto before = table.put(member, value);
      CHECK(before.has_value() == model.contains(member));
      if (before) CHECK(std::string_view(*before) == model.at(member));
      model[member] = value;
    }
    CHECK(table.find(member).has_value() == model.contains(member));
  }
  CHECK(content_of(table) == model);
  const auto again = MemberTable::parse(table.bytes());
  REQUIRE(again);
  CHECK(content_of(*again) == model);
}

TEST_CASE("bytes that are no member table are not read as one") {
  MemberTable table;
  (void)table.put("b", "1");
  (void)table.put("a", "2");
  const std::string sound(table.bytes());
  CHECK(MemberTable::parse(sound));
  CHECK(MemberTable::parse(""));
  CHECK_FALSE(MemberTable::parse(sound.substr(0, 1)));
  CHECK_FALSE(MemberTable::parse(sound.substr(0, sound.size() - 1)));
  CHECK_FALSE(MemberTable::parse(sound.substr(0, 2) + sound.substr(4, 2) + sound.substr(2, 2)));  // out of order
  CHECK_FALSE(MemberTable::parse(sound.substr(0, 4) + sound.substr(2, 2)));                       // twice
}
