// The document's figures beside the sign-ins, each read out of a projection.
#pragma once

#include "demo/figures.h"
#include "demo/year/year.h"

namespace shiji::cli::demo {

/// Adds the figures of the year. `whole` as in `compare`.
[[nodiscard]] ledger::Status add_year_figures(const FoldedModels& models, const Year& year, const Plan& plan,
                                              bool whole, std::vector<Figure>& figures);

}  // namespace shiji::cli::demo
