// The index as the sequencer sees it, layers over a store, says what a plain map says; and knows what it has not.
#include "store/live_index.h"

#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <map>
#include <random>

namespace shiji::engine {
namespace {

constexpr std::size_t cache_bytes = 4 << 20;
constexpr std::uint64_t names = 400;

struct ModelStream {
  std::vector<ledger::Sequence> sequences;
  std::string unit;
};

struct Model {
  std::map<std::string, std::string> decisions;
  std::map<std::string, std::map<std::string, std::string>> groups;
  std::map<std::string, ModelStream> streams;
  std::map<std::string, std::uint64_t> submissions;
  std::uint64_t size = 0;
};

/// A LiveIndex in a directory, and what it has to say.
class ModelledIndex {
 public:
  explicit ModelledIndex(std::uint32_t seed) : random_(seed) { open(); }

  void open() {
    index_.reset();
    auto store = IndexStore::open(directory_.path(), environment_, false);
    REQUIRE(store.ok());
    index_ = std::make_unique<LiveIndex>(std::move(*store), cache_bytes);
  }
  void write_out() {
    if (!index_->rotate({{model_.size}, {}}, true)) return;
    REQUIRE(index_->write_out().ok());
  }
  void submit() {
    const auto before = model_;
    index_->begin();
    for (auto left = below(6) + 1; left > 0; --left) change();
    const auto id = "s" + std::to_string(before.size);
    if (below(4) == 0) {
      index_->undo();
      model_ = before;
      return;
    }
    index_->add_submission(id, {{}, {before.size}, 1});
    model_.submissions[id] = before.size;
    index_->keep();
  }
  /// Whether some name is there, and all that is under it.
  void ask() const {
    const auto name = some_name();
    CHECK(index_->get(name) == found(model_.decisions, name));
    CHECK(index_->has(name) == model_.decisions.contains(name));
    const auto group = model_.groups.find(name);
    const auto member = std::string(1, static_cast<char>('a' + below(9)));
    const auto value = index_->get_member(name, member);
    const auto expected = group == model_.groups.end() ? std::nullopt : found(group->second, member);
    CHECK((value ? std::optional(std::string(*value)) : std::nullopt) == expected);
    ask_stream(name);
    const auto id = "s" + std::to_string(below(model_.size + 2));
    const auto submission = index_->submission(id);
    REQUIRE(submission.has_value() == model_.submissions.contains(id));
    if (submission) CHECK(submission->first.value == model_.submissions.at(id));
  }
  void check_failure() const { CHECK_FALSE(index_->failure()); }
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) const { return random_() % bound; }
  [[nodiscard]] LiveIndex& index() { return *index_; }

 private:
  [[nodiscard]] std::string some_name() const { return "name/" + std::to_string(below(names)); }
  static std::optional<std::string> found(const std::map<std::string, std::string>& map, const std::string& key) {
    const auto at = map.find(key);
    return at == map.end() ? std::nullopt : std::optional(at->second);
  }
  void change() {
    const auto name = some_name();
    const auto value = std::to_string(below(1'000) + 1'000);
    switch (below(3)) {
      case 0:
        index_->put(name, value);
        model_.decisions[name] = value;
        return;
      case 1: {
        const auto member = std::string(1, static_cast<char>('a' + below(9)));
        index_->put_member(name, member, value);
        model_.groups[name][member] = value;
        return;
      }
      default:
        return add_event(name, value);
    }
  }
  void add_event(const std::string& stream, const std::string& unit) {
    auto& model = model_.streams[stream];
    const auto head = index_->take_stream(stream);
    REQUIRE(head.has_value() == !model.sequences.empty());
    const ledger::Sequence sequence{model_.size++};
    index_->add_event(stream, {{model.sequences.size()}, sequence, {}});
    if (model.sequences.empty()) index_->put_stream_unit(stream, model.unit = unit);
    model.sequences.push_back(sequence);
  }
  void ask_stream(const std::string& name) const {
    const auto stream = model_.streams.find(name);
    const auto head = index_->head(name);
    REQUIRE(head.has_value() == (stream != model_.streams.end()));
    if (!head) {
      CHECK(index_->postings(name, {}).empty());
      CHECK_FALSE(index_->stream_unit(name));
      return;
    }
    const auto& sequences = stream->second.sequences;
    CHECK(head->version.value + 1 == sequences.size());
    CHECK(head->sequence == sequences.back());
    CHECK(index_->stream_unit(name) == stream->second.unit);
    const auto from = below(sequences.size() + 1);
    CHECK(index_->postings(name, {from}) ==
          std::vector(sequences.begin() + static_cast<std::ptrdiff_t>(from), sequences.end()));
  }

  tests::TemporaryDirectory directory_;
  Environment environment_ = system_environment();
  mutable std::mt19937_64 random_;
  Model model_;
  std::unique_ptr<LiveIndex> index_;
};

}  // namespace

TEST_CASE("the index over its store says what a map says, whatever was refused, written out and opened again") {
  const auto seed = Catch::rngSeed() + 1;
  INFO("seed " << seed);
  ModelledIndex index(seed);
  for (int step = 0; step < 4'000; ++step) {
    index.submit();
    for (int i = 0; i < 3; ++i) index.ask();
    if (index.below(60) == 0) index.write_out();
    if (index.below(900) == 0) {
      index.write_out();
      index.open();
    }
  }
  index.check_failure();
}

TEST_CASE(
    "a name that nobody has is told from memory once the store's names were read, and a new one is known at once") {
  const tests::TemporaryDirectory directory;
  const auto environment = system_environment();
  auto store = IndexStore::open(directory.path(), environment, false);
  REQUIRE(store.ok());
  IndexChanges written;
  for (int i = 0; i < 500; ++i) {
    written.put(HashedText("written/" + std::to_string(i)), "x");
    written.add_event(HashedText("stream/" + std::to_string(i)), {{0}, {static_cast<std::uint64_t>(i)}, {}});
  }
  REQUIRE((*store)->write(written).ok());

  KnownNames known(store->get());
  const HashedText absent("absent");
  CHECK(known.may_have(IndexFamily::decisions, absent));  // nothing was read yet
  for (int i = 0; i < 2'048; ++i) known.missed();
  while (known.may_have(IndexFamily::decisions, absent)) std::this_thread::yield();
  for (int i = 0; i < 500; ++i) {
    REQUIRE(known.may_have(IndexFamily::decisions, HashedText("written/" + std::to_string(i))));
    REQUIRE(known.may_have(IndexFamily::streams, HashedText("stream/" + std::to_string(i))));
  }
  CHECK_FALSE(known.may_have(IndexFamily::streams, HashedText("written/1")));
  known.add(IndexFamily::decisions, absent);
  CHECK(known.may_have(IndexFamily::decisions, absent));
}

TEST_CASE("a table that was left behind half written is no hindrance") {
  const tests::TemporaryDirectory directory;
  const auto environment = system_environment();
  {
    auto store = IndexStore::open(directory.path(), environment, false);
    REQUIRE(store.ok());
  }
  std::FILE* left = std::fopen((directory / "incoming").c_str(), "w");
  REQUIRE(left != nullptr);
  REQUIRE(std::fputs("half of a table", left) >= 0);
  REQUIRE(std::fclose(left) == 0);

  auto store = IndexStore::open(directory.path(), environment, false);
  REQUIRE(store.ok());
  IndexChanges changes;
  changes.put(HashedText("key"), "value");
  REQUIRE((*store)->write(changes).ok());
  CHECK(*(*store)->decision("key") == "value");
}

}  // namespace shiji::engine
