// Bytes as each value of the index; what was read is the same when it is written again.
#include "fuzzing.h"
#include "store/index_codec.h"

using namespace shiji;

namespace {

using engine::encode;

std::string encode(const engine::StreamEntry& stream) { return engine::encode(stream.head, stream.unit); }

std::string encode(const std::vector<ledger::Sequence>& sequences) {
  engine::SequenceList list;
  for (const auto sequence : sequences) list.add(sequence);
  return std::string(list.bytes());
}

template <typename Value>
void read(std::optional<Value> (*decode)(std::string_view), std::string_view bytes) {
  const auto value = decode(bytes);
  if (!value) return;
  const auto written = encode(*value);
  const auto again = decode(written);
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(encode(*again) == written, "a value has one form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  read(engine::decode_stream, bytes);
  read(engine::decode_submission, bytes);
  read(engine::decode_cursor, bytes);
  read(engine::decode_sequences, bytes);
  return 0;
}
