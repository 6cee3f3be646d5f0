// EventChecks: what verification holds against every event, in stored order.
//
// What: links, leaf hashes against level-0 tiles, every tile of every level, roots against checkpoints, submission
// signatures against the keys in force, documents against their digests, recorded stream heads against the streams.
// Guarantees: goes on after a fault. Threads: one thread at a time.
#pragma once

#include "shiji/engine/store/verification.h"
#include "shiji/ledger/chain/checkpoint.h"
#include "shiji/ledger/chain/link_checker.h"
#include "shiji/ledger/rules/decider.h"
#include "verify/event_blocks.h"
#include "verify/signature_checks.h"
#include "verify/stream_heads_check.h"

#include <functional>
#include <map>

namespace shiji::engine {

using FaultReport = std::function<void(Fault fault)>;

/// A signed tree head and whose word it is; `where` names it in a fault.
struct ExpectedRoot {
  ledger::Hash root;
  std::string where;
  std::string who;  ///< outside file, or empty for the ledger's own
};

class EventChecks {
 public:
  EventChecks(const ChainStore& chain, std::string origin, const ledger::PublicKey& birth_key, FaultReport report,
              unsigned workers);

  void expect_root(ledger::TreeSize size, ExpectedRoot root) { expected_roots_.emplace(size, std::move(root)); }
  void take(const CheckedEvent& checked);
  /// Events from here to before the next one cannot be read.
  void skip_unreadable(const std::string& where, const std::string& message);
  void finish();

  [[nodiscard]] const ledger::TileTree& tree() const { return tree_; }
  [[nodiscard]] const ledger::LinkChecker& links() const { return links_; }
  /// Every event so far could be read, so that `links` knows all there is.
  [[nodiscard]] bool saw_every_event() const { return saw_every_event_; }
  [[nodiscard]] const std::vector<OutsideAnswer>& outside() const { return outside_; }
  /// The leaf hash recomputed (or, behind a fault, stored) for a sequence; nullopt outside.
  [[nodiscard]] std::optional<ledger::Hash> leaf_at(ledger::Sequence sequence) const;

 private:
  void bridge_gap(ledger::Sequence to);
  void add_leaf(const ledger::Hash& leaf);
  void check_tile(ledger::TileId id, std::span<const ledger::Hash> hashes);
  void check_roots();
  void check_submission(const CheckedEvent& checked);
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
  std::multimap<ledger::TreeSize, ExpectedRoot> expected_roots_;
  std::vector<OutsideAnswer> outside_;

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
  SignatureChecks own_signatures_;
};

}  // namespace shiji::engine
