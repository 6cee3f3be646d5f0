#include "append/recovery.h"

#include "append/pipeline.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Hash;
using ledger::TreeSize;

namespace {

ledger::Status check_mark(const ChainStore& store, TreeSize size, const HeadMark& mark) {
  if (mark.tree_size > size) {
    return Error{ErrorCode::head_behind, "HEAD",
                 "HEAD says " + std::to_string(mark.tree_size.value) + " events, " + std::to_string(size.value) +
                     " were recovered"};
  }
  if (mark.tree_size.value == 0) return ledger::done();
  auto leaf = read_leaf_hashes(store, {mark.tree_size.value - 1}, 1);
  if (!leaf) return leaf.failure();
  if (leaf->size() == 1 && leaf->front() == mark.leaf_hash) return ledger::done();
  return Error{ErrorCode::corrupt, "HEAD",
               "event " + std::to_string(mark.tree_size.value - 1) + " is not the one HEAD names"};
}

}  // namespace

ledger::Result<CommittedChain> recover_chain(const ChainStore& store, const HeadMark& mark) {
  DecodedChunk chunk;
  auto first = store.read_last_chunk(chunk);
  if (!first) return first.failure();
  const TreeSize size{first->value + chunk.events.size()};
  if (auto checked = check_mark(store, size, mark); !checked) return checked.failure();
  auto last = ledger::decode_event(chunk.events.back());
  if (!last) return Error{ErrorCode::corrupt, "event " + std::to_string(size.value - 1), "it is not an event"};
  CommittedChain chain;
  chain.tip = {size, chunk.leaf_hashes.back(), last->event.position.recorded_at};
  const std::uint64_t edge = size.value % ledger::tile_width;
  std::vector<Hash> leaves;
  if (edge != 0) {
    auto read = read_leaf_hashes(store, {size.value - edge}, edge);
    if (!read) return read.failure();
    leaves = std::move(*read);
  }
  auto tree = ledger::TileTree::restore(size, leaves, [&](ledger::TileId id) { return store.full_tile(id); });
  if (!tree) return tree.failure();
  chain.tree = std::make_shared<const ledger::TileTree>(std::move(*tree));
  return chain;
}

ledger::Result<std::unique_ptr<IndexStore>> open_index(const std::string& path, const ChainStore& store,
                                                       const ChainTip& tip, const Environment& environment,
                                                       bool read_only) {
  auto index = IndexStore::open(path, environment, read_only);
  bool fits = index.ok();
  if (fits) {
    auto cursor = (*index)->cursor();
    fits = cursor.ok() && cursor->tree_size <= tip.size;
    if (fits && cursor->tree_size.value > 0) {
      auto leaf = read_leaf_hashes(store, {cursor->tree_size.value - 1}, 1);
      fits = leaf.ok() && leaf->size() == 1 && leaf->front() == cursor->leaf_hash;
    }
  }
  if (fits) return index;
  if (read_only) return std::unique_ptr<IndexStore>();
  if (index) index->reset();
  if (auto destroyed = IndexStore::destroy(path, environment); !destroyed) return destroyed.failure();
  return IndexStore::open(path, environment, false);
}

}  // namespace shiji::engine
