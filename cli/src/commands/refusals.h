// events --refused: what rules refused, from the log beside the ledger. Needs the directory and nobody who holds it.
#pragma once

#include "commands/commands.h"

namespace shiji::cli {

[[nodiscard]] Answer list_refusals(const Context& context, const EventsArguments& arguments);

}  // namespace shiji::cli
