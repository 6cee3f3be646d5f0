#include "owner/chunk_cache.h"

namespace shiji::engine {

namespace {

std::size_t bytes_of(const KeptChunk& kept) {
  constexpr std::size_t beside = 256;  // what the cache itself needs for it
  const auto& chunk = kept.chunk;
  return sizeof(kept) + beside + chunk.body_words * sizeof(std::uint64_t) +
         chunk.events.capacity() * sizeof(ledger::Bytes) + chunk.leaf_hashes.capacity() * sizeof(ledger::Hash);
}

}  // namespace

ChunkCache::Chunk ChunkCache::used(std::list<Entry>::iterator entry) {
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->chunk;
}

ChunkCache::Chunk ChunkCache::find(ledger::Sequence sequence) {
  const std::lock_guard lock(mutex_);
  const auto behind = places_.upper_bound(sequence);
  if (behind == places_.begin()) return nullptr;
  const auto entry = std::prev(behind)->second;
  return entry->chunk->holds(sequence) ? used(entry) : nullptr;
}

ChunkCache::Chunk ChunkCache::keep(std::unique_ptr<KeptChunk> chunk) {
  chunk->chunk.starts = {};  // nobody goes on hashing
  const auto bytes = bytes_of(*chunk);
  Chunk kept = std::move(chunk);
  const std::lock_guard lock(mutex_);
  if (const auto found = places_.find(kept->first); found != places_.end()) return used(found->second);
  if (bytes > bytes_max_) return kept;
  while (bytes_ + bytes > bytes_max_) {
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().chunk->first);
    entries_.pop_back();
  }
  entries_.push_front({kept, bytes});
  places_.emplace(kept->first, entries_.begin());
  bytes_ += bytes;
  return kept;
}

std::size_t ChunkCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace shiji::engine
