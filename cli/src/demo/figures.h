// The figures of a demo: what the document says beside what the projections of the ledger say.
#pragma once

#include "demo/demo.h"
#include "demo/plan.h"
#include "shiji/projections/read_models.h"

#include <memory>
#include <string>
#include <vector>

namespace shiji::cli::demo {

/// The read models of a ledger, opened and folded to its head.
class FoldedModels {
 public:
  [[nodiscard]] static ledger::Result<FoldedModels> fold(const engine::Owner& owner, const std::string& directory,
                                                         const engine::Environment& environment,
                                                         const projections::Progress& progress);
  [[nodiscard]] const projections::ReadModel& model(std::string_view name) const;
  /// Tells in the ledger what each came to, and folds that as well.
  [[nodiscard]] ledger::Status record_digests(engine::Owner& owner) const;

 private:
  std::vector<std::pair<std::string, std::unique_ptr<projections::ReadModel>>> models_;
};

class Year;

/// `whole`: at scale 1 the document's own figures are expected; else those of the plan, all marked as derived.
[[nodiscard]] ledger::Result<std::vector<Figure>> compare(const FoldedModels& models, const Plan& plan,
                                                          const Year& year, bool whole);

}  // namespace shiji::cli::demo
