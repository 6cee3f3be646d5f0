#include "event_writer.h"

#include "event_line.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_text.h"

namespace shiji::cli {

EventWriter::EventWriter(const Context& context, const engine::Owner& owner, Form form)
    : context_(context), opener_(opener_of(owner)), form_(form) {}

bool EventWriter::operator()(const engine::RecordedEvent& recorded) {
  const auto text = event_line(recorded, opener_);
  if (!text) return status_ = text.failure(), false;
  ++count_;
  if (form_ == Form::json) return context_.line(*text), context_.out.open();
  const auto record = record_from_json(*text);
  if (!record) return status_ = record.failure(), false;
  if (count_ > 1) context_.line("");
  context_.out.write(record_text(context_, *record, nullptr));
  return context_.out.open();
}

}  // namespace shiji::cli
