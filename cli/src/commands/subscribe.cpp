#include "commands/commands.h"
#include "event_writer.h"
#include "feed_cursor.h"
#include "open_ledger.h"
#include "shiji/ledger/events/event_filter.h"
#include "stop_signals.h"

#include <optional>

namespace shiji::cli {
namespace {

using ledger::Error;
using ledger::ErrorCode;

constexpr std::uint64_t events_between_cursors = 4'096;

/// Takes every event, writes those that were asked for, and remembers how far that came.
class Subscription {
 public:
  Subscription(const Context& context, const SubscribeArguments& arguments, const engine::Owner& owner,
               const std::optional<FeedCursor>& resumed)
      : context_(context), arguments_(arguments), writer_(context, owner, EventWriter::Form::json), resumed_(resumed) {}

  /// From the event the cursor names, so that it can be compared; it was written before.
  [[nodiscard]] ledger::Sequence first() const {
    return resumed_ ? resumed_->sequence : ledger::Sequence{arguments_.from.value_or(0)};
  }

  bool take(const engine::RecordedEvent& recorded) {
    const auto sequence = recorded.event.event.position.sequence;
    if (resumed_ && sequence == resumed_->sequence) return meets_cursor(recorded.leaf_hash);
    if (wanted(recorded.event.event) && !writer_(recorded)) return false;
    reached_ = FeedCursor{sequence, recorded.leaf_hash};
    return ++since_cursor_ < events_between_cursors || keep();
  }

  /// What was taken is written out, and only then remembered.
  bool keep() {
    since_cursor_ = 0;
    status_ = context_.out.flush();
    if (status_ && reached_ && !arguments_.cursor.empty()) status_ = write_feed_cursor(arguments_.cursor, *reached_);
    reached_.reset();
    return status_.ok();
  }

  [[nodiscard]] ledger::Status outcome(const ledger::Status& read) {
    if (!status_ && !context_.out.reader_left()) return status_;
    if (!writer_.status()) return writer_.status();
    if (!read) return read;
    if (resumed_ && !met_) return foreign("the ledger has no such event");
    if (!keep() && !context_.out.reader_left()) return status_;
    return ledger::done();
  }

 private:
  [[nodiscard]] bool wanted(const ledger::Event& event) const {
    return event.stream.starts_with(arguments_.stream) &&
           (arguments_.type.empty() || ledger::glob_matches(arguments_.type, event.type));
  }
  bool meets_cursor(const ledger::Hash& leaf_hash) {
    met_ = leaf_hash == resumed_->leaf_hash;
    if (!met_) status_ = foreign("the ledger has another event there");
    return met_;
  }
  [[nodiscard]] Error foreign(const char* what) const {
    return {ErrorCode::corrupt, arguments_.cursor + " sequence " + std::to_string(resumed_->sequence.value), what};
  }

  const Context& context_;
  const SubscribeArguments& arguments_;
  EventWriter writer_;
  std::optional<FeedCursor> resumed_;
  bool met_ = false;
  std::optional<FeedCursor> reached_;
  std::uint64_t since_cursor_ = 0;
  ledger::Status status_ = ledger::done();
};

}  // namespace

Answer run(const Context& context, const SubscribeArguments& arguments) {
  std::optional<FeedCursor> resumed;
  if (!arguments.cursor.empty()) {
    auto cursor = read_feed_cursor(arguments.cursor);
    if (!cursor) return cursor.failure();
    resumed = *cursor;
  }
  std::optional<StopSignals> stop;
  if (arguments.follow) stop.emplace();
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  Subscription subscription(context, arguments, **owner, resumed);
  const auto visit = [&](const engine::RecordedEvent& recorded) {
    return subscription.take(recorded) && !(stop && stop->came());
  };
  const auto at_head = [&](const engine::Head&) { return subscription.keep() && !stop->came(); };
  const auto read = arguments.follow ? (*owner)->follow(subscription.first(), visit, at_head)
                                     : (*owner)->feed(subscription.first(), std::nullopt, visit);
  if (const auto done = subscription.outcome(read); !done) return done.failure();
  return Verdict::well;
}

}  // namespace shiji::cli
