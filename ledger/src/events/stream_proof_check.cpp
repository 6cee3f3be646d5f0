#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/stream_heads.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/stream_proof.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

/// One proof being checked; faults are sentences for people.
class StreamProofCheck {
 public:
  StreamProofCheck(const StreamProof& proof, const VerifierKey& log) : proof_(proof), log_(log) {}

  std::vector<std::string> run() {
    const auto checkpoint = open_checkpoint(proof_.checkpoint_note, log_);
    if (!checkpoint) {
      const Error* const error = checkpoint.error();
      faults_.push_back(error->place + ": " + error->detail);
      return faults_;
    }
    checkpoint_ = *checkpoint;
    if (!check_events()) return faults_;
    check_inclusion("event " + std::to_string(last_.version.value), proof_.events.back(), last_.sequence, proof_.index,
                    proof_.hashes);
    if (proof_.heads) check_heads(*proof_.heads);
    return faults_;
  }

 private:
  void fault(std::string what) { faults_.push_back(std::move(what)); }

  /// False when the events are not even those of one stream: then nothing else means anything.
  bool check_events() {
    if (proof_.events.empty()) fault("the file carries no event");
    Hash before;
    for (std::size_t i = 0; i < proof_.events.size(); ++i) {
      const std::string name = "event " + std::to_string(i);
      const auto event = decode_event(proof_.events[i]);
      if (!event) {
        fault(name + ": the bytes are not an event");
        return false;
      }
      const Position& position = event->event.position;
      if (event->event.stream != proof_.stream) fault(name + " is of another stream");
      if (position.version.value != i) fault(name + " has version " + std::to_string(position.version.value));
      if (position.stream_previous != before) fault(name + " does not name the event before it");
      if (i > 0 && position.sequence <= last_.sequence) fault(name + " is not recorded after the event before it");
      before = leaf_hash(proof_.events[i]);
      last_ = position;
    }
    last_leaf_ = before;
    return faults_.empty();
  }

  void check_inclusion(const std::string& name, Bytes bytes, Sequence carried, Sequence index,
                       std::span<const Hash> hashes) {
    if (carried != index) {
      fault(name + " carries sequence " + std::to_string(carried.value) + ", not " + std::to_string(index.value));
    } else if (!inclusion_holds(index, checkpoint_.tree_size, leaf_hash(bytes), hashes, checkpoint_.root)) {
      fault("the hashes do not lead from " + name + " at index " + std::to_string(index.value) +
            " to the checkpoint's root");
    }
  }

  void check_heads(const StreamProof::Heads& heads) {
    const auto event = decode_event(heads.event);
    if (!event || event->type != EventType::control_StreamHeadsRecorded) {
      return fault("heads: the bytes are not control.StreamHeadsRecorded");
    }
    const auto recorded = payload_of<control::StreamHeadsRecorded>(*event);
    const Sequence own = event->event.position.sequence;
    check_inclusion("the stream heads", heads.event, own, heads.index, heads.hashes);
    if (recorded.tree_size <= last_.sequence.value || recorded.tree_size > own.value) {
      fault("the stream heads are those of " + std::to_string(recorded.tree_size) +
            " events, which is not behind the last event and before themselves");
    }
    const StreamBucket bucket = bucket_of_stream(proof_.stream);
    if (!stream_bucket_holds(bucket, heads.bucket, heads.bucket_hashes, recorded.root)) {
      fault("the bucket's hashes do not lead from the bucket to the recorded root");
    }
    const auto names = parse_stream_bucket(bucket, heads.bucket);
    if (!names) return fault("the bucket is broken: " + names.error()->place + " " + names.error()->detail);
    const NamedHead expected{proof_.stream, last_.version, last_leaf_};
    if (std::ranges::find(*names, expected) == names->end()) {
      fault("the bucket does not name the last event as the last one of its stream");
    }
  }

  const StreamProof& proof_;
  const VerifierKey& log_;
  Checkpoint checkpoint_;
  Position last_{};
  Hash last_leaf_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> faults_of(const StreamProof& proof, const VerifierKey& log) {
  return StreamProofCheck(proof, log).run();
}

std::optional<TreeSize> last_until(const StreamProof& proof) {
  if (!proof.heads) return std::nullopt;
  const auto event = decode_event(proof.heads->event);
  if (!event || event->type != EventType::control_StreamHeadsRecorded) return std::nullopt;
  return TreeSize{payload_of<control::StreamHeadsRecorded>(*event).tree_size};
}

}  // namespace shiji::ledger
