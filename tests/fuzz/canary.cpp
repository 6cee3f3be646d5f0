// Must fail: a run that does not find this finds nothing anywhere.
#include "fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = shiji::fuzz::text_of(data, size);
  shiji::fuzz::must(text.size() < 4 || text[0] != 's' || text[1] != 'h' || text[2] != 'i' || text[3] != '!',
                    "no input says shi!");
  return 0;
}
