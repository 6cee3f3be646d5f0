// The ledger a verb works on, opened in this process.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/json.h"

#include <memory>

namespace shiji::cli {

[[nodiscard]] ledger::Result<std::unique_ptr<engine::Owner>> open_ledger(const Context& context);
/// Opens sealed fields with the owner's vault, for the JSON codec. The owner must outlive it.
[[nodiscard]] ledger::JsonCommand::Opener opener_of(const engine::Owner& owner);

}  // namespace shiji::cli
