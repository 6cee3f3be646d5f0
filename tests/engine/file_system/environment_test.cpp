#include "shiji/engine/environment.h"

#include <catch2/catch.hpp>

#include <array>

using namespace shiji;

TEST_CASE("Seeded entropy gives the same bytes for the same seed, however it is asked") {
  std::array<std::uint8_t, 200> at_once{};
  std::array<std::uint8_t, 200> in_pieces{};
  std::array<std::uint8_t, 200> other{};
  engine::seeded_entropy(7)->fill(at_once);
  engine::seeded_entropy(8)->fill(other);
  const auto entropy = engine::seeded_entropy(7);
  const std::span<std::uint8_t> pieces(in_pieces);
  entropy->fill(pieces.first(1));
  entropy->fill(pieces.subspan(1, 0));
  entropy->fill(pieces.subspan(1, 63));
  entropy->fill(pieces.subspan(64));
  CHECK(at_once == in_pieces);
  CHECK(at_once != other);
}

TEST_CASE("Seeded entropy never changes: demos are reproduced byte by byte") {
  std::array<std::uint8_t, 8> bytes{};
  engine::seeded_entropy(1)->fill(bytes);
  CHECK(ledger::to_hex(bytes) == "b4d3d1e6c49810d9");
}

TEST_CASE("System entropy differs from call to call, and the system clock is past 2023") {
  const auto environment = engine::system_environment();
  std::array<std::uint8_t, 32> one{};
  std::array<std::uint8_t, 32> two{};
  environment.entropy->fill(one);
  environment.entropy->fill(two);
  CHECK(one != two);
  CHECK(environment.clock->now().value > 1'672'531'200'000'000);
}

TEST_CASE("A simulated clock stands where it is put and never goes back") {
  engine::SimulatedClock clock(ledger::Time{1'000});
  CHECK(clock.now().value == 1'000);
  clock.set({2'000});
  clock.set({1'500});
  CHECK(clock.now().value == 2'000);
}
