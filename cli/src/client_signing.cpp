#include "client_signing.h"

#include "amounts.h"
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

struct Checked {
  std::vector<ledger::Hash> digests;
  std::vector<std::uint64_t> lines;  ///< the line that each event came from, or stands in front of
};

/// "event N ..." becomes the line: people gave lines.
ledger::Failure told_by_line(ledger::Failure failure, const std::vector<std::uint64_t>& lines) {
  constexpr std::string_view word = "event ";
  auto* refusal = std::get_if<ledger::Refusal>(&failure);
  if (refusal == nullptr || !refusal->place.starts_with(word)) return failure;
  const std::size_t end = refusal->place.find_first_not_of("0123456789", word.size());
  const auto event = number_from_text(refusal->place.substr(word.size(), end - word.size()));
  if (!event || *event >= lines.size()) return failure;
  const std::string rest = end == std::string::npos ? std::string() : refusal->place.substr(end);
  refusal->place = "line " + std::to_string(lines[*event]) + rest;
  return failure;
}

/// Every line stands in the prepared events, in order, and nothing else but new subject keys.
ledger::Status check_prepared(const Context& context, const engine::Owner& owner, const std::vector<CommandLine>& lines,
                              const engine::Submission& prepared, Checked& checked) {
  std::size_t next = 0;
  for (const ledger::Buffer& bytes : prepared.events) {
    const auto event = ledger::decode_event(bytes);
    if (!event) return event.failure();
    checked.digests.push_back(ledger::content_digest(bytes, ledger::patch_offsets(*event)));
    checked.lines.push_back(next < lines.size() ? lines[next].number : lines.back().number);
    const bool same_type = next < lines.size() && lines[next].command.type() == event->type;
    if (!same_type && event->type == ledger::EventType::identity_SubjectKeyCreated) continue;
    const std::uint64_t line = checked.lines.back();
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
  Checked checked;
  if (const auto same = check_prepared(context, owner, *lines, *prepared, checked); !same) return same.failure();
  ledger::Buffer& first = prepared->events.front();
  const auto event = ledger::decode_event(first);
  if (!event) return event.failure();
  const ledger::PatchOffsets offsets = ledger::patch_offsets(*event);
  const ledger::Hash origin_digest = ledger::sha256(owner.origin());
  ledger::patch_submission_signature(first, offsets, ledger::sign_submission(key->key, origin_digest, checked.digests));
  auto receipt = owner.append(std::move(*prepared));
  if (!receipt) return told_by_line(receipt.failure(), checked.lines);
  return receipt;
}

}  // namespace shiji::cli
