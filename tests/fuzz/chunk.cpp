// Bytes as a stored chunk; what it holds is the same when it is stored again.
#include "store/chunk.h"

#include "fuzzing.h"

using namespace shiji;

namespace {

void read(std::string_view stored) {
  engine::DecodedChunk chunk;
  if (!engine::decode_chunk(stored, chunk).ok()) return;
  fuzz::must(!chunk.events.empty(), "a chunk holds an event");
  fuzz::must(chunk.events.size() <= engine::chunk_events_limit, "a chunk has a largest size");
  engine::ChunkCompressor compressor;
  engine::DecodedChunk again;
  fuzz::must(engine::decode_chunk(compressor.encode(chunk.events), again).ok(), "what was stored can be read");
  const bool same = std::ranges::equal(
      chunk.events, again.events, [](const auto& one, const auto& other) { return std::ranges::equal(one, other); });
  fuzz::must(same, "a chunk stored again holds the same");
}

std::string valid_chunk() {
  std::vector<std::string> events;
  for (std::size_t i = 0; i < 40; ++i) events.push_back(std::string(i * 8, 'a') + std::to_string(i));
  std::vector<ledger::Bytes> views;
  for (const auto& event : events)
    views.emplace_back(reinterpret_cast<const std::uint8_t*>(event.data()), event.size());
  engine::ChunkCompressor compressor;
  return compressor.encode(views);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string valid = valid_chunk();
  read(fuzz::text_of(data, size));
  read(fuzz::edited(valid, data, size));
  return 0;
}
