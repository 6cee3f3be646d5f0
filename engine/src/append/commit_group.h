// CommitGroup: what goes to disk in one synced write, and who waits for it.
//
// Ownership: holds the bytes of its events until they are written. Threads: handed from the sequencer to the committer.
#pragma once

#include "append/chain_tip.h"
#include "append/prepared_submission.h"
#include "store/chain_store.h"

#include <functional>
#include <memory>
#include <vector>

namespace shiji::engine {

struct CommitGroup {
  ledger::Sequence first;
  std::vector<ledger::Bytes> events;  ///< in order; view `submissions` and `added`
  std::size_t event_bytes = 0;
  std::vector<ledger::Hash> leaf_hashes;       ///< of `events`
  std::vector<std::uint32_t> positions_begin;  ///< where Position lies in each of `events`
  std::vector<std::unique_ptr<PreparedSubmission>> submissions;
  std::vector<ledger::Buffer> added;
  ChainTip tip;  ///< after the last event

  /// Told after the commit, refusals too: they may rest on what is committed here.
  struct Answer {
    std::function<void(ledger::Result<Receipt>)> answer;
    ledger::Result<Receipt> outcome;  ///< of a repeated one without leaf hashes: the committer reads them
  };
  std::vector<Answer> answers;
};

}  // namespace shiji::engine
