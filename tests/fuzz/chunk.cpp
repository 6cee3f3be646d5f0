// Bytes as a stored chunk; what it holds is the same when it is stored again, with and without its Positions taken out.
#include "store/chunk.h"

#include "fuzzing.h"
#include "store/chunk_layout.h"

using namespace shiji;

namespace {

void is_the_same_again(const engine::DecodedChunk& chunk, std::span<const std::uint32_t> positions_begin) {
  engine::ChunkCompressor compressor;
  engine::DecodedChunk again;
  const auto stored = compressor.encode({chunk.events, chunk.leaf_hashes, positions_begin});
  fuzz::must(engine::decode_chunk(stored, again).ok(), "what was stored can be read");
  const bool same = std::ranges::equal(
      chunk.events, again.events, [](const auto& one, const auto& other) { return std::ranges::equal(one, other); });
  fuzz::must(same, "a chunk stored again holds the same");
  fuzz::must(chunk.leaf_hashes == again.leaf_hashes, "leaf hashes are those of the events");
}

void read(std::string_view stored) {
  engine::DecodedChunk chunk;
  if (!engine::decode_chunk(stored, chunk).ok()) return;
  fuzz::must(!chunk.events.empty(), "a chunk holds an event");
  fuzz::must(chunk.events.size() <= engine::chunk_events_limit, "a chunk has a largest size");
  fuzz::must(chunk.leaf_hashes.size() == chunk.events.size(), "every event is hashed");
  std::vector<std::uint32_t> none(chunk.events.size());
  std::vector<std::uint32_t> at_end;
  for (std::size_t i = 0; i < chunk.events.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(chunk.events[i].size());
    fuzz::must(chunk.leaf_hashes[i] == ledger::leaf_hash(chunk.events[i]), "a leaf hash is that of the restored bytes");
    at_end.push_back(size < sizeof(engine::StoredPosition) ? 0 : size - sizeof(engine::StoredPosition));
  }
  is_the_same_again(chunk, none);
  is_the_same_again(chunk, at_end);
}

/// As whoever knows the format would change it.
std::string with_check(std::string stored) {
  if (stored.size() < engine::chunk_header_size) return stored;
  const auto check = engine::check_of(std::string_view(stored).substr(engine::chunk_header_size));
  engine::put_number<std::uint32_t>(&stored[engine::chunk_check_begin], check);
  return stored;
}

/// Events of three streams in turn, with Positions at their ends, and one event without. Noise does not compress: edits
/// reach the columns then.
std::string valid_chunk(bool noise) {
  std::vector<std::string> events;
  std::vector<ledger::Bytes> views;
  std::vector<ledger::Hash> leaves;
  std::vector<std::uint32_t> positions;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < 40; ++i) {
    std::string event = std::to_string(i);
    for (std::size_t n = 0; n < i * 8; ++n)
      event += noise ? static_cast<char>((state = state * 1'664'525 + 1) >> 24) : 'a';
    events.push_back(event);
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    positions.push_back(i == 20 ? 0 : static_cast<std::uint32_t>(events[i].size()));
    engine::StoredPosition position{
        .sequence = 7 + i, .version = i / 3, .recorded_at = 9, .previous = {}, .stream_previous = {}};
    if (i > 0) position.previous = leaves.back();
    if (i > 2) position.stream_previous = leaves[i - 3];
    if (positions.back() != 0) events[i].append(reinterpret_cast<const char*>(&position), sizeof(position));
    views.emplace_back(reinterpret_cast<const std::uint8_t*>(events[i].data()), events[i].size());
    leaves.push_back(ledger::leaf_hash(views.back()));
  }
  return engine::ChunkCompressor().encode({views, leaves, positions});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string compressed = valid_chunk(false);
  static const std::string raw = valid_chunk(true);
  read(fuzz::text_of(data, size));
  read(with_check(std::string(fuzz::text_of(data, size))));
  for (const auto& valid : {compressed, raw}) {
    const auto edited = fuzz::edited(valid, data, size);
    read(edited);
    read(with_check(edited));
  }
  return 0;
}
