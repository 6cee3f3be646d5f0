// Bytes as an event: read or refused, and what was read says the same when it is written again.
#include "fuzzing.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"

using namespace shiji;

namespace {

/// As JSON; what says nothing where it could be left out is left out.
std::string shown(const ledger::DecodedEvent& event) {
  auto text = ledger::event_to_json(event, {}, {});
  fuzz::must(text.ok(), "an event that was read can be shown");
  for (const std::string_view empty : {R"(,"subjects":[])", R"(,"evidence":[])", R"(,"history":false)"}) {
    if (const auto at = text->find(empty); at != std::string::npos) text->erase(at, empty.size());
  }
  return *std::move(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::AlignedBytes input(data, size);
  const auto bytes = input.view();
  const auto event = ledger::decode_event(bytes);
  if (!event) return 0;
  const auto offsets = ledger::patch_offsets(*event);
  const auto start = ledger::start_of_hashes(bytes, offsets);
  fuzz::must(ledger::leaf_hash(start, bytes) == ledger::leaf_hash(bytes), "both ways to a leaf hash end at one hash");
  fuzz::must(ledger::content_digest(start, bytes, offsets) == ledger::content_digest(bytes, offsets),
             "both ways to a content digest end at one digest");
  static_cast<void>(ledger::check_command(*event));
  const auto written = ledger::encode_event(event->event);
  const auto again = ledger::decode_event(written);
  fuzz::must(again.ok(), "what was written can be read");
  fuzz::must(shown(*event) == shown(*again), "an event written again says the same");
  return 0;
}
