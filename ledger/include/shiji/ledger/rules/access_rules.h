// Who may do what: actors, their keys and their roles, asked by whoever checks signatures.
//
// What: queries over the decision state, and the check that a signer may ask for a command: the actor holds a role that
// may write the type (roles.h), over the unit of what the event is about. Signatures themselves are checked by the
// caller; an old event is judged by the keys and roles of its sequence.
//
// The unit of what an event is about, by the family of its stream:
//   ledger, document, schema, rules, calendar, codes   the whole ledger
//   actor      of a role granted or revoked: the role's unit; else where the actor was registered and all it holds
//   subject    none: a key that seals is made for whatever needs it
//   school     the school's unit
//   teacher    the school that an employment names; else any school that employs the teacher now; else where the
//              teacher was registered
//   any other  the working unit of the stream's first event
// A role without unit, or over the ledger's own unit or one above it, is one over the whole ledger.
//
// Whoever holds role service acts for every registered actor inside its own units; an actor's own keys need no role.
// Guarantees: pure. Errors: refusals 303, 304, 306-312. Ownership: answers own what they hold. Threads: any thread that
// may read the state.
#pragma once

#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/decision_state.h"
#include "shiji/ledger/rules/roles.h"

#include <bitset>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shiji::ledger {

struct ConcernedUnits;

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

/// Whether the signature under the event itself, where there is one, is by a key in force of the actor it names.
/// Refuses 303, 304, 306.
[[nodiscard]] Status check_own_signature(const DecisionState& state, const DecodedEvent& command);

/// A role an actor holds now, and where.
struct HeldRole {
  Role role;
  std::string unit;    ///< empty: none was named
  bool whole = false;  ///< over the whole ledger
  bool operator==(const HeldRole&) const = default;
};
/// In the order of the roles, then of the units.
[[nodiscard]] std::vector<HeldRole> roles_of(const DecisionState& state, std::string_view actor);
/// The role in which `actor` would write a `type`: over the whole ledger when it holds one so. nullopt: none may.
[[nodiscard]] std::optional<HeldRole> role_to_write(const DecisionState& state, std::string_view actor, EventType type);
/// The working unit of a stream's first event: where the thing it tells of belongs. nullopt: no such stream, or a
/// family that has its unit from elsewhere.
[[nodiscard]] std::optional<std::string> unit_of_stream(const DecisionState& state, std::string_view stream);

/// The check for the commands of one submission, in order. Cost: of a signer that holds its role over the whole ledger
/// nothing is read after the first command; of others the unit of what each command is about.
class AccessCheck {
 public:
  AccessCheck(const DecisionState& state, const KeyId& signer) : state_(state), signer_(signer) {}
  [[nodiscard]] Status allows(const DecodedEvent& command);
  /// An event was folded into the state: what it may have changed is read again.
  void folded(EventType type);

 private:
  struct Standing {
    std::string actor;
    std::vector<HeldRole> roles;
  };
  /// What the last actor asked about may write wherever it is, in the role that was named.
  struct Granted {
    std::string actor;
    std::optional<std::string> role;
    std::bitset<event_type_count + 1> types;
  };
  [[nodiscard]] bool is_granted(std::string_view actor, const Event& event) const;
  void grant(std::string_view actor, const DecodedEvent& command);
  [[nodiscard]] Status check_roles(const DecodedEvent& command, std::string_view actor);
  [[nodiscard]] Status check_acts_for(std::string_view actor);
  [[nodiscard]] const Standing& standing_of(std::string_view actor);
  [[nodiscard]] Status check_role_reaches(const DecodedEvent& command, std::string_view actor,
                                          const ConcernedUnits& concerned);
  [[nodiscard]] Status check_service_reaches(const ConcernedUnits& concerned);

  const DecisionState& state_;
  KeyId signer_;
  std::optional<EnrolledKey> key_;
  std::optional<Standing> own_, other_;  // of the signer itself; of the last actor it acted for
  std::optional<Granted> granted_;
};

/// The same for one command.
[[nodiscard]] Status check_access(const DecisionState& state, const DecodedEvent& command, const KeyId& signer);

}  // namespace shiji::ledger
