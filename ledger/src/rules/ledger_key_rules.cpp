// The keys of checkpoints: a new one, signed by both, and the end of the old one.
#include "rules/ledger_key_records.h"
#include "rules/ledger_record.h"
#include "rules/refuse.h"
#include "shiji/ledger/events/signing.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

Status check_signed(const Hash& origin_digest, const control::LedgerKeyRotated& rotated, const VerifierKey& old_key,
                    const VerifierKey& new_key) {
  const Buffer message = ledger_key_bytes(origin_digest, old_key.key, new_key.key);
  if (!signature_holds(old_key.key, message, rotated.old_signature)) {
    return refuse(RefusalCode::bad_signature, "/payload/old_signature");
  }
  if (signature_holds(new_key.key, message, rotated.signature)) return done();
  return refuse(RefusalCode::bad_signature, "/payload/signature");
}

Status check_rotated(const RuleContext& context, const control::LedgerKeyRotated& rotated) {
  const auto known = ledger_keys(context.state);
  const auto signing = signing_ledger_keys(context.state);
  if (signing.empty()) return refuse(RefusalCode::ledger_key_wrong, "/payload/old_verifier_key");
  if (signing.size() > 1) {
    return refuse(RefusalCode::ledger_key_rotating, "/type", "after the retirement of " + to_text(signing.front()),
                  rotated.verifier_key);
  }
  const VerifierKey& now = signing.back();
  if (rotated.old_verifier_key != to_text(now)) {
    return refuse(RefusalCode::ledger_key_wrong, "/payload/old_verifier_key", to_text(now), rotated.old_verifier_key);
  }
  const auto next = parse_verifier_key(rotated.verifier_key);
  if (!next || next->name != now.name) {
    return refuse(RefusalCode::out_of_range, "/payload/verifier_key", "a verifier key of " + now.name,
                  rotated.verifier_key);
  }
  const bool was_used =
      std::any_of(known.begin(), known.end(), [&](const LedgerKey& one) { return one.key.key == next->key; });
  if (was_used) return refuse(RefusalCode::key_exists, "/payload/verifier_key", "", rotated.verifier_key);
  const auto ledger = find_ledger(context.state).value_or(LedgerRecord{});
  return check_signed(ledger.origin_digest, rotated, now, *next);
}

void fold_rotated(DecisionState& state, const DecodedEvent& event, std::string_view,
                  const control::LedgerKeyRotated& rotated) {
  add_ledger_key(state, rotated.verifier_key, event.event.position.sequence);
}

/// Only the older of two: a ledger never stops signing.
Status check_retired(const RuleContext& context, const control::LedgerKeyRetired& retired) {
  const auto signing = signing_ledger_keys(context.state);
  if (signing.size() == 2 && retired.verifier_key == to_text(signing.front())) return done();
  const std::string expected =
      signing.size() == 2 ? to_text(signing.front()) : "the older of two keys; there is one: rotate first";
  return refuse(RefusalCode::ledger_key_wrong, "/payload/verifier_key", expected, retired.verifier_key);
}

void fold_retired(DecisionState& state, const DecodedEvent& event, std::string_view,
                  const control::LedgerKeyRetired& retired) {
  auto keys = ledger_keys(state);
  for (auto& one : keys) {
    if (one.retired || to_text(one.key) != retired.verifier_key) continue;
    one.retired = true;
    one.retired_at = event.event.position.sequence;
  }
  put_ledger_keys(state, keys);
}

}  // namespace

std::span<const Rule> ledger_key_rules() {
  static constexpr std::array rules{
      rule<control::LedgerKeyRotated, check_rotated, fold_rotated>(),
      rule<control::LedgerKeyRetired, check_retired, fold_retired>(),
  };
  return rules;
}

}  // namespace shiji::ledger
