// verify: everything a ledger directory holds, re-hashed, read-only.
//
// What: chunks decoded and every event re-hashed; sequence, version, both links, recorded time; tiles of every level
// and the root; stored checkpoints and their signatures; HEAD; submission signatures against the keys valid at that
// sequence, those of checkpoints against the keys that signed at their size; documents against their digests; recorded
// stream heads; the index against the chunks, its decision state against an index folded again. Guarantees: never
// trusts a stored hash, never repairs, never crashes; goes on from the next readable chunk. Threads: uses `threads` of
// its own; the call blocks. Cost: about 0.3 us an event on two cores, folding the index again 2 us.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace shiji::engine {

struct Fault {
  std::string kind;                          ///< "leaf_hash", "link", "chunk_unreadable", "tile", "checkpoint", ...
  std::optional<ledger::Sequence> sequence;  ///< first event concerned
  std::string stream;                        ///< when one is concerned
  std::string where;                         ///< chunk, tile, file
  std::string message;
};

/// A checkpoint somebody outside kept.
struct OutsideCheckpoint {
  std::string who;  ///< file name
  std::string note;
};
struct OutsideAnswer {
  std::string who;
  ledger::TreeSize tree_size;
  bool agrees = false;
};

struct VerificationReport {
  std::uint64_t events = 0;
  ledger::Hash root;
  ledger::TreeSize tree_size;
  std::uint64_t microseconds = 0;
  std::vector<Fault> faults;  ///< at most 1,000; `faults_in_all` counts every one
  std::uint64_t faults_in_all = 0;
  /// Nothing is wrong with the bytes, and still somebody has to look: submissions signed by a key after it was
  /// compromised ("compromised_key"; `where` is the submission). At most 1,000 likewise.
  std::vector<Fault> warnings;
  std::uint64_t warnings_in_all = 0;
  std::vector<OutsideAnswer> outside;
  ledger::TreeSize confirmed_through;  ///< largest outside checkpoint that agrees; 0: nobody outside confirms it
};

struct VerificationOptions {
  Environment environment = system_environment();
  unsigned threads = 0;  ///< 0: one per core
  std::vector<OutsideCheckpoint> against;
  /// How long to try while another process holds the ledger and does not answer. Default 10 s.
  std::chrono::milliseconds wait{10'000};
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  /// Fold the events into an index of its own and compare what the rules decide by. Default true. False: the index's
  /// heads, postings and cursor are checked, not its decision state and submissions, which an owner can fold again by
  /// throwing the index away.
  bool fold_index = true;
  /// Where that index stands meanwhile. Empty: the system's directory for temporary files.
  std::string scratch_directory;
};

/// Errors only when the directory is not a ledger, or is held by a process that does not answer, or when the scratch
/// index cannot be written; everything found wrong is a Fault.
[[nodiscard]] ledger::Result<VerificationReport> verify_ledger(const std::string& directory,
                                                               const VerificationOptions& options);

}  // namespace shiji::engine
