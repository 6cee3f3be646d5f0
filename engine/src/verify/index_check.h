// IndexCheck: the streams of the derived index, against the events that were checked.
//
// What: its cursor, every head, posting and hash of a bucket, and how many streams there are; in parts, on every core.
// `report` gets what is wrong, in the order of the index. Guarantees: nothing is trusted; a stale index is held against
// the events it covers. Threads: one at a time.
#pragma once

#include "shiji/engine/store/verification.h"
#include "store/index_store.h"
#include "verify/bucket_hashes_check.h"
#include "verify/event_checks.h"

#include <functional>

namespace shiji::engine {

class IndexCheck {
 public:
  using Report = std::function<void(Fault)>;
  /// `checks` took the events of the whole chain; `size` is its tree's. All must outlive it.
  IndexCheck(const IndexStore& index, const EventChecks& checks, ledger::TreeSize size, unsigned workers, Report report)
      : index_(index), checks_(checks), size_(size), workers_(workers), report_(std::move(report)) {}

  /// Whether its cursor names an event of the chain: only then does the rest mean anything.
  [[nodiscard]] bool streams();

 private:
  /// The streams of some buckets.
  struct Part {
    std::uint64_t streams = 0;
    std::vector<Fault> faults;
    ledger::Status read = ledger::done();
  };
  void wrong(std::string message) const { report_({"index", std::nullopt, "", "index", std::move(message)}); }
  void check_streams(bool current);
  [[nodiscard]] Part check_part(const BucketRange& buckets, const KeptBuckets& kept, bool current) const;
  [[nodiscard]] const char* fault_of(std::string_view stream, const StreamHead& head,
                                     std::span<const ledger::Sequence> postings, bool current) const;

  const IndexStore& index_;
  const EventChecks& checks_;
  ledger::TreeSize size_;
  unsigned workers_;
  Report report_;
};

}  // namespace shiji::engine
