// EventChecks: what verification holds against every event, in stored order.
//
// What: links, leaf hashes against level-0 tiles, every tile of every level, roots against checkpoints, submission
// signatures against the keys in force, documents against their digests, recorded stream heads against the streams.
// Guarantees: goes on after a fault. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/chain/link_checker.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/decider.h"
#include "verify/event_blocks.h"
#include "verify/expected_checkpoints.h"
#include "verify/signature_checks.h"
#include "verify/stream_heads_check.h"

#include <functional>
#include <map>

namespace shiji::engine {

class EventChecks {
 public:
  EventChecks(const ChainStore& chain, const ledger::VerifierKey& birth_key, FaultReport report, unsigned workers);

  /// What was handed out; before the first event.
  [[nodiscard]] ExpectedCheckpoints& checkpoints() { return checkpoints_; }
  void take(const EventBlock& block);
  /// Events from here to before the next one cannot be read.
  void skip_unreadable(const std::string& where, const std::string& message);
  void finish();

  [[nodiscard]] const ledger::TileTree& tree() const { return tree_; }
  [[nodiscard]] const ledger::LinkChecker& links() const { return links_; }
  /// Every event so far could be read, so that `links` knows all there is.
  [[nodiscard]] bool saw_every_event() const { return saw_every_event_; }
  /// Revoked as compromised since a known time; after the last event.
  [[nodiscard]] std::vector<ledger::EnrolledKey> compromised_keys() const;
  /// The leaf hash recomputed (or, behind a fault, stored) for a sequence; nullopt outside.
  [[nodiscard]] std::optional<ledger::Hash> leaf_at(ledger::Sequence sequence) const;

 private:
  /// How far the tree has come in a block.
  struct Growth {
    const EventBlock& block;
    std::size_t at = 0;  // in `leaves`
    std::vector<EventBlock::Subtree>::const_iterator subtree;
  };
  void grow(Growth& growth, std::size_t end);
  void bridge_gap(ledger::Sequence to);
  void add_leaf(const ledger::Hash& leaf);
  void check_event(const CheckedEvent& checked, const EventBlock& block);
  void check_followers(const CheckedEvent& checked, const EventBlock& block);
  void fold(const CheckedEvent& checked);
  void check_root();
  void check_tile(ledger::TileId id, std::span<const ledger::Hash> hashes);
  void check_submission(const CheckedEvent& checked, const ledger::Hash& content);
  void open_submission(const CheckedEvent& checked);
  void close_submission();
  void check_signature();
  void check_own_signature(const CheckedEvent& checked);
  void check_document(const ledger::DecodedEvent& event);

  const ChainStore& chain_;
  std::string origin_;
  ledger::Hash origin_digest_;
  ledger::PublicKey birth_key_;
  FaultReport report_;
  ledger::LinkChecker links_;
  StreamHeadsCheck heads_;
  ledger::TileTree tree_;
  std::vector<std::unique_ptr<TileCursor>> tiles_;  // by level
  bool saw_every_event_ = true;
  std::optional<ledger::Sequence> gap_reported_;  // a gap up to here is explained already
  ExpectedCheckpoints checkpoints_;

  // Keys, roles and documents as of the event in hand.
  ledger::MemoryDecisionState state_;
  ledger::Decider decider_;

  struct OpenSubmission {
    std::string id;
    ledger::Sequence first;
    std::uint32_t count = 0;
    std::optional<ledger::Signature> signature;
    std::optional<ledger::PublicKey> key;
    bool key_revoked = false;
    std::vector<ledger::Hash> digests;
  };
  std::optional<OpenSubmission> submission_;
  std::map<ledger::Hash, ledger::Buffer> documents_;
  SignatureChecks signatures_;
};

}  // namespace shiji::engine
