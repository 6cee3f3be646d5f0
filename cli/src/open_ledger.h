// The ledger a verb works on: through its owner's socket, or opened in this process.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/engine/owner/reach.h"
#include "shiji/ledger/events/json.h"

#include <memory>

namespace shiji::cli {

[[nodiscard]] ledger::Result<std::unique_ptr<engine::Owner>> open_ledger(const Context& context);
/// As its owner, or not at all.
[[nodiscard]] ledger::Result<std::unique_ptr<engine::Owner>> hold_ledger(const Context& context);
/// Opens sealed fields with the owner's vault, for the JSON codec. The owner must outlive it.
[[nodiscard]] ledger::JsonCommand::Opener opener_of(const engine::Owner& owner);

}  // namespace shiji::cli
