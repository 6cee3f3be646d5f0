// Bytes as the file HEAD: a mark only where a slot's check holds.
#include "fuzzing.h"
#include "store/head_file.h"

using namespace shiji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto mark = engine::newest_mark({data, size});
  if (!mark) return 0;
  const auto slot = engine::slot_of(*mark);
  const auto found = std::search(data, data + size, slot.begin(), slot.end());
  fuzz::must(found != data + size, "a mark that was read stands in the file");
  return 0;
}
