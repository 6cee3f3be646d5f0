// An index of another format is none: it is folded again from the chain.
#include "store/index_codec.h"

#include <catch2/catch.hpp>

namespace shiji::tests {

TEST_CASE("a cursor of another index format is not read") {
  const engine::IndexCursor cursor{{7}, ledger::Hash{}, 3};
  const std::string written = encode(cursor);
  const auto read = engine::decode_cursor(written);
  REQUIRE(read);
  CHECK(read->tree_size.value == 7);
  CHECK(read->streams == 3);
  CHECK_FALSE(engine::decode_cursor(std::string_view(written).substr(8)));  // before there was a layout in front
  std::string later = written;
  ++later.front();
  CHECK_FALSE(engine::decode_cursor(later));
}

}  // namespace shiji::tests
