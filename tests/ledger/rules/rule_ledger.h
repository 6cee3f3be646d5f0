// A ledger of rules only: commands in, decided and folded as the sequencer does, in memory.
#pragma once

#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/decider.h"
#include "shiji/ledger/rules/rule_book.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shiji::tests {

using namespace shiji::ledger;

/// 2023-09-04T09:00 in Asia/Shanghai is `shanghai("2023-09-04", "09:00")`.
[[nodiscard]] Time shanghai(std::string_view date, std::string_view time);
[[nodiscard]] Time plus_seconds(Time time, std::int64_t seconds);
[[nodiscard]] Subject subject(std::uint8_t number);
[[nodiscard]] std::string hex(const Subject& id);
[[nodiscard]] SecretKey secret_key(std::uint8_t number);
/// The ledger's own keys, in the order of their rotation; it is created with number 0.
[[nodiscard]] SecretKey ledger_key(std::uint8_t number);

/// The parts of an envelope a test may set.
struct Envelope {
  std::optional<std::string> actor{};
  std::optional<std::string> role{};
  std::optional<std::string> working_unit{};
  std::optional<Time> occurred_at{};
  std::optional<Causation> causation{};
  Position position{};
};

class RuleLedger {
 public:
  explicit RuleLedger(std::string origin = "example.org/licheng")
      : origin_(std::move(origin)), decider_(std::make_unique<Decider>(origin_)) {}

  /// "accepted" or the name of the refusal.
  template <typename P>
  std::string send(const std::string& stream, const P& payload, const Envelope& envelope = {}) {
    Envelope filled = envelope;
    if (!filled.working_unit) filled.working_unit = working_unit;
    return send_bytes(command(stream, payload, filled));
  }
  template <typename P>
  static Buffer command(const std::string& stream, const P& payload, const Envelope& envelope = {}) {
    const Buffer bytes = encode_payload(payload);
    return command_bytes(stream, P::type, bytes, envelope);
  }
  std::string send_bytes(Buffer bytes);

  /// The digest of the document; every part sent and accepted.
  Hash carry_document(Bytes text);
  std::string adopt_rules(std::string_view name, std::uint32_t version, std::string_view json,
                          std::string_view from = "2000-01-01", std::string_view until = "");

  /// An ordinary ledger: created, with administrator "ada" (key 1), service "gate" (key 2), the built-in attendance
  /// rules, teachers 1 to 3 and school 2137000001.
  static RuleLedger furnished();
  std::string create();
  std::string enrol(const std::string& actor, const SecretKey& key);
  std::string register_teacher(const Subject& teacher);
  /// One session "session/<id>" of 2023-09-04, 09:00 to 09:45 and 10:00 to 10:45, with teachers 1 and 2.
  void schedule(const std::string& id, bool sign_out_required = false);

  Time now{0};
  std::optional<KeyId> signer;              ///< whose power is asked for; none: everything is allowed
  std::optional<std::string> working_unit;  ///< of commands that name none
  MemoryDecisionState state;
  EventType last_type{};           ///< of the last command
  std::optional<Refusal> refusal;  ///< of the last command
  std::vector<AddedEvent> added;   ///< by the last command
  std::vector<Buffer> events;      ///< all that was recorded
  [[nodiscard]] const std::string& origin() const { return origin_; }
  /// Every key and value of the state, one after the other.
  [[nodiscard]] std::string state_bytes() const;

 private:
  static Buffer command_bytes(const std::string& stream, EventType type, Bytes payload, const Envelope& envelope);
  std::string refused(const Failure& failure);
  void record(Buffer bytes);

  std::string origin_;
  std::unique_ptr<Decider> decider_;
  std::map<std::string, std::uint64_t> versions_;  ///< of the next event, by stream
};

/// The text of a built-in document: "rules/attendance.json".
[[nodiscard]] std::string_view built_in(std::string_view file);

/// One row of a table test: what is done to a furnished ledger, and the answer.
struct RuleRow {
  const char* what;
  std::string (*act)(RuleLedger&);
  const char* answer;
};
void check_rows(const std::vector<RuleRow>& rows);

}  // namespace shiji::tests
