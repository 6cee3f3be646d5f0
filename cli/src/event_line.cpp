#include "event_line.h"

namespace shiji::cli {

ledger::Result<std::string> event_line(const engine::RecordedEvent& recorded,
                                       const ledger::JsonCommand::Opener& opener) {
  auto text = ledger::event_to_json(recorded.event, recorded.leaf_hash, opener);
  // A field whose key is gone, because its person was erased, is shown sealed.
  return text ? text : ledger::event_to_json(recorded.event, recorded.leaf_hash, {});
}

}  // namespace shiji::cli
