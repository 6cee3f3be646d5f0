#include "socket/reached_owner.h"

#include <array>
#include <thread>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;

namespace {

constexpr int attempts_max = 10;
constexpr std::chrono::milliseconds between_looks_for_owner{100};

template <typename T>
bool lost_owner(const Result<T>& result) {
  return !result && result.error() != nullptr && result.error()->code == ErrorCode::connection_lost;
}

/// Passes events on and remembers where they stopped, so that another feed can go on there.
class Resumption {
 public:
  Resumption(ledger::Sequence next, const EventVisitor& visit) : next_(next), visit_(visit) {}

  bool operator()(const RecordedEvent& recorded) {
    const auto& position = recorded.event.event.position;
    if (position.sequence != next_ || (last_ && position.previous != *last_)) {
      broken_ = Error{ErrorCode::corrupt, "event " + std::to_string(next_.value),
                      "the ledger that was reached again goes on with another event"};
      return false;
    }
    ++next_.value;
    last_ = recorded.leaf_hash;
    return visit_(recorded);
  }
  [[nodiscard]] ledger::Sequence next() const { return next_; }
  [[nodiscard]] Status outcome(const Status& read) const { return broken_ ? Status(*broken_) : read; }

 private:
  ledger::Sequence next_;
  const EventVisitor& visit_;
  std::optional<ledger::Hash> last_;
  std::optional<Error> broken_;
};

/// An owner that leaves, and one who found us too slow, are no reason to stop while events keep coming.
class Patience {
 public:
  [[nodiscard]] bool goes_on(const Status& read, ledger::Sequence next) {
    attempts_ = next == before_ ? attempts_ + 1 : 0;
    before_ = next;
    const bool slow = !read && read.error() != nullptr && read.error()->code == ErrorCode::reader_too_slow;
    return (slow || lost_owner(read)) && attempts_ < attempts_max;
  }

 private:
  int attempts_ = 0;
  ledger::Sequence before_;
};

}  // namespace

std::shared_ptr<Reached> ReachedOwner::current() const {
  const std::lock_guard lock(mutex_);
  return reached_;
}

Status ReachedOwner::put_in_place(Result<std::shared_ptr<Reached>> found) const {
  if (!found) return found.failure();
  if ((*found)->owner->origin() != origin_) {
    return Error{ErrorCode::corrupt, directory_, "another ledger is here now: " + (*found)->owner->origin()};
  }
  const std::lock_guard lock(mutex_);
  reached_ = std::move(*found);
  return ledger::done();
}

Status ReachedOwner::reach_again(const std::shared_ptr<Reached>& lost) const {
  const std::lock_guard one_at_a_time(reaching_);
  if (current() != lost) return ledger::done();
  return put_in_place(reach_somehow(directory_, options_));
}

Result<bool> ReachedOwner::wait_for_owner(const std::function<bool()>& go_on) const {
  while (go_on()) {
    auto found = reach_by_socket(directory_, options_);
    if (found) {
      if (auto placed = put_in_place(std::move(found)); !placed) return placed.failure();
      return true;
    }
    std::this_thread::sleep_for(between_looks_for_owner);
  }
  return false;
}

template <typename Call>
auto ReachedOwner::asked(const Call& call) const {
  for (int attempt = 0;; ++attempt) {
    const auto reached = current();
    auto answer = call(*reached->owner);
    if (!lost_owner(answer) || attempt == attempts_max) return answer;
    if (auto again = reach_again(reached); !again) return decltype(answer)(again.failure());
  }
}

Result<Receipt> ReachedOwner::append(Submission submission) {
  const auto reached = current();
  if (!reached->elsewhere) return reached->owner->append(std::move(submission));
  return asked([&](Owner& owner) { return owner.append(submission); });
}

void ReachedOwner::append_async(Submission submission, std::function<void(Result<Receipt>)> answer) {
  const auto reached = current();
  if (!reached->elsewhere) return reached->owner->append_async(std::move(submission), std::move(answer));
  answer(append(std::move(submission)));
}

Result<Receipt> ReachedOwner::append_json(JsonSubmission submission) {
  // Named here, so that asking again is asking the same.
  if (submission.id.empty()) {
    std::array<std::uint8_t, 16> bytes{};
    options_.owner.environment.entropy->fill(bytes);
    submission.id = ledger::to_hex(bytes);
  }
  return asked([&](Owner& owner) { return owner.append_json(submission); });
}

Result<Submission> ReachedOwner::prepare(const JsonSubmission& submission) {
  return asked([&](Owner& owner) { return owner.prepare(submission); });
}

Result<Head> ReachedOwner::head() const {
  return asked([](const Owner& owner) { return owner.head(); });
}

Status ReachedOwner::feed(ledger::Sequence from, std::optional<ledger::TreeSize> end, const EventVisitor& visit) const {
  Resumption events(from, visit);
  Patience patience;
  while (true) {
    const auto reached = current();
    auto read = reached->owner->feed(events.next(), end, std::ref(events));
    if (!patience.goes_on(read, events.next())) return events.outcome(read);
    if (!lost_owner(read)) continue;
    if (auto again = reach_again(reached); !again) return again;
  }
}

Status ReachedOwner::follow(ledger::Sequence from, const EventVisitor& visit, const HeadVisitor& at_head) const {
  Resumption events(from, visit);
  Patience patience;
  Head last;
  const auto note_head = [&](const Head& head) {
    last = head;
    return at_head(head);
  };
  while (true) {
    const auto reached = current();
    auto read = reached->owner->follow(events.next(), std::ref(events), note_head);
    const bool away = lost_owner(read) && reached->lasting;
    if (!away && !patience.goes_on(read, events.next())) return events.outcome(read);
    if (away) {
      // Whoever runs it for good will start it again; to hold the ledger meanwhile would stand in his way.
      const auto back = wait_for_owner([&] { return at_head(last); });
      if (!back) return back.failure();
      if (!*back) return ledger::done();
    } else if (lost_owner(read)) {
      if (auto again = reach_again(reached); !again) return again;
    }
  }
}

Status ReachedOwner::read_stream(std::string_view stream, ledger::Version from, const EventVisitor& visit) const {
  auto next = from;
  const auto visit_on = [&](const RecordedEvent& recorded) {
    next = {recorded.event.event.position.version.value + 1};
    return visit(recorded);
  };
  return asked([&](const Owner& owner) { return owner.read_stream(stream, next, visit_on); });
}

Status ReachedOwner::search(const ledger::EventFilter& filter, const EventVisitor& visit) const {
  ledger::Sequence next;
  const auto visit_on = [&](const RecordedEvent& recorded) {
    const auto sequence = recorded.event.event.position.sequence;
    if (sequence < next) return true;  // visited before the owner left
    next = {sequence.value + 1};
    return visit(recorded);
  };
  return asked([&](const Owner& owner) { return owner.search(filter, visit_on); });
}

Result<SignedCheckpoint> ReachedOwner::checkpoint() {
  return asked([](Owner& owner) { return owner.checkpoint(); });
}

Result<SignedCheckpoint> ReachedOwner::last_checkpoint() const {
  return asked([](const Owner& owner) { return owner.last_checkpoint(); });
}

Result<std::string> ReachedOwner::prove(ledger::Sequence sequence) {
  return asked([&](Owner& owner) { return owner.prove(sequence); });
}

Result<std::string> ReachedOwner::prove_stream(std::string_view stream, std::optional<ledger::Version> through) {
  return asked([&](Owner& owner) { return owner.prove_stream(stream, through); });
}

Result<std::string> ReachedOwner::prove_record(ledger::Sequence sequence, std::uint64_t record) {
  return asked([&](Owner& owner) { return owner.prove_record(sequence, record); });
}

Result<StreamHeadsRecord> ReachedOwner::record_stream_heads() {
  return asked([](Owner& owner) { return owner.record_stream_heads(); });
}

Result<std::vector<ledger::Hash>> ReachedOwner::tile(std::uint32_t level, std::uint64_t index,
                                                     std::uint32_t width) const {
  return asked([&](const Owner& owner) { return owner.tile(level, index, width); });
}

Result<Owner::SealedValue> ReachedOwner::seal_field(ledger::EventType type, std::string_view field,
                                                    const ledger::Subject& subject, std::string_view plaintext) {
  return asked([&](Owner& owner) { return owner.seal_field(type, field, subject, plaintext); });
}

Result<std::string> ReachedOwner::open_sealed(ledger::EventType type, std::string_view field,
                                              const ledger::Sealed& sealed) const {
  return asked([&](const Owner& owner) { return owner.open_sealed(type, field, sealed); });
}

Result<std::string> ReachedOwner::store_snapshot() {
  return asked([](Owner& owner) { return owner.store_snapshot(); });
}

Result<LedgerStatus> ReachedOwner::status() const {
  return asked([](const Owner& owner) { return owner.status(); });
}

}  // namespace shiji::engine
