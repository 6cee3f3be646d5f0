// Settling: however many rows what was folded ahead lies in, the states come out the same; bad rows are seen.
#include "projector/settling.h"

#include "random_ledger.h"

#include <catch2/catch.hpp>

#include <map>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;

namespace {

using States = std::map<std::string, std::string>;

std::unique_ptr<StateStore> store_in(const std::string& directory) {
  auto store = StateStore::open(directory);
  REQUIRE(store.ok());
  return *std::move(store);
}

States family(const StateStore& store, Family which) {
  States out;
  REQUIRE(store
              .each(which,
                    [&](std::string_view key, std::string_view value) {
                      out.emplace(key, value);
                      return true;
                    })
              .ok());
  return out;
}

/// Every event in a row of its own, settled after every so many.
States settled_by_rows(const Projection& projection, const FakeLedger& ledger, std::size_t settle_every,
                       const std::string& directory, Cursor& cursor) {
  const auto store = store_in(directory);
  const SeedMaker seeds(ledger.origin(), projection.info().name, projection.info().version);
  ledger::RuleBook rules;
  KeyList keys;
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    const auto event = ledger.event(i);
    REQUIRE(rules.fold(event).ok());
    keys.clear();
    projection.keys(event, keys);
    auto batch = store->batch();
    for (std::size_t at = 0; at < keys.size(); ++at) {
      const auto state = projection.blank();
      projection.apply(*state, keys[at], event, rules);
      const auto ahead = state->take_ahead();
      if (!ahead.empty()) batch->put(Family::ahead, ahead_key(keys[at].text, {i + 1}), ahead);
    }
    REQUIRE(store->write(*batch).ok());
    if (i % settle_every == 0) REQUIRE(settle(projection, *store, seeds, cursor).ok());
  }
  REQUIRE(settle(projection, *store, seeds, cursor).ok());
  CHECK(family(*store, Family::ahead).empty());
  return family(*store, Family::states);
}

}  // namespace

TEST_CASE("facts settled from one row each are the states that are folded at once", "[settling]") {
  const auto ledger = random_ledger(41);
  for (const char* name : {"points", "statement"}) {
    INFO(name);
    const auto& projection = *projection_named(name);
    REQUIRE(projection.folds_ahead());
    ScratchDirectory whole;
    ReadModelStatus expected;
    {
      auto model = open_model(name, whole);
      REQUIRE(model->catch_up(ledger, {}).ok());
      expected = status_of(*model, ledger);
    }
    const auto states = family(*store_in(whole.path() + "/projections/" + name), Family::states);
    REQUIRE_FALSE(states.empty());
    for (const std::size_t settle_every : {std::size_t{1}, std::size_t{17}, ledger.size()}) {
      ScratchDirectory rows;
      Cursor cursor;
      CHECK(settled_by_rows(projection, ledger, settle_every, rows.path(), cursor) == states);
      CHECK(cursor.keys == expected.keys);
      CHECK(state_digest(name, projection.info().version, expected.cursor, expected.cursor_leaf_hash, cursor.set) ==
            expected.digest);
    }
  }
}

TEST_CASE("no key's rows lie among those of another", "[settling]") {
  CHECK(ahead_key("a", {1}) < ahead_key("a", {256}));
  // Without the length before it, the first would lie between the other two.
  const std::string longer("a\0\0\0\0\0\0\0\1", 9);
  const bool before = ahead_key(longer, {1}) < ahead_key("a", {1});
  CHECK(before == (ahead_key(longer, {1}) < ahead_key("a", {256})));
}

TEST_CASE("a row ahead that cannot be read is refused with its key", "[settling]") {
  const auto ledger = random_ledger(42);
  const auto digit = static_cast<char>(0xff);
  const struct {
    const char* what;
    std::string row, ahead;
    std::string place;
  } cases[] = {
      {"no fact", ahead_key("somebody", {9}), std::string(3, digit), "/somebody"},
      {"a fact that is cut off", ahead_key("somebody", {9}), std::string(1, '\1'), "/somebody"},
      {"a key that is cut off", std::string(1, '\x7f'), std::string(1, '\1'), "/\x7f"},
  };
  for (const char* name : {"points", "statement"}) {
    for (const auto& bad : cases) {
      INFO(name << ": " << bad.what);
      ScratchDirectory directory;
      REQUIRE(open_model(name, directory)->catch_up(ledger, {}).ok());
      {
        const auto store = store_in(directory.path() + "/projections/" + name);
        auto batch = store->batch();
        batch->put(Family::ahead, bad.row, bad.ahead);
        REQUIRE(store->write(*batch).ok());
      }
      const auto opened = ReadModel::open(name, directory.path(), engine::Environment{}, {});
      REQUIRE(opened.error() != nullptr);
      CHECK(opened.error()->code == ledger::ErrorCode::corrupt);
      CHECK(opened.error()->place == name + bad.place);
    }
  }
}
