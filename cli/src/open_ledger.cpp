#include "open_ledger.h"

#include "shiji/engine/owner/reach.h"

namespace shiji::cli {
namespace {

engine::ReachOptions reach_options(const Context& context) {
  engine::ReachOptions options;
  options.owner.environment = context.environment;
  options.owner.stream_heads_interval_us = engine::hour_us;
  return options;
}

}  // namespace

ledger::Result<std::unique_ptr<engine::Owner>> open_ledger(const Context& context) {
  return engine::reach_owner(context.directory, reach_options(context));
}

ledger::Result<std::unique_ptr<engine::Owner>> hold_ledger(const Context& context) {
  return engine::hold_ledger(context.directory, reach_options(context));
}

ledger::JsonCommand::Opener opener_of(const engine::Owner& owner) {
  return [&owner](ledger::EventType type, std::string_view field, const ledger::Sealed& sealed) {
    return owner.open_sealed(type, field, sealed);
  };
}

}  // namespace shiji::cli
