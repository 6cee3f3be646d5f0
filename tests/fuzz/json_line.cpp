// Text as a command: refused with a place, or encoded to bytes that agree with the text.
#include "fuzzing.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"

using namespace shiji;
using ledger::JsonCommand;

namespace {

/// Seals nothing: the ciphertext is the plaintext, so that it can be read again here.
ledger::Result<JsonCommand::SealedValue> keep_open(ledger::EventType, std::string_view, const ledger::Subject& subject,
                                                   std::string_view plaintext) {
  return JsonCommand::SealedValue{subject, 1, {}, {plaintext.begin(), plaintext.end()}};
}

ledger::Result<std::string> read_open(ledger::EventType, std::string_view, const ledger::Sealed& sealed) {
  return std::string(sealed.ciphertext.begin(), sealed.ciphertext.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto command = JsonCommand::parse(fuzz::text_of(data, size), 1);
  if (!command) return 0;
  if (!command->gives("actor")) command->fill("actor", "fuzz");
  if (!command->gives("submission")) command->set_submission("fuzz", 0, 1);
  const auto bytes = command->encode(keep_open);
  if (!bytes) return 0;
  const auto event = ledger::decode_event(*bytes);
  fuzz::must(event.ok(), "a command becomes an event");
  std::string place;
  const auto agrees = command->agrees_with(*event, read_open, &place);
  fuzz::must(agrees.ok() && *agrees, "an event agrees with the command it was made of");
  fuzz::must(ledger::event_to_json(*event, {}, read_open).ok(), "the event can be shown");
  return 0;
}
