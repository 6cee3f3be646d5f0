#include "demo/ledger_sink.h"

namespace shiji::cli::demo {
namespace {

engine::SubmissionWriterOptions writer_options() {
  engine::SubmissionWriterOptions options;
  options.id_prefix = "demo";
  options.actor = engine::service_actor;
  return options;
}

}  // namespace

LedgerSink::LedgerSink(engine::Owner& owner, ledger::SecretKey service_key,
                       std::shared_ptr<engine::SimulatedClock> clock)
    : owner_(owner), writer_(owner, std::move(service_key), writer_options()), clock_(std::move(clock)) {}

ledger::Status LedgerSink::at(ledger::Time now) {
  if (now == clock_->now()) return ledger::done();
  // What was told so far is recorded at the time at which it was told.
  if (auto status = writer_.flush(); !status) return status;
  if (ledger::business_date_of(now) != ledger::business_date_of(clock_->now())) {
    if (auto recorded = owner_.record_stream_heads(); !recorded) return recorded.failure();
  }
  clock_->set(now);
  return ledger::done();
}

ledger::Result<SubmissionWriter::SealedField> LedgerSink::seal(ledger::EventType type, std::string_view field,
                                                               const ledger::Subject& subject,
                                                               std::string_view plaintext) {
  return writer_.seal(type, field, subject, plaintext);
}

ledger::Status LedgerSink::add(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload) {
  return writer_.add(event, type, std::move(payload));
}

ledger::Status LedgerSink::add_signed(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                                      const ledger::SecretKey& person) {
  return writer_.add(event, type, std::move(payload), &person);
}

}  // namespace shiji::cli::demo
