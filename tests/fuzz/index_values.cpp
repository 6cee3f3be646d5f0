// Bytes as each value of the index; what was read is the same when it is written again.
#include "fuzzing.h"
#include "store/index_codec.h"

using namespace shiji;

namespace {

template <typename Value>
void read(std::optional<Value> (*decode)(std::string_view), std::string_view bytes) {
  const auto value = decode(bytes);
  if (!value) return;
  const auto written = engine::encode(*value);
  const auto again = decode(written);
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(engine::encode(*again) == written, "a value has one form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  read(engine::decode_head, bytes);
  read(engine::decode_submission, bytes);
  read(engine::decode_cursor, bytes);
  read(engine::decode_sequences, bytes);
  return 0;
}
