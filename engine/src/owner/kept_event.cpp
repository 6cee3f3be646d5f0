#include "owner/kept_event.h"

#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"

namespace shiji::engine {

KeptEvent::KeptEvent(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                     const ledger::SecretKey* person)
    : event_(event),
      payload_(std::move(payload)),
      person_(person),
      subjects_(event.subjects.begin(), event.subjects.end()),
      evidence_(event.evidence.begin(), event.evidence.end()) {
  event_.type = ledger::name_of(type);
  event_.stream = keep(event_.stream);
  for (auto* text : {&event_.actor, &event_.role, &event_.working_unit, &event_.establishment_unit, &event_.correlation,
                     &event_.legal_basis}) {
    if (*text) *text = keep(**text);
  }
  if (event_.on_behalf_of) event_.on_behalf_of->reason = keep(event_.on_behalf_of->reason);
  if (event_.source && event_.source->reference) event_.source->reference = keep(*event_.source->reference);
}

ledger::Buffer KeptEvent::encode(const std::string& id, std::uint32_t index, std::uint32_t count,
                                 std::string_view actor, const ledger::Hash& origin_digest) {
  auto event = event_;
  event.payload = payload_;
  event.subjects = subjects_;
  event.evidence = evidence_;
  event.submission = ledger::SubmissionPart{.id = id, .index = index, .count = count};
  if (!event.actor) event.actor = actor;
  if (index == 0) event.submission_signature = ledger::Signature{};
  if (person_ == nullptr) return ledger::encode_event(event);
  event.signature = ledger::Signature{};
  auto bytes = ledger::encode_event(event);
  const auto decoded = ledger::decode_event(bytes);
  SHIJI_ASSERT(decoded.ok(), "what was just encoded is an event");
  const auto signature = ledger::sign_event(*person_, origin_digest, *decoded);
  ledger::patch_signature(bytes, ledger::patch_offsets(*decoded), signature);
  return bytes;
}

}  // namespace shiji::engine
