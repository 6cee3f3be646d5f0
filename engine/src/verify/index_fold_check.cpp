#include "verify/index_fold_check.h"

#include "append/index_catch_up.h"
#include "store/file_writing.h"
#include "verify/posting_check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shiji::engine {

namespace {

constexpr std::size_t cache_bytes = std::size_t{64} << 20;

using Report = std::function<void(const std::string& message)>;

/// An index that is thrown away.
class ScratchIndex {
 public:
  explicit ScratchIndex(const FoldedLedger& ledger) : ledger_(ledger) {}
  ScratchIndex(const ScratchIndex&) = delete;
  ScratchIndex& operator=(const ScratchIndex&) = delete;
  ~ScratchIndex() {
    index_.reset();
    (void)remove_directory(*ledger_.environment.file_system, ledger_.scratch);
  }

  [[nodiscard]] ledger::Status fold(const IndexCursor& cursor) {
    auto made = make_directory(*ledger_.environment.file_system, ledger_.scratch, FileMode::secret);
    if (!made) return made;
    auto store = IndexStore::open(ledger_.scratch, ledger_.environment, false);
    if (!store) return store.failure();
    index_ = std::make_unique<LiveIndex>(std::move(*store), cache_bytes);
    const ChainTip tip{cursor.tree_size, cursor.leaf_hash, {}};
    Sequencing sequencing(*index_, ledger_.identity.origin, tip, ledger_.environment.clock);
    auto folded = catch_up_index(ledger_.chain, tip, ledger_.identity.origin_digest, *index_, sequencing);
    if (!folded) return folded;
    return index_->rotate({cursor.tree_size, cursor.leaf_hash}, true) ? index_->write_out() : ledger::done();
  }
  [[nodiscard]] const IndexStore& store() const { return *index_->store(); }

 private:
  const FoldedLedger& ledger_;
  std::unique_ptr<LiveIndex> index_;
};

/// What the index keeps as a fold of events, and how many bytes stand before a name there.
struct FoldedFamily {
  IndexFamily family;
  const char* what;
  std::size_t before_name;
};
constexpr std::array folded_families{
    FoldedFamily{IndexFamily::streams, "stream", sizeof(ledger::StreamBucket)},
    FoldedFamily{IndexFamily::decisions, "decision state", 0},
    FoldedFamily{IndexFamily::groups, "decision group", 0},
    FoldedFamily{IndexFamily::submissions, "submission", 0},
};

std::string readable(std::string_view key) {
  const bool plain = std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return std::string(key);
  return "0x" + ledger::to_hex({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()});
}

/// Both in byte order: what is on one side only, and what is not the same on both.
ledger::Status compare(IndexEntries& stored, IndexEntries& folded, const FoldedFamily& family, const Report& report) {
  const auto named = [&](std::string_view key) {
    return std::string(family.what) + " " + readable(key.substr(std::min(key.size(), family.before_name)));
  };
  while (!stored.at_end() || !folded.at_end()) {
    const bool only_stored = folded.at_end() || (!stored.at_end() && stored.key() < folded.key());
    const bool only_folded = stored.at_end() || (!folded.at_end() && folded.key() < stored.key());
    if (only_stored) {
      report(named(stored.key()) + " comes from no event");
    } else if (only_folded) {
      report(named(folded.key()) + " is missing");
    } else if (stored.value() != folded.value()) {
      report(named(stored.key()) + " is not what the events make it");
    }
    if (!only_folded) stored.next();
    if (!only_stored) folded.next();
  }
  if (auto read = stored.status(); !read) return read;
  return folded.status();
}

}  // namespace

ledger::Status check_folded_index(const FoldedLedger& ledger, const IndexStore& index, const Report& report) {
  const auto cursor = index.cursor();
  if (!cursor) return cursor.failure();
  ScratchIndex scratch(ledger);
  if (auto folded = scratch.fold(*cursor); !folded) return folded;
  for (const auto& family : folded_families) {
    const auto stored = index.entries(family.family);
    const auto folded = scratch.store().entries(family.family);
    if (auto compared = compare(*stored, *folded, family, report); !compared) return compared;
  }
  return check_postings(index, scratch.store(), report);
}

}  // namespace shiji::engine
