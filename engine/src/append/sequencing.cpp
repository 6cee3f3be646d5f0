#include "append/sequencing.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/rules/access_rules.h"

namespace shiji::engine {

using ledger::DecodedEvent;
using ledger::Hash;
using ledger::Refusal;
using ledger::RefusalCode;
using ledger::Sequence;
using ledger::Time;
using ledger::Version;

Sequencing::Sequencing(LiveIndex& index, std::string origin, ChainTip tip, std::shared_ptr<Clock> clock)
    : index_(index), decider_(std::move(origin)), tip_(tip), clock_(std::move(clock)) {}

ledger::Result<Time> Sequencing::recorded_time() const {
  const auto now = clock_->now();
  if (now >= tip_.recorded_at) return now;
  if (tip_.recorded_at.value - now.value <= clock_behind_max_us) return tip_.recorded_at;
  return ledger::Error{ledger::ErrorCode::clock_behind, "clock",
                       "clock " + to_text(now) + ", last event " + to_text(tip_.recorded_at)};
}

ledger::Status Sequencing::check_expected(const PreparedSubmission& submission) const {
  const auto text = [](const std::optional<Version>& version) {
    return version.has_value() ? std::to_string(version.value().value) : std::string("none");
  };
  for (const auto& expected : submission.expected) {
    std::optional<Version> actual;
    if (const auto head = index_.head(expected.stream)) actual = head->version;
    if (actual == expected.version) continue;
    return Refusal{RefusalCode::wrong_expected_version, expected.stream, text(expected.version), text(actual)};
  }
  return ledger::done();
}

std::optional<ledger::Result<Receipt>> Sequencing::repeated(const PreparedSubmission& submission) const {
  const auto entry = index_.submission(submission.id);
  if (!entry) return std::nullopt;
  if (entry->digest == submission.digest) {
    return Receipt{submission.id, entry->first, {entry->first.value + entry->events - 1}, {}, true};
  }
  return Refusal{RefusalCode::submission_id_taken, submission.id, ledger::to_hex(entry->digest.span()),
                 ledger::to_hex(submission.digest.span())};
}

struct Sequencing::Mark {
  std::size_t events, bytes, added;
  ChainTip tip;

  Mark(const CommitGroup& group, ChainTip before)
      : events(group.events.size()), bytes(group.event_bytes), added(group.added.size()), tip(std::move(before)) {}

  void restore(CommitGroup& group, ChainTip& to) const {
    group.events.resize(events);
    group.event_bytes = bytes;
    group.leaf_hashes.resize(events);
    group.positions_begin.resize(events);
    group.added.resize(added);
    to = tip;
  }
};

void Sequencing::take(std::unique_ptr<PreparedSubmission> submission, CommitGroup& group) {
  auto earlier = repeated(*submission);
  auto outcome = earlier ? std::move(*earlier) : sequence(*submission, group);
  // Of a refused one the log of refusals reads the events before it is answered.
  const bool keeps_bytes = !outcome.ok() || !outcome->repeated;
  group.answers.push_back({std::move(submission->answer), std::move(outcome)});
  if (keeps_bytes) group.submissions.push_back(std::move(submission));
}

ledger::Result<Receipt> Sequencing::sequence(PreparedSubmission& submission, CommitGroup& group) {
  const auto now = recorded_time();
  if (!now) return now.failure();
  if (auto expected = check_expected(submission); !expected) return expected.failure();

  Mark mark(group, tip_);
  index_.begin();
  Receipt receipt{submission.id, {tip_.size.value}, {}, {}, false};
  auto sequenced = sequence_all(submission, group, *now, receipt);
  if (const auto broken = index_.failure(); sequenced && broken) sequenced = *broken;
  if (!sequenced) {
    index_.undo();
    mark.restore(group, tip_);
    return sequenced.failure();
  }
  receipt.last_sequence = {tip_.size.value - 1};
  index_.add_submission(submission.id, {submission.digest, receipt.first_sequence, receipt.leaf_hashes.size()});
  index_.keep();
  return receipt;
}

ledger::Status Sequencing::sequence_all(PreparedSubmission& submission, CommitGroup& group, Time now,
                                        Receipt& receipt) {
  ledger::AccessCheck access(index_, submission.signer);
  receipt.leaf_hashes.reserve(submission.events.size());
  for (std::size_t i = 0; i < submission.events.size(); ++i) {
    if (auto sequenced = sequence_command(submission, i, group, now, access, receipt); !sequenced) {
      auto failure = sequenced.failure();
      if (auto* refusal = std::get_if<Refusal>(&failure)) {
        refusal->place = "event " + std::to_string(i) + (refusal->place.empty() ? "" : " " + refusal->place);
      }
      return failure;
    }
  }
  return ledger::done();
}

ledger::Status Sequencing::sequence_command(PreparedSubmission& submission, std::size_t index, CommitGroup& group,
                                            Time now, ledger::AccessCheck& access, Receipt& receipt) {
  auto& event = submission.events[index];
  // The submission that holds event 0 is signed by the ledger's own key; nobody has a role before it.
  const bool birth = receipt.first_sequence.value == 0;
  if (!birth) {
    if (auto allowed = access.allows(event); !allowed) return allowed;
    if (auto own = ledger::check_own_signature(index_, event); !own) return own;
  }
  auto added = decider_.decide(index_, event, now);
  if (!added) return added.failure();
  place(event, {submission.bytes[index], submission.offsets[index], submission.starts[index]}, group, now, receipt);
  access.folded(event.type);
  const ledger::Causation cause{event.event.position.sequence, receipt.leaf_hashes.back()};
  for (const auto& extra : *added) add_by_rule(extra, cause, group, now, receipt);
  return ledger::done();
}

void Sequencing::add_by_rule(const ledger::AddedEvent& added, const ledger::Causation& cause, CommitGroup& group,
                             Time now, Receipt& receipt) {
  ledger::Event event{};
  event.stream = added.stream;
  event.type = ledger::name_of(added.type);
  event.payload = added.payload;
  if (!added.working_unit.empty()) event.working_unit = added.working_unit;
  event.occurred_at = added.occurred_at;
  event.business_date = added.business_date;
  event.subjects = added.subjects;
  event.rule_set = added.rule_set;
  event.causation = ledger::Causation{};
  group.added.push_back(ledger::encode_event(event));
  auto& bytes = group.added.back();
  auto decoded = ledger::decode_event(bytes);
  SHIJI_ASSERT(decoded.ok(), "events that rules add are well formed");
  const auto offsets = ledger::patch_offsets(*decoded);
  ledger::patch_causation(bytes, offsets, cause);
  decoded->event.causation = cause;
  place(*decoded, {bytes, offsets, ledger::start_of_hashes(bytes, offsets)}, group, now, receipt);
}

void Sequencing::place(DecodedEvent& event, const Patching& patching, CommitGroup& group, Time now, Receipt& receipt) {
  const auto bytes = patching.bytes;
  const auto head = index_.take_stream(event.event.stream);
  ledger::Position position{};
  position.sequence = {tip_.size.value};
  position.version = {head ? head->version.value + 1 : 0};
  position.recorded_at = now;
  position.previous = tip_.leaf_hash;
  if (head) position.stream_previous = head->leaf_hash;
  ledger::patch_position(bytes, patching.offsets, position);
  event.event.position = position;

  const auto leaf = ledger::leaf_hash(patching.start, bytes);
  ++tip_.size.value;
  tip_.leaf_hash = leaf;
  tip_.recorded_at = now;
  index_.add_event(event.event.stream, {position.version, position.sequence, leaf});
  decider_.fold(index_, event);
  group.events.emplace_back(bytes);
  group.leaf_hashes.push_back(leaf);
  group.positions_begin.push_back(patching.offsets.position);
  group.event_bytes += bytes.size();
  receipt.leaf_hashes.push_back(leaf);
}

void Sequencing::refold(const DecodedEvent& event, const Hash& leaf_hash) {
  const auto& position = event.event.position;
  (void)index_.take_stream(event.event.stream);
  index_.add_event(event.event.stream, {position.version, position.sequence, leaf_hash});
  decider_.fold(index_, event);
}

}  // namespace shiji::engine
