// The ledger's birth, what it records of itself, and the end of a demonstration.
#include "rules/ledger_key_records.h"
#include "rules/ledger_record.h"
#include "rules/refuse.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/rules/roles.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::uint32_t format_written = 1;

Status check_created(const RuleContext& context, const control::LedgerCreated& created) {
  bool empty = true;
  context.state.scan("", [&](std::string_view, std::string_view) { return empty = false; });
  if (!empty) return refuse(RefusalCode::ledger_created_twice, "/type");
  if (created.format != format_written) {
    return refuse(RefusalCode::out_of_range, "/payload/format", std::to_string(format_written),
                  std::to_string(created.format));
  }
  if (created.hash_algorithm != HashAlgorithm::sha256) {
    return refuse(RefusalCode::out_of_range, "/payload/hash_algorithm", "sha256", name_of(created.hash_algorithm));
  }
  if (created.signature_algorithm != SignatureAlgorithm::ed25519) {
    return refuse(RefusalCode::out_of_range, "/payload/signature_algorithm", "ed25519",
                  name_of(created.signature_algorithm));
  }
  if (created.origin.empty()) return refuse(RefusalCode::out_of_range, "/payload/origin", "a name");
  if (created.unit && !is_unit_path(*created.unit)) {
    return refuse(RefusalCode::out_of_range, "/payload/unit", "codes separated by '/'", *created.unit);
  }
  if (!context.origin.empty() && created.origin != context.origin) {
    return refuse(RefusalCode::untrue_field, "/payload/origin", context.origin, created.origin);
  }
  const auto key = parse_verifier_key(created.verifier_key);
  if (key && key->name == created.origin) return done();
  return refuse(RefusalCode::out_of_range, "/payload/verifier_key", "a verifier key of " + std::string(created.origin),
                created.verifier_key);
}

void fold_created(DecisionState& state, const DecodedEvent& event, std::string_view,
                  const control::LedgerCreated& created) {
  add_ledger_key(state, created.verifier_key, event.event.position.sequence);
  put_ledger(state, {.origin_digest = sha256(created.origin),
                     .demo = created.demo,
                     .demo_ended = false,
                     .unit = std::string(created.unit.value_or(""))});
}

/// Whether count and root are true takes every stream to tell: `verify` does.
Status check_stream_heads(const RuleContext& context, const control::StreamHeadsRecorded& recorded) {
  if (auto fits = stream_names(context, "streams"); !fits) return fits;
  const auto before = context.state.get(state_keys::stream_heads);
  const std::uint64_t last = before ? StateReader(*before).number<std::uint64_t>() : 0;
  if (recorded.tree_size > last) return done();
  return refuse(RefusalCode::out_of_range, "/payload/tree_size", "more than " + std::to_string(last),
                std::to_string(recorded.tree_size));
}

void fold_stream_heads(DecisionState& state, const DecodedEvent&, std::string_view,
                       const control::StreamHeadsRecorded& recorded) {
  state.put(state_keys::stream_heads, StateWriter().number(recorded.tree_size).take());
}

/// Whether the digest is true takes a replay to tell: `shiji replay` does.
Status check_projection_digest(const RuleContext& context, const control::ProjectionDigestRecorded& recorded) {
  if (auto fits = stream_names(context, recorded.projection); !fits) return fits;
  if (recorded.version == 0) return refuse(RefusalCode::out_of_range, "/payload/version", "1 or more", "0");
  if (recorded.tree_size == 0) return refuse(RefusalCode::out_of_range, "/payload/tree_size", "1 or more", "0");
  return done();
}

Status check_demo_ended(const RuleContext& context, const control::DemoEnded&) {
  const auto ledger = find_ledger(context.state);
  if (!ledger || !ledger->demo) return refuse(RefusalCode::untrue_field, "/type", "a demonstration ledger");
  if (ledger->demo_ended) return refuse(RefusalCode::untrue_field, "/type", "a demonstration that has not ended");
  return done();
}

void fold_demo_ended(DecisionState& state, const DecodedEvent&, std::string_view, const control::DemoEnded&) {
  auto ledger = find_ledger(state).value_or(LedgerRecord{});
  ledger.demo_ended = true;
  put_ledger(state, ledger);
}

}  // namespace

std::span<const Rule> ledger_rules() {
  static constexpr std::array rules{
      rule<control::LedgerCreated, check_created, fold_created>(),
      rule<control::StreamHeadsRecorded, check_stream_heads, fold_stream_heads>(),
      rule<control::ProjectionDigestRecorded, check_projection_digest,
           fold_nothing<control::ProjectionDigestRecorded>>(),
      rule<control::DemoEnded, check_demo_ended, fold_demo_ended>(),
  };
  return rules;
}

}  // namespace shiji::ledger
