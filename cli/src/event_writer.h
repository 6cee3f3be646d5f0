// EventWriter: recorded events as they come, as JSON lines or for people; sealed fields opened where they open.
//
// What: keeps the first failure, since a visitor can only stop. Threads: one thread at a time.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/json.h"

namespace shiji::cli {

class EventWriter {
 public:
  enum class Form { json, people };
  EventWriter(const Context& context, const engine::Owner& owner, Form form);
  /// False: stop; what was written so far failed, or nobody reads it any more.
  [[nodiscard]] bool operator()(const engine::RecordedEvent& recorded);
  [[nodiscard]] const ledger::Status& status() const { return status_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  const Context& context_;
  ledger::JsonCommand::Opener opener_;
  Form form_;
  ledger::Status status_ = ledger::done();
  std::uint64_t count_ = 0;
};

}  // namespace shiji::cli
