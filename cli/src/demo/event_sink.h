// Where the story's events go: a ledger, or a test's list.
//
// What: the story moves the time with `at`, seals names with `seal`, and hands over events with `add`, in order.
// Ownership: views in an event live during the call only. Errors: after one the story stops. Threads: one.
#pragma once

#include "shiji/engine/owner/submission_writer.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <string_view>

namespace shiji::cli::demo {

using engine::SubmissionWriter;

class EventSink {
 public:
  virtual ~EventSink() = default;
  /// What is added from here on is recorded at `now`; never earlier than the time before.
  [[nodiscard]] virtual ledger::Status at(ledger::Time now) = 0;
  [[nodiscard]] virtual ledger::Result<SubmissionWriter::SealedField> seal(ledger::EventType type,
                                                                           std::string_view field,
                                                                           const ledger::Subject& subject,
                                                                           std::string_view plaintext) = 0;
  [[nodiscard]] virtual ledger::Status add(const ledger::Event& event, ledger::EventType type,
                                           ledger::Buffer payload) = 0;
  /// Under the person's own signature. `person` outlives the story.
  [[nodiscard]] virtual ledger::Status add_signed(const ledger::Event& event, ledger::EventType type,
                                                  ledger::Buffer payload, const ledger::SecretKey& person) = 0;
  /// What proofs of possession are bound to.
  [[nodiscard]] virtual const std::string& origin() const = 0;
};

}  // namespace shiji::cli::demo
