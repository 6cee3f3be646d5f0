// PreparedSubmission: a submission that passed every check that needs no order: form, sizes, one id, signature.
//
// What: done on the submitting thread, in parallel. What depends on order (expected versions, roles in force, the
// rules) is the sequencer's. Guarantees: every event is decoded and verified once; content digests cover the bytes with
// Position and signatures left out. Errors: refusals 1xx, 2xx, 301, 302, 303, 305. Threads: any thread.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/decision_state.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shiji::engine {

inline constexpr std::size_t submission_events_max = 65'536;
inline constexpr std::size_t submission_bytes_max = std::size_t{16} << 20;

struct PreparedSubmission {
  std::vector<ledger::Buffer> bytes;
  std::vector<ledger::DecodedEvent> events;  ///< view `bytes`
  std::vector<ledger::PatchOffsets> offsets;
  std::vector<ledger::LeafHashStart> starts;  ///< what the sequencer need not hash
  std::vector<ExpectedVersion> expected;
  std::string id;
  ledger::Hash digest;
  ledger::KeyId signer;
  std::function<void(ledger::Result<Receipt>)> answer;  ///< `bytes` live until a refusal is answered
};

/// Where public keys are found. `birth_key` signs the submission that holds event 0 and nothing else.
struct SignatureSource {
  const ledger::DecisionState& state;
  const ledger::PublicKey* birth_key;
};

/// Who sends it: some types only the owner itself writes.
enum class Writer : std::uint8_t { client, owner };

/// Takes the content of `submission`; the events of one that is refused stay in it.
[[nodiscard]] ledger::Result<std::unique_ptr<PreparedSubmission>> prepare_submission(Submission& submission,
                                                                                     const ledger::Hash& origin_digest,
                                                                                     const SignatureSource& keys,
                                                                                     Writer writer = Writer::client);

/// Content digests of encoded events, for whoever signs them.
[[nodiscard]] ledger::Result<std::vector<ledger::Hash>> content_digests(const std::vector<ledger::Buffer>& events);

/// Signs encoded events as one submission: patches the signature into the first.
[[nodiscard]] ledger::Status sign_events(std::vector<ledger::Buffer>& events, const ledger::SecretKey& key,
                                         const ledger::Hash& origin_digest);

}  // namespace shiji::engine
