// A refused submission leaves no trace in the index: what it changed is undone.
#include "store/index_changes.h"

#include "store/read_cache.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

namespace shiji::engine {
namespace {

/// Everything in it, as something that can be compared. A group that lost its last member is none.
std::map<std::string, std::string> content_of(const IndexChanges& changes) {
  std::map<std::string, std::string> out;
  for (const auto& [name, stream] : changes.streams) {
    auto& text = out["stream " + name];
    text = std::to_string(stream.head.version.value) + "/" + std::to_string(stream.first.value);
    for (const auto sequence : stream.sequences) text += " " + std::to_string(sequence.value);
  }
  for (const auto& [id, entry] : changes.submissions) out["submission " + id] = std::to_string(entry.first.value);
  for (const auto& [key, value] : changes.decisions) out["decision " + key] = value;
  for (const auto& [group, table] : changes.groups) {
    if (!table.bytes().empty()) out["group " + group] = table.bytes();
  }
  return out;
}

class RandomChange {
 public:
  explicit RandomChange(std::uint32_t seed) : random_(seed) {}

  void make(IndexChanges& changes) {
    const std::string name(1, static_cast<char>('a' + random_() % 5));
    const HashedText hashed(name);
    const std::string value(3, static_cast<char>('0' + random_() % 10));
    switch (random_() % 4) {
      case 0: {
        const auto at = changes.streams.find(hashed);
        const auto version = at == changes.streams.end() ? 0 : at->second.head.version.value + 1;
        changes.add_event(hashed, {{version}, {next_++}, {}});
        return;
      }
      case 1:
        return changes.put(hashed, value);
      case 2:
        return changes.put_member(hashed, std::string(2, static_cast<char>('a' + random_() % 9)), value);
      default:
        ++next_;
        return changes.add_submission("s" + std::to_string(next_), {{}, {next_}, 1});
    }
  }
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_()) % bound; }

 private:
  std::mt19937 random_;
  std::uint64_t next_ = 0;
};

}  // namespace

TEST_CASE("what a refused submission changed in the index is as it was") {
  const auto seed = Catch::rngSeed() + 1;
  INFO("seed " << seed);
  RandomChange random(seed);
  IndexChanges changes;
  for (int submission = 0; submission < 2'000; ++submission) {
    const auto before = content_of(changes);
    for (auto left = random.below(8); left > 0; --left) random.make(changes);
    if (random.below(2) == 0) {
      changes.keep();
    } else {
      changes.undo();
      REQUIRE(content_of(changes) == before);
    }
    REQUIRE_FALSE(changes.has_undo());
  }
}

TEST_CASE("a filter never denies a text that was added, and denies nearly all that were not") {
  TextFilter filter;
  constexpr int many = 50'000;
  for (int i = 0; i < many; ++i) filter.add(HashedText("added/" + std::to_string(i)));
  int denied = 0;
  int taken_for_added = 0;
  for (int i = 0; i < many; ++i) {
    denied += filter.may_have(HashedText("added/" + std::to_string(i))) ? 0 : 1;
    taken_for_added += filter.may_have(HashedText("another/" + std::to_string(i))) ? 1 : 0;
  }
  CHECK(denied == 0);
  CHECK(taken_for_added < many / 10);
}

TEST_CASE("what is read back from a cache is what was remembered, until it is forgotten or two generations older") {
  ReadCache<std::string> cache(10'000);
  const auto known = [&](const std::string& key) { return cache.find(HashedText(key)); };
  (void)cache.remember("there", "value", 5);
  (void)cache.remember("absent", std::nullopt, 0);
  REQUIRE(known("there") != nullptr);
  CHECK(**known("there") == "value");
  REQUIRE(known("absent") != nullptr);
  CHECK_FALSE(known("absent")->has_value());
  CHECK(known("never asked") == nullptr);
  cache.forget(HashedText("there"));
  CHECK(known("there") == nullptr);

  (void)cache.remember("kept", "by asking", 9);
  for (int i = 0; i < 1'000; ++i) {
    (void)cache.remember("other/" + std::to_string(i), "x", 1);
    REQUIRE(known("kept") != nullptr);
  }
  CHECK(known("absent") == nullptr);
}

}  // namespace shiji::engine
