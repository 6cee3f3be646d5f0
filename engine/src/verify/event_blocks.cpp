#include "verify/event_blocks.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/decider.h"

namespace shiji::engine {

using ledger::Sequence;

namespace {

// Small enough that what workers write is still in cache when the caller reads it.
constexpr std::size_t block_chunks = 16;
constexpr std::size_t block_bytes = std::size_t{1} << 19;

/// What the event says of itself; its hashes come after.
void describe(const ledger::EventOutline& outline, CheckedEvent& out) {
  out.is_event = true;
  out.type = outline.type;
  const auto& position = outline.position;
  out.linked.sequence = position.sequence;
  out.linked.version = position.version;
  out.linked.recorded_at = position.recorded_at;
  out.linked.previous = position.previous;
  out.linked.stream_previous = position.stream_previous;
  out.linked.stream = outline.stream;
  out.submission = outline.submission;
  out.own_signature = outline.has_signature;
  if (!ledger::is_checked_alone(outline.type)) return;
  out.content_wrong = !ledger::check_alone(*ledger::decode_event(out.bytes));
}

/// Looks at texts while they are near, and so that the caller need not look at them again. `before` is of the same
/// chunk.
void compare(CheckedEvent& event, const CheckedEvent* before) {
  const bool known = before != nullptr && before->is_event;
  const bool same_stream = known && before->linked.stream == event.linked.stream;
  event.linked.stream_digest =
      same_stream ? before->linked.stream_digest : ledger::digest_of_stream(event.linked.stream);
  event.same_submission =
      known && before->submission && event.submission && before->submission->id == event.submission->id;
}

}  // namespace

/// What one worker keeps from block to block.
class BlockChecker {
 public:
  void check(EventBlock& block);

 private:
  void check_chunk(const EventBlock::Chunk& chunk, std::vector<CheckedEvent>& events);
  void digest_contents(EventBlock& block);
  void hash_subtrees(EventBlock& block);

  ChunkGroup chunks_;
  ledger::OutlineReader outlines_;
  ledger::ContentDigests contents_;
  std::vector<ledger::Hash> row_;
};

void BlockChecker::check(EventBlock& block) {
  const auto chunks = std::span(block.chunks).first(block.chunk_count);
  for (auto& chunk : chunks) {
    if (auto unpacked = chunks_.add(chunk.stored, chunk.decoded); !unpacked) chunk.broken = unpacked.error()->detail;
  }
  chunks_.restore();
  block.events.reserve(block.chunk_count * 64);
  for (const auto& chunk : chunks) {
    if (chunk.broken.empty()) check_chunk(chunk, block.events);
  }
  digest_contents(block);
  hash_subtrees(block);
}

void BlockChecker::check_chunk(const EventBlock::Chunk& chunk, std::vector<CheckedEvent>& events) {
  const auto& decoded = chunk.decoded;
  const std::size_t first = events.size();
  for (std::size_t i = 0; i < decoded.events.size(); ++i) {
    auto& event = events.emplace_back();
    event.stored_at = {chunk.first.value + i};
    event.bytes = decoded.events[i];
    event.linked.leaf = decoded.leaf_hashes[i];
    const auto* outline = outlines_.read(event.bytes);
    if (outline == nullptr) continue;
    describe(*outline, event);
    compare(event, i > 0 ? &events[first + i - 1] : nullptr);
    if (event.submission) contents_.add(decoded.starts[i], event.bytes, outline->offsets);
  }
}

void BlockChecker::digest_contents(EventBlock& block) {
  auto digest = contents_.hash().begin();
  for (auto& event : block.events) {
    if (event.submission) event.content = *digest++;
  }
}

void BlockChecker::hash_subtrees(EventBlock& block) {
  row_.clear();
  std::size_t following = 0;  // events that are the next ones of a subtree
  for (std::size_t at = 0; at < block.events.size(); ++at) {
    const auto stored_at = block.events[at].stored_at.value;
    const bool follows = following != 0 && stored_at == block.events[at - 1].stored_at.value + 1;
    following = stored_at % subtree_width == 0 ? 1 : follows ? following + 1 : 0;
    if (following != subtree_width) continue;
    const std::size_t first = at + 1 - subtree_width;
    block.subtrees.push_back({first, {}});
    for (std::size_t i = first; i <= at; ++i) row_.push_back(block.events[i].linked.leaf);
    following = 0;
  }
  while (row_.size() > block.subtrees.size()) {
    ledger::node_hashes(row_, std::span(row_).first(row_.size() / 2));
    row_.resize(row_.size() / 2);
  }
  for (std::size_t i = 0; i < row_.size(); ++i) block.subtrees[i].root = row_[i];
}

namespace {

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

EventBlocks::EventBlocks(const ChainStore& chain, unsigned workers)
    : chain_(chain),
      blocks_max_(4 * workers),
      own_checker_(std::make_unique<BlockChecker>()),
      cursor_(chain.chunks_from({0})) {
  for (unsigned i = 1; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

EventBlocks::~EventBlocks() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  room_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::unique_ptr<EventBlock> EventBlocks::next(std::unique_ptr<EventBlock> done) {
  std::unique_lock lock(mutex_);
  if (done) spare_.push_back(std::move(done));
  while (!first_is_ready()) {
    const bool is_full = blocks_.size() >= blocks_max_;
    lock.unlock();
    const bool helped = !is_full && check_one(*own_checker_);
    lock.lock();
    if (helped) continue;
    if (blocks_.empty()) return nullptr;
    ready_.wait(lock, [&] { return first_is_ready(); });
  }
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  lock.unlock();
  room_.notify_one();
  return block;
}

void EventBlocks::work() {
  BlockChecker checker;
  do {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return blocks_.size() < blocks_max_ || stopping_; });
    if (stopping_) return;
  } while (check_one(checker));
}

/// False: there is none left.
bool EventBlocks::check_one(BlockChecker& checker) {
  auto* block = read_next();
  if (block == nullptr) return false;
  checker.check(*block);
  std::unique_lock lock(mutex_);
  block->ready = true;
  const bool is_first = blocks_.front().get() == block;
  lock.unlock();
  if (is_first) ready_.notify_one();
  return true;
}

/// In its place among the blocks, to be checked; null when all is read.
EventBlock* EventBlocks::read_next() {
  const std::lock_guard reading(reading_);
  if (read_all_) return nullptr;
  auto block = empty_block();
  fill(*block);
  const std::lock_guard lock(mutex_);
  return blocks_.emplace_back(std::move(block)).get();
}

/// Until the block is full, or what comes next cannot be read.
void EventBlocks::fill(EventBlock& block) {
  for (std::size_t bytes = 0; block.chunk_count < block_chunks && bytes < block_bytes;) {
    const auto read = cursor_->next();
    if (!read) {
      block.unreadable = read.error() == nullptr ? "a rule refused" : read.error()->detail;
      const auto readable = readable_behind(chain_, next_);
      read_all_ = !readable;
      if (readable) cursor_ = chain_.chunks_from(*readable);
      return;
    }
    read_all_ = !read->has_value();
    if (read_all_) return;
    if (block.chunk_count == block.chunks.size()) block.chunks.emplace_back();
    auto& chunk = block.chunks[block.chunk_count++];
    chunk.first = (*read)->first;
    chunk.stored = (*read)->stored;
    chunk.broken.clear();
    next_ = chunk.first.value + 1;
    bytes += chunk.stored.size();
  }
}

std::unique_ptr<EventBlock> EventBlocks::empty_block() {
  std::unique_lock lock(mutex_);
  if (spare_.empty()) return std::make_unique<EventBlock>();
  auto block = std::move(spare_.back());
  spare_.pop_back();
  lock.unlock();
  block->chunk_count = 0;
  block->events.clear();
  block->subtrees.clear();
  block->unreadable.clear();
  block->ready = false;
  return block;
}

}  // namespace shiji::engine
