#include "append/own_signatures.h"

#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/access_rules.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

namespace shiji::engine {

using ledger::DecodedEvent;
using ledger::Refusal;
using ledger::RefusalCode;

namespace {

/// A thread begins in about the time of one check.
constexpr std::size_t signatures_worth_a_thread = 16;

struct OwnSignature {
  std::size_t event;
  ledger::PublicKey key;
};

Refusal refusal_of(RefusalCode code, std::size_t event, const char* field, const ledger::KeyId& key) {
  return {code, "event " + std::to_string(event) + " " + field, "", ledger::to_hex(key.span())};
}

bool holds(const DecodedEvent& event, const ledger::PublicKey& key, const ledger::Hash& origin_digest) {
  return ledger::signature_holds(key, ledger::event_signing_bytes(origin_digest, event), event.event.signature->bytes);
}

/// Threads that check `signatures` together. How many processors there are the system reads from a file, which takes
/// longer than everything else here when there is no signature.
std::size_t workers_for(std::size_t signatures) {
  const auto worth = 1 + signatures / signatures_worth_a_thread;
  if (worth == 1) return 1;
  return std::min(worth, std::max<std::size_t>(1, std::thread::hardware_concurrency()));
}

/// The first of `signatures` that does not hold, or their number.
std::size_t first_bad(std::span<const DecodedEvent> events, std::span<const OwnSignature> signatures,
                      const ledger::Hash& origin_digest) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> bad = signatures.size();
  const auto work = [&] {
    for (auto i = next++; i < bad; i = next++) {
      if (holds(events[signatures[i].event], signatures[i].key, origin_digest)) continue;
      auto first = bad.load();
      while (i < first && !bad.compare_exchange_weak(first, i)) continue;
    }
  };
  const auto workers = workers_for(signatures.size());
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(work);
    work();
  }
  return bad;
}

}  // namespace

ledger::Status check_own_signatures(std::span<const DecodedEvent> events, const ledger::Hash& origin_digest,
                                    const ledger::DecisionState& state) {
  std::vector<OwnSignature> signatures;
  std::map<ledger::KeyId, ledger::PublicKey> known;
  ledger::Status unknown = ledger::done();
  for (std::size_t i = 0; i < events.size() && unknown; ++i) {
    const auto& signature = events[i].event.signature;
    if (!signature) continue;
    auto at = known.find(signature->key_id);
    if (at == known.end()) {
      const auto enrolled = ledger::key_in_force(state, signature->key_id);
      if (!enrolled) {
        unknown = refusal_of(RefusalCode::unknown_key, i, "/signature/key_id", signature->key_id);
        continue;
      }
      at = known.emplace(signature->key_id, enrolled->public_key).first;
    }
    signatures.push_back({i, at->second});
  }
  const auto bad = first_bad(events, signatures, origin_digest);
  if (bad == signatures.size()) return unknown;
  const auto event = signatures[bad].event;
  return refusal_of(RefusalCode::bad_signature, event, "/signature", events[event].event.signature->key_id);
}

}  // namespace shiji::engine
