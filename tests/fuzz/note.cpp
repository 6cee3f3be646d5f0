// Text as a signed note, a key, a checkpoint and base64; then a valid note with a few edits.
#include "shiji/ledger/chain/note.h"

#include "fuzzing.h"
#include "shiji/ledger/chain/checkpoint.h"

#include <array>

using namespace shiji;

namespace {

constexpr std::string_view origin = "log.example/fuzz";

ledger::SecretKey log_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(7);
  return ledger::SecretKey::from_seed(seed);
}

const ledger::VerifierKey& verifier() {
  static const auto key = ledger::verifier_key(origin, log_key().public_key());
  return key;
}

const ledger::Checkpoint& signed_checkpoint() {
  static const ledger::Checkpoint checkpoint{std::string(origin), {70'000}, {}};
  return checkpoint;
}

void read_parts(std::string_view text) {
  if (const auto key = ledger::parse_verifier_key(text); key.ok()) {
    const auto again = ledger::parse_verifier_key(ledger::to_text(*key));
    fuzz::must(again.ok() && again->name == key->name && again->key == key->key, "a key reads back");
  }
  if (const auto checkpoint = ledger::parse_checkpoint_text(text); checkpoint.ok()) {
    const auto again = ledger::parse_checkpoint_text(ledger::checkpoint_text(*checkpoint));
    fuzz::must(again.ok() && *again == *checkpoint, "a checkpoint reads back");
  }
  if (const auto bytes = ledger::from_base64(text)) {
    fuzz::must(ledger::to_base64(*bytes) == text, "base64 has one form");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_parts(fuzz::text_of(data, size));
  fuzz::must(!ledger::open_checkpoint(fuzz::text_of(data, size), verifier()).ok(), "nobody signs without the key");
  static const std::string valid = ledger::sign_note(ledger::checkpoint_text(signed_checkpoint()), origin, log_key());
  const auto opened = ledger::open_checkpoint(fuzz::edited(valid, data, size), verifier());
  fuzz::must(!opened.ok() || *opened == signed_checkpoint(), "a note that opens says what was signed");
  return 0;
}
