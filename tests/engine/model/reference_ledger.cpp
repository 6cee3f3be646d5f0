#include "reference_ledger.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::tests {

using ledger::Bytes;
using ledger::Hash;

namespace {

Hash hash_of(std::uint8_t prefix, std::initializer_list<Bytes> pieces) {
  ledger::Buffer all{prefix};
  for (const auto& piece : pieces) all.insert(all.end(), piece.begin(), piece.end());
  return ledger::sha256(all);
}

/// The largest power of two smaller than `count`.
std::size_t split_of(std::size_t count) {
  std::size_t split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

Hash tree_hash(std::span<const Hash> leaves) {
  if (leaves.empty()) return ledger::sha256(Bytes{});
  if (leaves.size() == 1) return leaves.front();
  const auto split = split_of(leaves.size());
  const auto left = tree_hash(leaves.first(split));
  const auto right = tree_hash(leaves.subspan(split));
  return hash_of(1, {left.span(), right.span()});
}

std::vector<Hash> path_of(std::size_t index, std::span<const Hash> leaves) {
  if (leaves.size() <= 1) return {};
  const auto split = split_of(leaves.size());
  const bool is_left = index < split;
  auto path = is_left ? path_of(index, leaves.first(split)) : path_of(index - split, leaves.subspan(split));
  path.push_back(tree_hash(is_left ? leaves.subspan(split) : leaves.first(split)));
  return path;
}

ReferenceAnswer refused(std::string outcome) { return {"refused " + std::move(outcome), 0, 0}; }

}  // namespace

void ReferenceLedger::adopt(Bytes event_bytes, ledger::Time now) { record(*ledger::decode_event(event_bytes), now); }

ReferenceAnswer ReferenceLedger::append(const engine::Submission& submission, ledger::Time now) {
  if (submission.events.empty()) return refused("submission_empty");
  const auto first = ledger::decode_event(submission.events.front());
  const std::string id(first->event.submission->id);
  if (const auto known = known_.find(id); known != known_.end()) {
    if (known->second.events != submission.events) return refused("submission_id_taken");
    auto answer = known->second.answer;
    answer.outcome = "repeated";
    return answer;
  }
  for (const auto& [stream, version] : submission.expected) {
    const auto actual = version_of(stream);
    const bool fits = version ? actual == version->value : !actual;
    if (!fits) return refused("wrong_expected_version");
  }
  const auto before = events_.size();
  for (const auto& bytes : submission.events) {
    const auto command = ledger::decode_event(bytes);
    if (const auto outcome = judge(*command); outcome != "ok") {
      events_.resize(before);
      return refused(outcome);
    }
    record(*command, now);
  }
  ReferenceAnswer answer{"ok", before, submission.events.size()};
  known_.emplace(id, Known{submission.events, answer});
  return answer;
}

std::string ReferenceLedger::judge(const ledger::DecodedEvent& command) const {
  const auto version = version_of(std::string(command.event.stream));
  if (command.type == ledger::EventType::employment_SchoolOpened) return version ? "school_exists" : "ok";
  const auto part = ledger::payload_of<ledger::control::DocumentPart>(command);
  return part.part == (version ? *version + 1 : 0) ? "ok" : "document_part_wrong";
}

void ReferenceLedger::record(const ledger::DecodedEvent& command, ledger::Time now) {
  auto event = command.event;
  const std::string stream(event.stream);
  const auto earlier = sequences_of(stream);
  ledger::Position position{};
  position.sequence = {events_.size()};
  position.version = {earlier.size()};
  position.recorded_at = now;
  if (!events_.empty()) position.previous = events_.back().leaf;
  if (!earlier.empty()) position.stream_previous = events_[earlier.back()].leaf;
  event.position = position;
  auto bytes = ledger::encode_event(event);
  const auto leaf = hash_of(0, {bytes});
  events_.push_back({stream, std::move(bytes), leaf, now});
}

std::vector<std::uint64_t> ReferenceLedger::sequences_of(const std::string& stream) const {
  std::vector<std::uint64_t> sequences;
  for (std::uint64_t sequence = 0; sequence < events_.size(); ++sequence) {
    if (events_[sequence].stream == stream) sequences.push_back(sequence);
  }
  return sequences;
}

std::optional<std::uint64_t> ReferenceLedger::version_of(const std::string& stream) const {
  const auto sequences = sequences_of(stream);
  if (sequences.empty()) return std::nullopt;
  return sequences.size() - 1;
}

Hash ReferenceLedger::root(std::uint64_t size) const { return tree_hash(leaves(0, size)); }

std::vector<Hash> ReferenceLedger::path(std::uint64_t sequence, std::uint64_t size) const {
  return path_of(sequence, leaves(0, size));
}

std::vector<Hash> ReferenceLedger::tile(std::uint32_t level, std::uint64_t index, std::uint32_t width) const {
  std::uint64_t below = 1;
  for (std::uint32_t i = 0; i < level; ++i) below *= 256;
  std::vector<Hash> hashes;
  for (std::uint64_t entry = index * 256; entry < index * 256 + width; ++entry) {
    hashes.push_back(tree_hash(leaves(entry * below, (entry + 1) * below)));
  }
  return hashes;
}

std::vector<Hash> ReferenceLedger::leaves(std::uint64_t begin, std::uint64_t end) const {
  std::vector<Hash> hashes;
  for (auto sequence = begin; sequence < end; ++sequence) hashes.push_back(events_[sequence].leaf);
  return hashes;
}

}  // namespace shiji::tests
