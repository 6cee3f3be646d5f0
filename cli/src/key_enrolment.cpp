#include "key_enrolment.h"

#include "json_output.h"
#include "record_fields.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/signing.h"

namespace shiji::cli {

using projections::Fields;

std::string enrolment_line(const std::string& origin, const std::string& actor, const ledger::SecretKey& key) {
  const ledger::PublicKey& public_key = key.public_key();
  const auto proof = key.sign(ledger::key_proof_bytes(ledger::sha256(origin), actor, public_key));
  return json_of(Fields{
      {"stream", "actor/" + actor},
      {"type", "identity.KeyEnrolled"},
      {"payload",
       Fields{{"actor", actor}, {"algorithm", "ed25519"}, {"public_key", hex(public_key)}, {"proof", hex(proof)}}}});
}

}  // namespace shiji::cli
