#include "amounts.h"
#include "commands/commands.h"
#include "event_line.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_text.h"

namespace shiji::cli {
namespace {

using ledger::Error;
using ledger::ErrorCode;

/// Writes events as they come; keeps the first failure, since a visitor can only stop.
class EventWriter {
 public:
  EventWriter(const Context& context, const engine::Owner& owner) : context_(context), opener_(opener_of(owner)) {}

  bool operator()(const engine::RecordedEvent& recorded) {
    const auto text = event_line(recorded, opener_);
    if (!text) return status_ = text.failure(), false;
    ++count_;
    if (context_.json) return context_.line(*text), context_.out.open();
    const auto record = record_from_json(*text);
    if (!record) return status_ = record.failure(), false;
    if (count_ > 1) context_.line("");
    context_.out.write(record_text(context_, *record, nullptr));
    return context_.out.open();
  }
  [[nodiscard]] const ledger::Status& status() const { return status_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  const Context& context_;
  ledger::JsonCommand::Opener opener_;
  ledger::Status status_ = ledger::done();
  std::uint64_t count_ = 0;
};

}  // namespace

Answer run(const Context& context, const ShowArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  EventWriter writer(context, **owner);
  const auto visit = [&writer](const engine::RecordedEvent& recorded) { return writer(recorded); };
  const auto sequence = number_from_text(arguments.target);
  if (sequence && *sequence >= (*owner)->head().tree_size.value)
    return Error{ErrorCode::not_found, arguments.target, ""};
  const ledger::Status read =
      sequence ? (*owner)->feed(ledger::Sequence{*sequence}, ledger::TreeSize{*sequence + 1}, visit)
               : (*owner)->read_stream(arguments.target, ledger::Version{arguments.from_version.value_or(0)}, visit);
  if (!read) return read.failure();
  if (!writer.status()) return writer.status().failure();
  if (writer.count() == 0) return Error{ErrorCode::not_found, arguments.target, ""};
  return Verdict::well;
}

}  // namespace shiji::cli
