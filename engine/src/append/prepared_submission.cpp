#include "append/prepared_submission.h"

#include "append/own_signatures.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/decider.h"

namespace shiji::engine {

using ledger::Bytes;
using ledger::Hash;
using ledger::Refusal;
using ledger::RefusalCode;

namespace {

constexpr std::size_t submission_id_max = 64;

std::string event_place(std::size_t index) { return "event " + std::to_string(index); }

ledger::Failure placed(ledger::Failure failure, std::size_t index) {
  if (auto* refusal = std::get_if<Refusal>(&failure)) refusal->place = event_place(index) + " " + refusal->place;
  return failure;
}

bool printable(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return true;
}

ledger::Status check_limits(const Submission& submission) {
  if (submission.events.empty()) return Refusal{RefusalCode::submission_empty, "", "1", "0"};
  if (submission.events.size() > submission_events_max) {
    return Refusal{RefusalCode::submission_too_large, "", std::to_string(submission_events_max) + " events",
                   std::to_string(submission.events.size()) + " events"};
  }
  std::size_t bytes = 0;
  for (const auto& event : submission.events) bytes += event.size();
  if (bytes <= submission_bytes_max) return ledger::done();
  return Refusal{RefusalCode::submission_too_large, "", std::to_string(submission_bytes_max) + " bytes",
                 std::to_string(bytes) + " bytes"};
}

ledger::Status check_part(const ledger::DecodedEvent& event, std::size_t index, PreparedSubmission& prepared) {
  const auto& part = event.event.submission;
  if (!part) return Refusal{RefusalCode::bad_submission_id, event_place(index), "a submission part", "none"};
  if (index == 0) prepared.id = std::string(part->id);
  const bool id_is_good = !part->id.empty() && part->id.size() <= submission_id_max && printable(part->id);
  if (!id_is_good || part->id != prepared.id) {
    return Refusal{RefusalCode::bad_submission_id, event_place(index), prepared.id, std::string(part->id)};
  }
  if (part->index != index || part->count != prepared.bytes.size()) {
    return Refusal{RefusalCode::bad_submission_id, event_place(index),
                   std::to_string(index) + " of " + std::to_string(prepared.bytes.size()),
                   std::to_string(part->index) + " of " + std::to_string(part->count)};
  }
  return ledger::done();
}

ledger::Status decode_all(PreparedSubmission& prepared, std::vector<Hash>& digests, Writer writer) {
  for (std::size_t i = 0; i < prepared.bytes.size(); ++i) {
    auto decoded = ledger::decode_event(prepared.bytes[i]);
    if (!decoded) return placed(decoded.failure(), i);
    if (auto form = ledger::check_command(*decoded); !form) return placed(form.failure(), i);
    if (auto alone = ledger::check_alone(*decoded); !alone) return placed(alone.failure(), i);
    if (writer == Writer::client && ledger::info_of(decoded->type).written_by_owner) {
      return Refusal{RefusalCode::written_by_ledger, event_place(i) + " /type", "", std::string(decoded->event.type)};
    }
    if (auto part = check_part(*decoded, i, prepared); !part) return part;
    prepared.offsets.push_back(ledger::patch_offsets(*decoded));
    prepared.events.push_back(std::move(*decoded));
  }
  prepared.starts = ledger::starts_of_hashes(std::vector<ledger::Bytes>(prepared.bytes.begin(), prepared.bytes.end()),
                                             prepared.offsets);
  ledger::ContentDigests contents;
  for (std::size_t i = 0; i < prepared.bytes.size(); ++i) {
    contents.add(prepared.starts[i], prepared.bytes[i], prepared.offsets[i]);
  }
  const auto hashed = contents.hash();
  digests.assign(hashed.begin(), hashed.end());
  return ledger::done();
}

ledger::Status check_signature(PreparedSubmission& prepared, const Hash& origin_digest, std::span<const Hash> digests,
                               const SignatureSource& keys) {
  const auto& signature = prepared.events.front().event.submission_signature;
  if (!signature || signature->algorithm == ledger::SignatureAlgorithm::none) {
    return Refusal{RefusalCode::unsigned_submission, event_place(0), "a submission signature", "none"};
  }
  prepared.signer = signature->key_id;
  const auto id = ledger::to_hex(signature->key_id.span());
  ledger::PublicKey key;
  if (keys.birth_key != nullptr && ledger::key_id_of(*keys.birth_key) == signature->key_id) {
    key = *keys.birth_key;
  } else if (const auto enrolled = ledger::key_in_force(keys.state, signature->key_id)) {
    key = enrolled->public_key;
  } else {
    return Refusal{RefusalCode::unknown_key, event_place(0), "", id};
  }
  if (ledger::signature_holds(key, ledger::submission_signing_bytes(origin_digest, digests), signature->bytes)) {
    return ledger::done();
  }
  return Refusal{RefusalCode::bad_signature, event_place(0), "", id};
}

ledger::Status check_all(PreparedSubmission& prepared, const Hash& origin_digest, const SignatureSource& keys,
                         Writer writer) {
  std::vector<Hash> digests;
  digests.reserve(prepared.bytes.size());
  if (auto decoded = decode_all(prepared, digests, writer); !decoded) return decoded;
  if (auto held = check_signature(prepared, origin_digest, digests, keys); !held) return held;
  if (auto held = check_own_signatures(prepared.events, origin_digest, keys.state); !held) return held;
  prepared.digest = ledger::submission_digest(origin_digest, digests);
  return ledger::done();
}

}  // namespace

ledger::Result<std::unique_ptr<PreparedSubmission>> prepare_submission(Submission& submission,
                                                                       const Hash& origin_digest,
                                                                       const SignatureSource& keys, Writer writer) {
  if (auto limits = check_limits(submission); !limits) return limits.failure();
  auto prepared = std::make_unique<PreparedSubmission>();
  prepared->bytes = std::move(submission.events);
  prepared->expected = std::move(submission.expected);
  prepared->events.reserve(prepared->bytes.size());
  prepared->offsets.reserve(prepared->bytes.size());
  if (auto checked = check_all(*prepared, origin_digest, keys, writer); !checked) {
    submission.events = std::move(prepared->bytes);
    return checked.failure();
  }
  return prepared;
}

ledger::Result<std::vector<Hash>> content_digests(const std::vector<ledger::Buffer>& events) {
  std::vector<Hash> digests;
  digests.reserve(events.size());
  for (const auto& event : events) {
    auto decoded = ledger::decode_event(event);
    if (!decoded) return decoded.failure();
    digests.push_back(ledger::content_digest(event, ledger::patch_offsets(*decoded)));
  }
  return digests;
}

ledger::Status sign_events(std::vector<ledger::Buffer>& events, const ledger::SecretKey& key,
                           const Hash& origin_digest) {
  auto digests = content_digests(events);
  if (!digests) return digests.failure();
  auto first = ledger::decode_event(events.front());
  if (!first) return first.failure();
  const auto signature = ledger::sign_submission(key, origin_digest, *digests);
  ledger::patch_submission_signature(events.front(), ledger::patch_offsets(*first), signature);
  return ledger::done();
}

}  // namespace shiji::engine
