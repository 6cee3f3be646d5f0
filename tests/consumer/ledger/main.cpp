// An auditor's program: a log of one event, its checkpoint, and the proof that the event is in it.
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/events/codec.h"

#include <array>
#include <cstdio>

using namespace shiji::ledger;

int main() {
  std::array<std::uint8_t, 32> seed{};
  const auto key = SecretKey::from_seed(seed);
  const auto log = verifier_key("log.example", key.public_key());

  Event event{};
  event.type = name_of(control::DemoEnded::type);
  event.stream = "ledger";
  const auto payload = encode_payload(control::DemoEnded{.seed = 1, .scale_ppm = 1});
  event.payload = payload;
  const auto bytes = encode_event(event);
  const auto note = sign_note(checkpoint_text({"log.example", {1}, leaf_hash(bytes)}), "log.example", key);

  const auto text = proof_text({{0}, {}, note, {bytes.begin(), bytes.end()}});
  const auto proof = parse_proof_text(text);
  if (!proof || !faults_of(*proof, log).empty()) return 1;
  const auto shown = decode_event(proof->extra);
  std::printf("%s is in the log\n", std::string(shown->event.type).c_str());
  return 0;
}
