#include "verify/event_checks.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/ledger_keys.h"

#include <algorithm>
#include <cstring>

namespace shiji::engine {

using ledger::Hash;
using ledger::Sequence;

EventChecks::EventChecks(const ChainStore& chain, const ledger::VerifierKey& birth_key, FaultReport report,
                         unsigned workers)
    : chain_(chain),
      origin_(birth_key.name),
      origin_digest_(ledger::sha256(origin_)),
      birth_key_(birth_key.key),
      report_(report),
      checkpoints_(birth_key, std::move(report)),
      decider_(origin_),
      signatures_(origin_digest_, workers) {}

void EventChecks::take(const EventBlock& block) {
  Growth growth{block, 0, block.subtrees.begin()};
  for (const auto& event : block.events) {
    const std::uint64_t place = tree_.size().value + (event.at - growth.at);  // if nothing is missing before it
    if (event.stored_at.value > place) {
      grow(growth, event.at);
      bridge_gap(event.stored_at);
    }
    // What it changes, which keys sign, is not yet so for the roots before it.
    const bool root_waits = event.is_folded && checkpoints_.wait_between(tree_.size(), {place + 1});
    if (root_waits) grow(growth, event.at);
    check_event(event, block);
    if (event.followers != 0) check_followers(event, block);
  }
  grow(growth, block.leaves.size());
}

/// By the leaves of the block before `end`.
void EventChecks::grow(Growth& growth, std::size_t end) {
  const auto leaves = std::span(growth.block.leaves);
  const auto last_subtree = growth.block.subtrees.end();
  auto& subtree = growth.subtree;
  while (growth.at < end) {
    while (subtree != last_subtree && subtree->first < growth.at) ++subtree;
    const auto size = tree_.size();
    const bool is_whole = subtree != last_subtree && subtree->first == growth.at && subtree->before == size &&
                          growth.at + subtree_width <= end &&
                          !checkpoints_.wait_between(size, {size.value + subtree_width});
    if (is_whole) {
      tree_.append_subtree(leaves.subspan(growth.at, subtree_width), subtree->root,
                           [&](ledger::TileId id, std::span<const Hash> hashes) { check_tile(id, hashes); });
      growth.at += subtree_width;
    } else {
      add_leaf(leaves[growth.at++]);
    }
    check_root();
  }
}

void EventChecks::check_event(const CheckedEvent& checked, const EventBlock& block) {
  if (!checked.is_event) {
    saw_every_event_ = false;
    heads_.lose();
    report_({"not_an_event", checked.stored_at, "", "", "the stored bytes are not an event"});
    return;
  }
  const auto& linked = checked.linked;
  links_.feed(linked, [&](const ledger::LinkFault& fault) {
    const bool explained = fault.kind == ledger::LinkFaultKind::sequence_gap && gap_reported_ == fault.sequence;
    if (explained) return;
    report_({std::string(name_of(fault.kind)), checked.stored_at, fault.stream, "",
             "expected " + fault.expected + ", stored " + fault.actual});
  });
  if (linked.sequence != checked.stored_at) {
    report_({"misplaced", checked.stored_at, std::string(linked.stream), "",
             "the event carries sequence " + std::to_string(linked.sequence.value)});
  }
  if (checked.content_wrong) {
    report_(
        {"content", checked.stored_at, std::string(linked.stream), "", "what it holds is not what it says it holds"});
  }
  heads_.take(linked);
  check_submission(checked, block.contents[checked.at]);
  if (checked.own_signature) check_own_signature(checked);
  if (checked.is_folded) fold(checked);
}

/// They follow from it: what is kept of the newest event and of each goes on.
void EventChecks::check_followers(const CheckedEvent& checked, const EventBlock& block) {
  const auto leaves = std::span(block.leaves).subspan(checked.at + 1, checked.followers);
  links_.follow(leaves.size(), checked.last_recorded_at, leaves.back());
  heads_.follow(leaves);
  if (!checked.submission || !submission_) return;
  auto& open = *submission_;
  const std::size_t room = open.count > open.digests.size() ? open.count - open.digests.size() : leaves.size();
  const auto contents = std::span(block.contents).subspan(checked.at + 1, std::min(room, leaves.size()));
  open.digests.insert(open.digests.end(), contents.begin(), contents.end());
  if (open.digests.size() == open.count) check_signature();
}

void EventChecks::fold(const CheckedEvent& checked) {
  const auto event = ledger::decode_event(checked.bytes);
  SHIJI_ASSERT(event.ok(), "the bytes were an event before");
  if (event->type == ledger::EventType::control_DocumentPart) check_document(*event);
  if (event->type == ledger::EventType::control_StreamHeadsRecorded) {
    heads_.check(ledger::payload_of<ledger::control::StreamHeadsRecorded>(*event), [&](const std::string& message) {
      report_({"stream_heads", checked.stored_at, std::string(checked.linked.stream), "", message});
    });
  }
  decider_.fold(state_, *event);
  if (ledger::info_of(event->type).stream_family == "ledger") {
    checkpoints_.set_keys(ledger::signing_ledger_keys(state_));
  }
}

void EventChecks::skip_unreadable(const std::string& where, const std::string& message) {
  report_({"chunk_unreadable", Sequence{tree_.size().value}, "", where, message});
}

void EventChecks::bridge_gap(Sequence to) {
  const std::uint64_t from = tree_.size().value;
  report_({"missing", Sequence{from}, "", "",
           "events " + std::to_string(from) + " to " + std::to_string(to.value - 1) + " cannot be read"});
  gap_reported_ = to;
  saw_every_event_ = false;
  heads_.lose();
  submission_.reset();
  // The tree goes on over the stored leaf hashes, or zeros: the fault is reported, and what lies behind is still
  // checked.
  while (tree_.size() < ledger::TreeSize{to.value}) {
    add_leaf(leaf_at({tree_.size().value}).value_or(Hash{}));
    check_root();
  }
}

std::optional<Hash> EventChecks::leaf_at(Sequence sequence) const {
  const auto tile = sequence.value / ledger::tile_width;
  const auto place = sequence.value % ledger::tile_width;
  if (tile == tree_.size().value / ledger::tile_width && place < tree_.edge(0).size()) return tree_.edge(0)[place];
  const auto stored = chain_.full_tile({0, tile});
  if (!stored) return std::nullopt;
  return (*stored)[place];
}

void EventChecks::add_leaf(const Hash& leaf) {
  tree_.append(leaf, [&](ledger::TileId id, std::span<const Hash> hashes) { check_tile(id, hashes); });
}

void EventChecks::check_root() {
  if (checkpoints_.wait_for(tree_.size())) checkpoints_.reached(tree_.size(), tree_.root());
}

void EventChecks::check_tile(ledger::TileId id, std::span<const Hash> hashes) {
  const auto where = ledger::tile_path(id, ledger::tile_width);
  const std::uint64_t width = std::uint64_t{1} << (8 * id.level);
  const std::uint64_t first = id.index * ledger::tile_width * width;
  while (tiles_.size() <= id.level) tiles_.push_back(chain_.tiles_of(static_cast<std::uint32_t>(tiles_.size())));
  const auto stored = tiles_[id.level]->read(id.index);
  if (!stored || stored->size() != hashes.size_bytes()) {
    report_({"tile", Sequence{first}, "", where, "the tile cannot be read"});
    return;
  }
  if (std::memcmp(stored->data(), hashes.data(), hashes.size_bytes()) == 0) return;
  std::vector<Hash> told(hashes.size());
  std::memcpy(told.data(), stored->data(), stored->size());
  for (std::size_t i = 0; i < ledger::tile_width; ++i) {
    if (told[i] == hashes[i]) continue;
    report_({id.level == 0 ? "leaf_hash" : "tile", Sequence{first + i * width}, "", where,
             "stored " + ledger::to_hex(told[i].span()) + ", computed " + ledger::to_hex(hashes[i].span())});
  }
}

void EventChecks::check_submission(const CheckedEvent& checked, const Hash& content) {
  const auto& part = checked.submission;
  if (!part) return;  // added by rules behind a command
  if (part->index == 0) {
    close_submission();
    open_submission(checked);
  }
  if (!submission_) return;  // its beginning could not be read
  if (submission_->id != part->id || submission_->digests.size() != part->index || submission_->count != part->count) {
    report_({"submission", checked.stored_at, std::string(checked.linked.stream), submission_->id,
             "its parts do not follow one another"});
    submission_.reset();
    return;
  }
  submission_->digests.push_back(content);
  if (submission_->digests.size() == submission_->count) check_signature();
}

void EventChecks::open_submission(const CheckedEvent& checked) {
  const auto event = ledger::decode_event(checked.bytes);
  SHIJI_ASSERT(event.ok(), "the bytes were an event before");
  const auto& part = *checked.submission;
  const auto& signature = event->event.submission_signature;
  submission_ = OpenSubmission{std::string(part.id), checked.stored_at, part.count, signature, std::nullopt, false, {}};
  if (!signature) return;
  const auto& id = signature->key_id;
  if (checked.stored_at.value == 0 && ledger::key_id_of(birth_key_) == id) submission_->key = birth_key_;
  if (const auto enrolled = ledger::key_in_force(state_, id)) {
    submission_->key = enrolled->public_key;
    submission_->key_revoked = enrolled->revoked;
  }
}

void EventChecks::close_submission() {
  if (!submission_) return;
  report_({"submission", submission_->first, "", submission_->id, "it ends before its last part"});
  submission_.reset();
}

void EventChecks::check_signature() {
  auto& open = *submission_;
  const auto fault = [&](const char* message) { report_({"signature", open.first, "", open.id, message}); };
  if (!open.signature) {
    fault("the submission is not signed");
  } else if (!open.key) {
    fault("the signing key was not enrolled at that sequence");
  } else if (open.key_revoked) {
    fault("the signing key was revoked at that sequence");
  } else {
    signatures_.add({open.first, std::move(open.id), *open.key, open.signature->bytes, {}, std::move(open.digests)});
  }
  submission_.reset();
}

void EventChecks::check_own_signature(const CheckedEvent& checked) {
  const auto event = ledger::decode_event(checked.bytes);
  SHIJI_ASSERT(event.ok(), "the bytes were an event before");
  const auto fault = [&](const char* message) {
    report_({"signature", checked.stored_at, std::string(checked.linked.stream), "", message});
  };
  const auto& signature = *event->event.signature;
  const auto key = ledger::key_in_force(state_, signature.key_id);
  if (!key) return fault("the key under the event was not enrolled at that sequence");
  if (key->revoked) return fault("the key under the event was revoked at that sequence");
  if (event->event.actor != key->actor) return fault("the key under the event is not its actor's");
  signatures_.add({checked.stored_at,
                   "",
                   key->public_key,
                   signature.bytes,
                   ledger::event_signing_bytes(origin_digest_, *event),
                   {}});
}

void EventChecks::check_document(const ledger::DecodedEvent& event) {
  const auto part = ledger::payload_of<ledger::control::DocumentPart>(event);
  auto& bytes = documents_[part.digest];
  bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
  if (part.part + 1 != part.parts) return;
  if (ledger::sha256(bytes) != part.digest) {
    report_({"document", event.event.position.sequence, std::string(event.event.stream), "",
             "its parts do not hash to its digest"});
  }
  documents_.erase(part.digest);
}

void EventChecks::finish() {
  close_submission();
  for (const auto& [at, submission] : signatures_.finish()) {
    report_({"signature", at, "", submission,
             submission.empty() ? "the signature under the event does not match the stored bytes"
                                : "the signature does not match the stored bytes"});
  }
  checkpoints_.finish(tree_.size());
}

std::vector<ledger::EnrolledKey> EventChecks::compromised_keys() const {
  std::vector<ledger::EnrolledKey> out;
  ledger::each_key(state_, [&](const ledger::EnrolledKey& key) {
    if (key.revoked && key.compromised_since) out.push_back(key);
    return true;
  });
  return out;
}

}  // namespace shiji::engine
