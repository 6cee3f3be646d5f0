// Links that a chunk keeps, because they come from before it: changed with valid checksums, they are found.
#include "chunk_of.h"
#include "named_fault.h"
#include "opened_database.h"
#include "store/chain_store.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace shiji;
using namespace shiji::tests;

TEST_CASE("a changed link that a chunk keeps is found at the first event it reaches") {
  TestLedger ledger;
  ledger.open();
  std::uint64_t number = 1;
  std::uint64_t first = 0;
  for (std::uint32_t part = 0; part < 8; ++part) {
    // The stream of the document goes on in every commit: its link comes from another chunk.
    std::vector<Command> commands{document_part(1, part, 8)};
    for (int n = 0; n < 60; ++n) commands.push_back(school(number++));
    const auto receipt = ledger.append("s" + std::to_string(part), commands);
    REQUIRE(receipt.ok());
    if (part == 2) first = receipt->first_sequence.value;
  }
  ledger.close();
  const auto chain = [&] { return OpenedDatabase(ledger.directory() + "/chain", ledger.environment()); };
  const auto keys = chain().keys("events");
  const auto key =
      *std::ranges::find(keys, first, [](const auto& one) { return engine::place_of_chunk(one)->first.value; });
  const auto original = chain().get("events", key);
  engine::DecodedChunk chunk;
  REQUIRE(engine::decode_chunk(original, chunk).ok());
  const auto next = first + chunk.events.size();
  const auto change = [&](std::size_t hash) {
    auto changed = original;
    changed[engine::chunk_header_size + 32 * hash + 7] ^= 1;
    chain().put("events", key, with_check(changed));
    return ledger.verify();
  };
  const auto previous = change(0);
  CHECK(names(previous, "leaf_hash", first));
  CHECK(names(previous, "previous_mismatch", first));
  CHECK(names(previous, "previous_mismatch", next));  // the next chunk names what was there
  const auto stream_previous = change(1);
  CHECK(names(stream_previous, "leaf_hash", first));
  CHECK(names(stream_previous, "stream_previous_mismatch", first));
  chain().put("events", key, original);
  CHECK(ledger.verify().faults.empty());
}
