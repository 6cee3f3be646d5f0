#include "verify/event_blocks.h"

#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/decider.h"

namespace shiji::engine {

using ledger::Sequence;

namespace {

// Small enough that what workers write is still in cache when the caller reads it.
constexpr std::size_t block_chunks = 16;
constexpr std::size_t block_bytes = std::size_t{1} << 19;

/// What the event says of itself, and its leaf hash.
CheckedEvent described(Sequence stored_at, const ledger::DecodedEvent& decoded, const ledger::Hash& leaf) {
  CheckedEvent out;
  out.stored_at = stored_at;
  out.bytes = decoded.bytes;
  const auto& event = decoded.event;
  out.is_event = true;
  out.type = decoded.type;
  out.linked = {event.position.sequence,
                event.position.version,
                event.position.recorded_at,
                event.position.previous,
                event.position.stream_previous,
                event.stream,
                leaf};
  out.submission = event.submission;
  out.own_signature = event.signature.has_value();
  out.content_wrong = !ledger::check_alone(decoded);
  return out;
}

/// Event number `place` of a chunk, as far as it can be read.
CheckedEvent checked_event(Sequence stored_at, const DecodedChunk& chunk, std::size_t place) {
  const auto decoded = ledger::decode_event(chunk.events[place]);
  if (!decoded) {
    CheckedEvent broken;
    broken.stored_at = stored_at;
    broken.bytes = chunk.events[place];
    broken.linked.leaf = chunk.leaf_hashes[place];
    return broken;
  }
  auto event = described(stored_at, *decoded, chunk.leaf_hashes[place]);
  if (event.submission) event.content = chunk.content_digest(place, ledger::patch_offsets(*decoded));
  return event;
}

/// Looks at texts while they are near, and so that the caller need not look at them again. `before` is of the same
/// chunk.
void compare(CheckedEvent& event, const CheckedEvent* before) {
  if (!event.is_event) return;
  const bool known = before != nullptr && before->is_event;
  const bool same_stream = known && before->linked.stream == event.linked.stream;
  event.linked.stream_digest =
      same_stream ? before->linked.stream_digest : ledger::digest_of_stream(event.linked.stream);
  event.same_submission =
      known && before->submission && event.submission && before->submission->id == event.submission->id;
}

void check_chunk(EventBlock::Chunk& chunk, std::vector<CheckedEvent>& events) {
  if (auto decoded = decode_chunk(chunk.stored, chunk.decoded); !decoded) {
    chunk.broken = decoded.error()->detail;
    return;
  }
  const std::size_t first = events.size();
  for (std::size_t i = 0; i < chunk.decoded.events.size(); ++i) {
    events.push_back(checked_event({chunk.first.value + i}, chunk.decoded, i));
    compare(events.back(), events.size() - first > 1 ? &events[events.size() - 2] : nullptr);
  }
}

/// The smallest sequence from `from` on at which the store can read again; found by doubling, then halving.
std::optional<Sequence> readable_behind(const ChainStore& chain, std::uint64_t from) {
  const auto readable = [&](std::uint64_t at) {
    bool found = false;
    auto read = chain.each_chunk_from({at}, [&](Sequence, std::string_view) {
      found = true;
      return false;
    });
    return std::pair(read.ok(), found);
  };
  std::uint64_t bad = from;
  std::uint64_t step = 1;
  while (true) {
    const auto [ok, found] = readable(from + step);
    if (ok && !found) break;  // nothing stored from there on
    if (ok) break;
    bad = from + step;
    if (step > (std::uint64_t{1} << 40)) return std::nullopt;
    step *= 2;
  }
  std::uint64_t good = from + step;
  while (good - bad > 1) {
    const auto middle = bad + (good - bad) / 2;
    (readable(middle).first ? good : bad) = middle;
  }
  return readable(good).second ? std::optional<Sequence>(Sequence{good}) : std::nullopt;
}

}  // namespace

EventBlocks::EventBlocks(const ChainStore& chain, unsigned workers) : chain_(chain), blocks_max_(8 * workers) {
  threads_.emplace_back([this] { read(); });
  for (unsigned i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

EventBlocks::~EventBlocks() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::unique_ptr<EventBlock> EventBlocks::next(std::unique_ptr<EventBlock> done) {
  std::unique_lock lock(mutex_);
  if (done) spare_.push_back(std::move(done));
  changed_.wait(lock, [&] { return (!blocks_.empty() && blocks_.front()->ready) || (blocks_.empty() && read_all_); });
  if (blocks_.empty()) return nullptr;
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return block;
}

bool EventBlocks::push(std::unique_ptr<EventBlock> block) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return blocks_.size() < blocks_max_ || stopping_; });
  if (stopping_) return false;
  to_check_.push_back(block.get());
  blocks_.push_back(std::move(block));
  lock.unlock();
  changed_.notify_all();
  return true;
}

std::unique_ptr<EventBlock> EventBlocks::empty_block() {
  std::unique_lock lock(mutex_);
  if (spare_.empty()) return std::make_unique<EventBlock>();
  auto block = std::move(spare_.back());
  spare_.pop_back();
  lock.unlock();
  block->chunk_count = 0;
  block->events.clear();
  block->unreadable.clear();
  block->ready = false;
  return block;
}

void EventBlocks::read() {
  std::optional<Sequence> from = Sequence{0};
  std::uint64_t next = 0;
  while (from) {
    auto block = empty_block();
    std::size_t bytes = 0;
    bool stopped = false;
    auto read = chain_.each_chunk_from(*from, [&](Sequence first, std::string_view stored) {
      if (block->chunk_count == block->chunks.size()) block->chunks.emplace_back();
      auto& chunk = block->chunks[block->chunk_count++];
      chunk.first = first;
      chunk.stored = stored;
      chunk.broken.clear();
      next = first.value + 1;
      bytes += stored.size();
      if (block->chunk_count < block_chunks && bytes < block_bytes) return true;
      stopped = !push(std::exchange(block, empty_block()));
      bytes = 0;
      return !stopped;
    });
    if (stopped) break;
    from.reset();
    if (!read) {
      block->unreadable = read.error() == nullptr ? "a rule refused" : read.error()->detail;
      from = readable_behind(chain_, next);
    }
    if (!push(std::move(block))) break;
  }
  const std::lock_guard lock(mutex_);
  read_all_ = true;
  changed_.notify_all();
}

void EventBlocks::work() {
  while (true) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !to_check_.empty() || read_all_ || stopping_; });
    if (stopping_ || to_check_.empty()) return;
    auto* block = to_check_.front();
    to_check_.pop_front();
    lock.unlock();
    block->events.reserve(block->chunk_count * 64);
    for (auto& chunk : std::span(block->chunks).first(block->chunk_count)) check_chunk(chunk, block->events);
    lock.lock();
    block->ready = true;
    lock.unlock();
    changed_.notify_all();
  }
}

}  // namespace shiji::engine
