// The digest: a set, whatever the order; every part of a pair counts.
#include "projector/set_hash.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;

TEST_CASE("a set hash does not depend on the order and forgets what is subtracted", "[digest]") {
  const SeedMaker maker("example.org/a", "points", 1);
  SetHash one;
  SetHash other;
  for (int i = 0; i < 50; ++i) one.add(maker.seed("key" + std::to_string(i), "value"));
  other.add(maker.seed("gone", "value"));
  for (int i = 49; i >= 0; --i) other.add(maker.seed("key" + std::to_string(i), "value"));
  CHECK(one != other);
  other.subtract(maker.seed("gone", "value"));
  CHECK(one == other);
  for (int i = 0; i < 50; ++i) one.subtract(maker.seed("key" + std::to_string(i), "value"));
  CHECK(one == SetHash{});
}

TEST_CASE("every part of an element changes its seed, and lengths keep the parts apart", "[digest]") {
  const auto seed = SeedMaker("origin", "points", 1).seed("key", "value");
  CHECK(seed == SeedMaker("origin", "points", 1).seed("key", "value"));
  CHECK(seed != SeedMaker("origim", "points", 1).seed("key", "value"));
  CHECK(seed != SeedMaker("origin", "point", 1).seed("key", "value"));
  CHECK(seed != SeedMaker("origin", "points", 2).seed("key", "value"));
  CHECK(seed != SeedMaker("origin", "points", 1).seed("kez", "value"));
  CHECK(seed != SeedMaker("origin", "points", 1).seed("key", "valuf"));
  CHECK(seed != SeedMaker("origin", "points", 1).seed("keyv", "alue"));
  CHECK(seed != SeedMaker("originp", "oints", 1).seed("key", "value"));
}

TEST_CASE("a vector survives its bytes, and other sizes are refused", "[digest]") {
  SetHash set;
  set.add(SeedMaker("o", "p", 1).seed("k", "v"));
  CHECK(set.bytes().size() == 2048);
  CHECK(SetHash::from_bytes(set.bytes()) == set);
  CHECK_FALSE(SetHash::from_bytes(set.bytes() + "x").has_value());
  CHECK_FALSE(SetHash::from_bytes({}).has_value());
}

TEST_CASE("the state digest names projection, version, cursor and content", "[digest]") {
  SetHash set;
  const auto digest = state_digest("points", 1, {7}, {}, set);
  CHECK(digest == state_digest("points", 1, {7}, {}, set));
  CHECK(digest != state_digest("credits", 1, {7}, {}, set));
  CHECK(digest != state_digest("points", 2, {7}, {}, set));
  CHECK(digest != state_digest("points", 1, {8}, {}, set));
  ledger::Hash leaf;
  leaf.bytes[31] = 1;
  CHECK(digest != state_digest("points", 1, {7}, leaf, set));
  set.add(SeedMaker("o", "points", 1).seed("k", "v"));
  CHECK(digest != state_digest("points", 1, {7}, {}, set));
}

TEST_CASE("an element is the ChaCha20 stream under its seed", "[digest]") {
  SetHash set;
  Seed zero;
  set.add(zero);
  // The first bytes of the ChaCha20 key stream under the zero key and zero nonce are the well-known
  // 76 b8 e0 ad a0 f1 3d 90 40 5d 6a e5 53 86 bd 28.
  const auto bytes = set.bytes();
  CHECK(ledger::to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), 16}) ==
        "76b8e0ada0f13d90405d6ae55386bd28");
}
