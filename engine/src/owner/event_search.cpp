#include "owner/event_search.h"

#include "owner/chain_reading.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Sequence;

namespace {

constexpr std::uint64_t part_events = 16'384;

struct Match {
  ledger::Buffer bytes;
  ledger::Hash leaf;
};
/// What one stretch of the chain gave.
struct Part {
  std::vector<Match> matches;
  ledger::Status outcome = ledger::done();
};

bool has_all(ledger::Bytes bytes, const std::vector<ledger::NeededText>& texts) {
  return std::ranges::all_of(texts, [&](const ledger::NeededText& text) {
    return std::ranges::any_of(text.alternatives, [&](const std::string& one) {
      return memmem(bytes.data(), bytes.size(), one.data(), one.size()) != nullptr;
    });
  });
}

/// Chunks of one part, read and searched by one thread.
class PartSearch {
 public:
  PartSearch(const ChainStore& chain, const ledger::EventFilter& filter, const std::vector<ledger::NeededText>& texts)
      : chain_(chain), filter_(filter), texts_(texts) {}

  Part run(std::uint64_t first, std::uint64_t end) {
    Part part;
    std::uint64_t next = first;
    auto read = chain_.each_chunk({first}, [&](Sequence at, std::string_view stored) {
      bool wanted = false;
      const auto has_texts = [&](ledger::Bytes events) { return wanted = has_all(events, texts_); };
      part.outcome = at.value > next ? missing(next) : decode_chunk(stored, chunk_, has_texts);
      if (!part.outcome) return false;
      const std::uint64_t chunk_end = std::min(at.value + chunk_.events.size(), end);
      if (wanted) {
        for (std::uint64_t i = next; i < chunk_end && part.outcome; ++i) take(i - at.value, i, part);
      }
      next = std::max(next, chunk_end);
      return part.outcome.ok() && next < end;
    });
    if (part.outcome && !read) part.outcome = read;
    if (part.outcome && next < end) part.outcome = missing(next);
    return part;
  }

 private:
  static ledger::Status missing(std::uint64_t sequence) {
    return Error{ErrorCode::corrupt, "event " + std::to_string(sequence), "it is missing"};
  }

  void take(std::size_t place, std::uint64_t sequence, Part& part) const {
    const auto bytes = chunk_.events[place];
    if (!has_all(bytes, texts_)) return;
    const auto event = ledger::decode_event(bytes);
    if (!event || event->event.position.sequence.value != sequence) {
      part.outcome = Error{ErrorCode::corrupt, "event " + std::to_string(sequence), "its bytes are not that event"};
    } else if (matches(filter_, *event)) {
      part.matches.push_back({{bytes.begin(), bytes.end()}, chunk_.leaf_hashes[place]});
    }
  }

  const ChainStore& chain_;
  const ledger::EventFilter& filter_;
  const std::vector<ledger::NeededText>& texts_;
  DecodedChunk chunk_;
};

/// Parts searched by several threads, handed to one in order.
class ParallelSearch {
 public:
  ParallelSearch(const ChainStore& chain, const ledger::EventFilter& filter, std::uint64_t first, std::uint64_t end,
                 unsigned threads)
      : chain_(chain), filter_(filter), texts_(texts_of(filter)), first_(first), end_(end), ahead_max_(2 * threads) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ParallelSearch(const ParallelSearch&) = delete;
  ParallelSearch& operator=(const ParallelSearch&) = delete;
  ~ParallelSearch() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  /// The next part in order; nullopt at the end.
  std::optional<Part> next() {
    std::unique_lock lock(mutex_);
    if (first_ + taken_ * part_events >= end_) return std::nullopt;
    changed_.wait(lock, [&] { return found_.contains(taken_); });
    auto part = std::move(found_.extract(taken_).mapped());
    ++taken_;
    lock.unlock();
    changed_.notify_all();
    return part;
  }

 private:
  void work() {
    PartSearch search(chain_, filter_, texts_);
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || begun_ < taken_ + ahead_max_; });
      const std::uint64_t from = first_ + begun_ * part_events;
      if (stopping_ || from >= end_) return;
      const std::uint64_t number = begun_++;
      lock.unlock();
      auto part = search.run(from, std::min(from + part_events, end_));
      lock.lock();
      found_.emplace(number, std::move(part));
      lock.unlock();
      changed_.notify_all();
    }
  }

  const ChainStore& chain_;
  const ledger::EventFilter& filter_;
  std::vector<ledger::NeededText> texts_;
  std::uint64_t first_, end_, ahead_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t begun_ = 0, taken_ = 0;
  bool stopping_ = false;
  std::map<std::uint64_t, Part> found_;
  std::vector<std::thread> threads_;
};

/// The first sequence recorded at `time` or later: recorded times never go back.
ledger::Result<std::uint64_t> first_recorded_from(const ChainStore& chain, ledger::Time time, std::uint64_t end) {
  std::uint64_t before = 0;
  std::uint64_t behind = end;
  while (before < behind) {
    const std::uint64_t middle = before + (behind - before) / 2;
    ledger::Time recorded;
    auto read = read_events(chain, {middle}, {middle + 1}, [&](const RecordedEvent& event) {
      recorded = event.event.event.position.recorded_at;
      return false;
    });
    if (!read) return read.failure();
    (recorded < time ? before : behind) = recorded < time ? middle + 1 : middle;
  }
  return before;
}

}  // namespace

ledger::Status search_events(const ChainStore& chain, ledger::TreeSize size, const ledger::EventFilter& filter,
                             unsigned threads, const EventVisitor& visit) {
  std::uint64_t first = 0;
  std::uint64_t end = size.value;
  if (filter.since) {
    const auto from = first_recorded_from(chain, *filter.since, size.value);
    if (!from) return from.failure();
    first = *from;
  }
  if (filter.until) {
    const auto to = first_recorded_from(chain, *filter.until, size.value);
    if (!to) return to.failure();
    end = *to;
  }
  ParallelSearch search(chain, filter, first, end, threads);
  while (auto part = search.next()) {
    for (const auto& match : part->matches) {
      const auto event = ledger::decode_event(match.bytes);
      if (!event) return event.failure();
      if (!visit({*event, match.leaf})) return ledger::done();
    }
    if (!part->outcome) return part->outcome;
  }
  return ledger::done();
}

}  // namespace shiji::engine
