#include "client_signing.h"

#include "command_lines.h"
#include "open_ledger.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"

#include <array>

namespace shiji::cli {
namespace {

/// Whoever signs names the submission: the owner fills in only what it signs itself.
std::string random_id(engine::Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.fill(bytes);
  return ledger::to_hex(bytes);
}

/// The actor that the ledger knows the key by; empty when it does not.
std::string actor_of(const engine::LedgerStatus& status, const ledger::KeyId& key) {
  for (const engine::KeyListing& listing : status.keys)
    if (listing.key_id == key) return listing.actor;
  return {};
}

ledger::Error differs(const Context& context, std::uint64_t line, const std::string& place) {
  return {ledger::ErrorCode::corrupt, "line " + std::to_string(line) + " " + place,
          context.say(Message::prepared_differs)};
}

/// Every line stands in the prepared events, in order, and nothing else but new subject keys.
ledger::Status check_prepared(const Context& context, const engine::Owner& owner, const std::vector<CommandLine>& lines,
                              const engine::Submission& prepared, std::vector<ledger::Hash>& digests) {
  std::size_t next = 0;
  for (const ledger::Buffer& bytes : prepared.events) {
    const auto event = ledger::decode_event(bytes);
    if (!event) return event.failure();
    digests.push_back(ledger::content_digest(bytes, ledger::patch_offsets(*event)));
    const bool same_type = next < lines.size() && lines[next].command.type() == event->type;
    if (!same_type && event->type == ledger::EventType::identity_SubjectKeyCreated) continue;
    const std::uint64_t line = next < lines.size() ? lines[next].number : lines.back().number;
    if (!same_type) return differs(context, line, "/type");
    std::string place;
    const auto agrees = lines[next].command.agrees_with(*event, opener_of(owner), &place);
    if (!agrees) return agrees.failure();
    if (!*agrees) return differs(context, line, place);
    ++next;
  }
  if (next != lines.size()) return differs(context, lines[next].number, "");
  return ledger::done();
}

}  // namespace

ledger::Result<engine::Receipt> append_signed(const Context& context, engine::Owner& owner,
                                              engine::JsonSubmission submission, const Signer& signer) {
  const auto key = engine::read_key_file(signer.key_file, context.environment);
  if (!key) return key.failure();
  const auto status = owner.status();
  if (!status) return status.failure();
  const std::string& actor = signer.actor.empty() ? actor_of(*status, key->key.key_id()) : signer.actor;
  const auto lines = read_command_lines(submission.text, actor, !signer.actor.empty());
  if (!lines) return lines.failure();
  if (submission.id.empty()) submission.id = random_id(*context.environment.entropy);
  auto prepared = owner.prepare(submission);
  if (!prepared) return prepared.failure();
  std::vector<ledger::Hash> digests;
  if (const auto checked = check_prepared(context, owner, *lines, *prepared, digests); !checked)
    return checked.failure();
  ledger::Buffer& first = prepared->events.front();
  const auto event = ledger::decode_event(first);
  if (!event) return event.failure();
  const ledger::PatchOffsets offsets = ledger::patch_offsets(*event);
  const ledger::Hash origin_digest = ledger::sha256(owner.origin());
  ledger::patch_submission_signature(first, offsets, ledger::sign_submission(key->key, origin_digest, digests));
  return owner.append(std::move(*prepared));
}

}  // namespace shiji::cli
