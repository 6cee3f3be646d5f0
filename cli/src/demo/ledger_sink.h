// The story's way into a ledger: submissions of at most 1,024 events, signed by the ledger's service key, and
// the heads of all streams at the end of each day on which something happened.
#pragma once

#include "demo/event_sink.h"

#include <memory>

namespace shiji::cli::demo {

class LedgerSink final : public EventSink {
 public:
  LedgerSink(engine::Owner& owner, ledger::SecretKey service_key, std::shared_ptr<engine::SimulatedClock> clock);
  LedgerSink(const LedgerSink&) = delete;  // the writer calls it back
  LedgerSink& operator=(const LedgerSink&) = delete;

  [[nodiscard]] ledger::Status at(ledger::Time now) override;
  [[nodiscard]] ledger::Result<SubmissionWriter::SealedField> seal(ledger::EventType type, std::string_view field,
                                                                   const ledger::Subject& subject,
                                                                   std::string_view plaintext) override;
  [[nodiscard]] ledger::Status add(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload) override;
  [[nodiscard]] ledger::Status add_signed(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                                          const ledger::SecretKey& person) override;
  [[nodiscard]] const std::string& origin() const override { return owner_.origin(); }
  /// Appends what is left; the clock stands at the last time told.
  [[nodiscard]] ledger::Status finish();
  [[nodiscard]] std::uint64_t submissions() const { return writer_.submissions(); }

 private:
  engine::Owner& owner_;
  std::shared_ptr<engine::SimulatedClock> clock_;
  ledger::Time told_at_;  ///< of what is being collected; the clock comes after, when it is appended
  SubmissionWriter writer_;
};

}  // namespace shiji::cli::demo
