#include "open_ledger.h"

namespace shiji::cli {

ledger::Result<std::unique_ptr<engine::Owner>> open_ledger(const Context& context) {
  engine::OwnerOptions options;
  options.environment = context.environment;
  options.stream_heads_interval_us = engine::hour_us;
  return engine::Owner::open(context.directory, options);
}

ledger::JsonCommand::Opener opener_of(const engine::Owner& owner) {
  return [&owner](ledger::EventType type, std::string_view field, const ledger::Sealed& sealed) {
    return owner.open_sealed(type, field, sealed);
  };
}

}  // namespace shiji::cli
