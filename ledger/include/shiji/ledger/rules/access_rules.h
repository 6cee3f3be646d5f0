// Who may do what: actors, their keys and their roles, asked by whoever checks signatures.
//
// What: queries over the decision state, and the check that a signer may ask for a command. Signatures themselves are
// checked by the caller; an old event is judged by the keys and roles of its sequence.
// Guarantees: pure. Errors: refusals 303, 304, 306-309. Ownership: answers own what they hold. Threads: any thread that
// may read the state. Cost: `check_access` with a known signer reads nothing when the signer acts for itself, the
// event names no role and its type needs none.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/decision_state.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shiji::ledger {

inline constexpr std::string_view role_administrator = "administrator";
inline constexpr std::string_view role_service = "service";

/// A key as the ledger knows it. "In force" is enrolled and not revoked; a revoked key is answered too, and says so.
struct EnrolledKey {
  KeyId id;
  std::string actor;
  PublicKey public_key;
  Sequence since;
  bool revoked = false;
  Sequence revoked_at;                    ///< when `revoked`
  std::optional<Time> compromised_since;  ///< when `revoked` for that reason and known
};

/// nullopt when no such key was ever enrolled.
[[nodiscard]] std::optional<EnrolledKey> key_in_force(const DecisionState& state, const KeyId& id);
/// Every key ever enrolled, in the order of their ids, until `visit` returns false.
void each_key(const DecisionState& state, const std::function<bool(const EnrolledKey&)>& visit);
[[nodiscard]] bool actor_registered(const DecisionState& state, std::string_view actor);
[[nodiscard]] bool holds_role(const DecisionState& state, std::string_view actor, std::string_view role);
/// The roles the actor holds now, in the order of their names.
[[nodiscard]] std::vector<std::string> roles_of(const DecisionState& state, std::string_view actor);

/// Whether the signature under the event itself, where there is one, is by a key in force of the actor it names.
/// Refuses 303, 304, 306.
[[nodiscard]] Status check_own_signature(const DecisionState& state, const DecodedEvent& command);

/// Whether the holder of key `signer` may ask for `command`. An event that names no actor is its signer's.
[[nodiscard]] Status check_access(const DecisionState& state, const DecodedEvent& command, const KeyId& signer);
/// The same with the key looked up already, once for a whole submission.
[[nodiscard]] Status check_access(const DecisionState& state, const DecodedEvent& command, const EnrolledKey& signer);

}  // namespace shiji::ledger
