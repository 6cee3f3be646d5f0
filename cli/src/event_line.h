// A recorded event as its line of JSON, sealed fields opened where their keys are.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/json.h"

namespace shiji::cli {

[[nodiscard]] ledger::Result<std::string> event_line(const engine::RecordedEvent& recorded,
                                                     const ledger::JsonCommand::Opener& opener);

}  // namespace shiji::cli
