#include "demo/ledger_sink.h"

namespace shiji::cli::demo {
namespace {

engine::SubmissionWriterOptions writer_options(std::function<void()> before_append) {
  engine::SubmissionWriterOptions options;
  options.id_prefix = "demo";
  options.actor = engine::service_actor;
  options.before_append = std::move(before_append);
  return options;
}

}  // namespace

LedgerSink::LedgerSink(engine::Owner& owner, ledger::SecretKey service_key,
                       std::shared_ptr<engine::SimulatedClock> clock)
    : owner_(owner),
      clock_(std::move(clock)),
      told_at_(clock_->now()),
      writer_(owner, std::move(service_key), writer_options([this] { clock_->set(told_at_); })) {}

ledger::Status LedgerSink::at(ledger::Time now) {
  if (now == told_at_) return ledger::done();
  // What was told so far is recorded at the time at which it was told.
  const bool day_ends = ledger::business_date_of(now) != ledger::business_date_of(told_at_);
  if (auto status = day_ends ? writer_.flush() : writer_.close_submission(); !status) return status;
  if (day_ends) {
    if (auto recorded = owner_.record_stream_heads(); !recorded) return recorded.failure();
  }
  told_at_ = now;
  return ledger::done();
}

ledger::Status LedgerSink::finish() {
  auto written = writer_.flush();
  clock_->set(told_at_);
  return written;
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
