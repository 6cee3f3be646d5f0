// Read models as of a cut, folded in a directory of their own that goes when they go.
//
// Guarantees: nothing of the ledger's directory is written. Errors: not_found for a sequence the ledger does not have;
// those of projections::replay; io. Ownership: holds the models and their directory. Threads: one at a time.
#pragma once

#include "arguments.h"
#include "context.h"
#include "shiji/projections/replay.h"

#include <memory>
#include <string>
#include <vector>

namespace shiji::cli {

[[nodiscard]] ledger::Result<projections::ReplayCut> cut_of(const engine::Owner& owner, const CutArguments& arguments);

class Replayed {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<Replayed>> fold(const Context& context,
                                                                      const engine::Owner& owner,
                                                                      const std::vector<std::string>& names,
                                                                      const projections::ReplayCut& cut);
  ~Replayed();
  Replayed(const Replayed&) = delete;
  Replayed& operator=(const Replayed&) = delete;

  /// In the order of the names.
  [[nodiscard]] const std::vector<std::unique_ptr<projections::ReadModel>>& models() const { return replay_.models; }
  [[nodiscard]] const std::vector<projections::DigestCheck>& digests() const { return replay_.digests; }

 private:
  explicit Replayed(std::string directory) : directory_(std::move(directory)) {}

  std::string directory_;
  projections::Replay replay_;
};

}  // namespace shiji::cli
