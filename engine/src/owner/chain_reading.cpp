#include "owner/chain_reading.h"

#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Sequence;

namespace {

Error broken_event(std::uint64_t sequence, const char* what) {
  return {ErrorCode::corrupt, "event " + std::to_string(sequence), what};
}

ledger::Result<RecordedEvent> recorded(const DecodedChunk& chunk, std::size_t at, std::uint64_t sequence) {
  auto event = ledger::decode_event(chunk.events[at]);
  if (!event) return broken_event(sequence, "its bytes are not an event");
  if (event->event.position.sequence.value != sequence) return broken_event(sequence, "it carries another sequence");
  return RecordedEvent{std::move(*event), chunk.leaf_hashes[at]};
}

}  // namespace

ledger::Status read_events(const ChainStore& chain, Sequence from, ledger::TreeSize end, const EventVisitor& visit) {
  DecodedChunk chunk;
  ledger::Status outcome = ledger::done();
  std::uint64_t next = from.value;
  bool stopped = false;
  const auto take_chunk = [&](Sequence first, std::string_view stored) {
    if (first.value > next) {
      outcome = broken_event(next, "it is missing");
      return false;
    }
    if (auto decoded = decode_chunk(stored, chunk); !decoded) {
      outcome = Error{ErrorCode::corrupt, "chunk " + std::to_string(first.value), decoded.error()->detail};
      return false;
    }
    for (std::size_t i = next - first.value; i < chunk.events.size() && next < end.value; ++i, ++next) {
      auto event = recorded(chunk, i, next);
      if (!event) {
        outcome = event.failure();
        return false;
      }
      stopped = !visit(*event);
      if (stopped) return false;
    }
    return next < end.value;
  };
  if (next >= end.value) return ledger::done();
  auto read = chain.each_chunk(from, take_chunk);
  if (!read) return read;
  if (!outcome || stopped || next >= end.value) return outcome;
  return broken_event(next, "it is missing");
}

namespace {

using Chunk = ChunkCache::Chunk;

// Side by side, however few processors there are: they wait for the disk. On two of them sixteen take longer.
constexpr std::size_t readers_max = 8;
constexpr std::size_t stretch = 4;      // neighbours that one reader takes: a chunk they share is read once
constexpr std::size_t ahead_max = 256;  // events whose chunks are read before the first of them is handed out

/// From the chain, and into the cache when it is right.
ledger::Result<Chunk> read_chunk_of(const ChainStore& chain, ChunkCache& cache, Sequence sequence) {
  auto read = std::make_unique<KeptChunk>();
  const auto first = chain.read_chunk(sequence, read->chunk);
  if (!first) return first.failure();
  read->first = *first;
  if (!read->holds(sequence)) return broken_event(sequence.value, "it is missing");
  const auto event = recorded(read->chunk, sequence.value - first->value, sequence.value);
  if (!event) return event.failure();
  return cache.keep(std::move(read));
}

/// The chunk of each of `sequences`, read one after the other where they are not there yet.
void read_chunks(const ChainStore& chain, ChunkCache& cache, std::span<const Sequence> sequences,
                 std::span<ledger::Result<Chunk>> chunks) {
  const Chunk* before = nullptr;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    if (chunks[i].ok() && *chunks[i] == nullptr) {
      const bool same = before != nullptr && (*before)->holds(sequences[i]);
      chunks[i] = same ? ledger::Result<Chunk>(*before) : read_chunk_of(chain, cache, sequences[i]);
    }
    before = chunks[i].ok() ? &*chunks[i] : nullptr;
  }
}

/// The same by several threads, when more than one is not in the cache.
std::vector<ledger::Result<Chunk>> gather_chunks(const ChainStore& chain, ChunkCache& cache,
                                                 std::span<const Sequence> sequences) {
  std::vector<ledger::Result<Chunk>> chunks(sequences.size(), Chunk());
  std::size_t missing = 0;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    const bool same = i > 0 && *chunks[i - 1] != nullptr && (*chunks[i - 1])->holds(sequences[i]);
    chunks[i] = same ? *chunks[i - 1] : cache.find(sequences[i]);
    if (*chunks[i] == nullptr) ++missing;
  }
  if (missing == 0) return chunks;
  // The first alone: what finding any chunk needs of the files is read once then, and not by every reader.
  const auto is_missing = [](const ledger::Result<Chunk>& chunk) { return *chunk == nullptr; };
  const auto first = static_cast<std::size_t>(std::ranges::find_if(chunks, is_missing) - chunks.begin());
  read_chunks(chain, cache, sequences.subspan(first, 1), std::span(chunks).subspan(first, 1));
  if (--missing == 0) return chunks;
  std::atomic<std::size_t> next = 0;
  const auto read_the_next = [&] {
    for (auto from = next.fetch_add(stretch); from < sequences.size(); from = next.fetch_add(stretch)) {
      const auto count = std::min(stretch, sequences.size() - from);
      read_chunks(chain, cache, sequences.subspan(from, count), std::span(chunks).subspan(from, count));
    }
  };
  std::vector<std::thread> readers;
  for (std::size_t others = std::min(missing, readers_max); others > 1; --others) readers.emplace_back(read_the_next);
  read_the_next();
  for (auto& reader : readers) reader.join();
  return chunks;
}

}  // namespace

ledger::Status read_sequences(const ChainStore& chain, ChunkCache& cache, std::span<const Sequence> sequences,
                              const EventVisitor& visit) {
  while (!sequences.empty()) {
    const auto some = sequences.first(std::min(ahead_max, sequences.size()));
    sequences = sequences.subspan(some.size());
    const auto chunks = gather_chunks(chain, cache, some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (!chunks[i]) return chunks[i].failure();
      const auto& kept = **chunks[i];
      const auto event = recorded(kept.chunk, some[i].value - kept.first.value, some[i].value);
      if (!event) return event.failure();
      if (!visit(*event)) return ledger::done();
    }
  }
  return ledger::done();
}

ledger::Status read_event(const ChainStore& chain, ChunkCache& cache, Sequence sequence,
                          const std::function<void(const RecordedEvent&)>& take) {
  return read_sequences(chain, cache, std::span(&sequence, 1), [&](const RecordedEvent& event) {
    take(event);
    return true;
  });
}

ledger::Result<std::vector<ledger::Hash>> read_tile(const ChainStore& chain, const ledger::TileTree& tree,
                                                    ledger::TileId id, std::size_t width) {
  const auto place = ledger::tile_path(id, width);
  const auto entries = ledger::tile_entries(tree.size(), id.level);
  if (width == 0 || width > ledger::tile_width || id.index > entries / ledger::tile_width ||
      id.index * ledger::tile_width + width > entries) {
    return Error{ErrorCode::not_found, place, "the tree has no such tile"};
  }
  if (id.index < entries / ledger::tile_width) {
    auto full = chain.full_tile(id);
    if (!full) return full.failure();
    full->resize(width);
    return full;
  }
  const auto edge = tree.edge(id.level);
  return std::vector<ledger::Hash>(edge.begin(), edge.begin() + static_cast<std::ptrdiff_t>(width));
}

}  // namespace shiji::engine
