// A refused submission leaves no trace in the index: what it changed is undone.
#include "store/index_changes.h"

#include "store/index_codec.h"
#include "store/key_filter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

namespace shiji::engine {
namespace {

/// Everything in it, as something that can be compared. A group that lost its last member is none.
std::map<std::string, std::string> content_of(const IndexChanges& changes) {
  std::map<std::string, std::string> out;
  changes.streams.each([&](const auto& entry) {
    const StreamChanges& stream = entry.value;
    if (stream.kind != EntryKind::changed) return;
    auto& text = out["stream " + std::string(entry.text)];
    text = std::to_string(stream.head.version.value) + "/" + std::to_string(stream.first.value);
    const auto sequences = decode_sequences(stream.sequences.bytes());
    for (const auto sequence : *sequences) text += " " + std::to_string(sequence.value);
    text += " " + std::to_string(stream.head.sequence.value) + std::string(stream.unit.value_or(" none"));
  });
  changes.submissions.each([&](const auto& entry) {
    if (entry.value.kind != EntryKind::changed) return;
    out["submission " + std::string(entry.text)] = std::to_string(entry.value.entry.first.value);
  });
  changes.decisions.each([&](const auto& entry) {
    if (entry.value.kind == EntryKind::changed) out["decision " + std::string(entry.text)] = entry.value.value;
  });
  changes.groups.each([&](const auto& entry) {
    const auto bytes = entry.value.table.bytes();
    if (!bytes.empty()) out["group " + std::string(entry.text)] = bytes;
  });
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
      case 0:
        return add_event(changes, hashed);
      case 1:
        return changes.put(hashed, value);
      case 2:
        return changes.put_member(hashed, std::string(2, static_cast<char>('a' + random_() % 9)), value);
      default:
        ++next_;
        return changes.add_submission(HashedText("s" + std::to_string(next_)), {{}, {next_}, 1});
    }
  }
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_()) % bound; }

 private:
  void add_event(IndexChanges& changes, const HashedText& stream) {
    const auto* known = changes.stream(stream);
    const bool of_earlier_layer = known == nullptr && below(2) == 0;
    if (of_earlier_layer) changes.adopt(stream, {{6}, {next_++}, {}}, "of before");
    known = changes.stream(stream);
    const auto version = known == nullptr ? 0 : known->head.version.value + 1;
    changes.add_event(stream, {{version}, {next_++}, {}});
    if (version == 0) changes.put_unit(stream, "unit " + std::to_string(next_));
  }

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

TEST_CASE("a filter of keys never denies one that was added, however many came, and denies nearly all others") {
  KeyFilter filter;
  CHECK_FALSE(filter.may_have(7));
  std::mt19937_64 random(Catch::rngSeed() + 1);
  constexpr int many = 300'000;  // more than its first parts take
  std::vector<std::uint64_t> added;
  for (int i = 0; i < many; ++i) filter.add(added.emplace_back(random()));
  CHECK(std::ranges::all_of(added, [&](std::uint64_t hash) { return filter.may_have(hash); }));
  int taken_for_added = 0;
  for (int i = 0; i < many; ++i) taken_for_added += filter.may_have(random()) ? 1 : 0;
  CHECK(taken_for_added < many / 30);
}

TEST_CASE("a list of sequences gives back what was added, and goes back to where it stood") {
  SequenceList list;
  std::vector<ledger::Sequence> added;
  for (const std::uint64_t sequence : {0ULL, 1ULL, 127ULL, 256ULL, 1'000'000ULL, 1ULL << 60U}) {
    const auto before = list.mark();
    list.add({sequence});
    list.return_to(before);
    CHECK(*decode_sequences(list.bytes()) == added);
    list.add({sequence});
    added.push_back({sequence});
    CHECK(*decode_sequences(list.bytes()) == added);
  }
}

TEST_CASE("a map from texts gives what a map of the library gives") {
  std::mt19937 random(Catch::rngSeed() + 1);
  TextArena texts;
  TextMap<int> map(texts);
  std::map<std::string, int> model;
  std::vector<std::string> order;
  for (int step = 0; step < 50'000; ++step) {
    const auto text = std::to_string(random() % 20'000);
    auto* entry = map.find(HashedText(text));
    const auto known = model.find(text);
    REQUIRE((entry == nullptr) == (known == model.end()));
    if (entry != nullptr) {
      REQUIRE(entry->value == known->second);
      entry->value = known->second = step;
    } else {
      map.add(HashedText(text), step);
      model[text] = step;
      order.push_back(text);
    }
  }
  std::vector<std::string> visited;
  map.each([&](const auto& entry) { visited.emplace_back(entry.text); });
  CHECK(visited == order);
}

TEST_CASE("what was only read is found again and is no change") {
  IndexChanges changes;
  changes.adopt(HashedText("key"), "read");
  ledger::MemberTable table;
  (void)table.put("m", "v");
  changes.adopt(HashedText("group"), table);
  changes.adopt(HashedText("stream"), {{3}, {9}, {}}, "unit");
  CHECK(changes.decision(HashedText("key"))->value == "read");
  CHECK(changes.group(HashedText("group"))->table.bytes() == table.bytes());
  CHECK(changes.stream(HashedText("stream"))->head.version.value == 3);
  CHECK_FALSE(changes.has_undo());

  changes.put(HashedText("key"), "put");
  CHECK(changes.decision(HashedText("key"))->kind == EntryKind::changed);
  changes.undo();
  CHECK(changes.decision(HashedText("key"))->kind == EntryKind::as_read);
  CHECK(changes.decision(HashedText("key"))->value == "read");
}

}  // namespace shiji::engine
