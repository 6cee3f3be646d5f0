#include "verify/event_blocks.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/decider.h"

#include <array>
#include <utility>

namespace shiji::engine {

using ledger::Sequence;

namespace {

// Small enough that what workers write is still in cache when the caller reads it.
constexpr std::size_t block_chunks = 16;
constexpr std::size_t block_bytes = std::size_t{1} << 19;

/// Keys, roles and documents are of these areas.
bool is_folded(ledger::EventType type) {
  static const auto folded = [] {
    std::array<bool, ledger::event_type_count + 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto area = ledger::info_of(static_cast<ledger::EventType>(i)).area;
      out[i] = area == "control" || area == "identity";
    }
    return out;
  }();
  return folded[static_cast<std::size_t>(type)];
}

/// Of the same submission, one part on; or both of none.
bool goes_on(const std::optional<ledger::SubmissionPart>& head, std::size_t followers,
             const std::optional<ledger::SubmissionPart>& next) {
  if (!head || !next) return !head && !next;
  const bool is_next = next->index != 0 && next->index == std::uint64_t{head->index} + followers + 1;
  return is_next && next->count == head->count && next->id == head->id;
}

/// `event` lies behind `head` and its followers in their chunk, and `before` is the leaf of the last one.
bool follows(const ledger::EventOutline& event, const CheckedEvent& head, const ledger::Hash& before) {
  const auto& position = event.position;
  const auto ahead = head.followers + 1;
  const bool in_place = position.sequence.value == head.stored_at.value + ahead &&
                        position.sequence.value == head.linked.sequence.value + ahead &&
                        position.version.value == head.linked.version.value + ahead && position.version.value != 0;
  const bool is_linked = position.previous == before && position.stream_previous == before &&
                         position.recorded_at >= head.last_recorded_at;
  if (!head.is_event || !in_place || !is_linked) return false;
  if (event.has_signature || is_folded(event.type) || ledger::is_checked_alone(event.type)) return false;
  return goes_on(head.submission, head.followers, event.submission) && event.stream == head.linked.stream;
}

/// What the event says of itself. `before` is of the same chunk.
void describe(const ledger::EventOutline& outline, const CheckedEvent* before, CheckedEvent& out) {
  out.is_event = true;
  out.is_folded = is_folded(outline.type);
  const auto& position = outline.position;
  out.linked.sequence = position.sequence;
  out.linked.version = position.version;
  out.linked.recorded_at = position.recorded_at;
  out.linked.previous = position.previous;
  out.linked.stream_previous = position.stream_previous;
  out.linked.stream = outline.stream;
  const bool same_stream = before != nullptr && before->is_event && before->linked.stream == outline.stream;
  out.linked.stream_digest = same_stream ? before->linked.stream_digest : ledger::digest_of_stream(outline.stream);
  out.submission = outline.submission;
  out.last_recorded_at = position.recorded_at;
  out.own_signature = outline.has_signature;
  if (!ledger::is_checked_alone(outline.type)) return;
  out.content_wrong = !ledger::check_alone(*ledger::decode_event(out.bytes));
}

}  // namespace

/// What one worker keeps from block to block.
class BlockChecker {
 public:
  void check(EventBlock& block);

 private:
  void check_chunk(const EventBlock::Chunk& chunk, EventBlock& block);
  void digest_contents(EventBlock& block);
  void hash_subtrees(EventBlock& block);

  ChunkGroup chunks_;
  ledger::OutlineReader outlines_;
  ledger::ContentDigests contents_;
  std::vector<std::size_t> with_content_;  // in `leaves`
  std::vector<ledger::Hash> row_;
};

void BlockChecker::check(EventBlock& block) {
  const auto chunks = std::span(block.chunks).first(block.chunk_count);
  for (auto& chunk : chunks) {
    if (auto unpacked = chunks_.add(chunk.stored, chunk.decoded); !unpacked) chunk.broken = unpacked.error()->detail;
  }
  chunks_.restore();
  for (const auto& chunk : chunks) {
    if (chunk.broken.empty()) check_chunk(chunk, block);
  }
  digest_contents(block);
  hash_subtrees(block);
}

void BlockChecker::check_chunk(const EventBlock::Chunk& chunk, EventBlock& block) {
  const auto& decoded = chunk.decoded;
  const std::size_t first = block.leaves.size();
  block.leaves.insert(block.leaves.end(), decoded.leaf_hashes.begin(), decoded.leaf_hashes.end());
  for (std::size_t i = 0; i < decoded.events.size(); ++i) {
    const auto bytes = decoded.events[i];
    auto* before = i > 0 ? &block.events.back() : nullptr;
    const auto* outline = outlines_.read(bytes);
    if (outline != nullptr && outline->submission) {
      contents_.add(decoded.starts[i], bytes, outline->offsets);
      with_content_.push_back(first + i);
    }
    if (before != nullptr && outline != nullptr && follows(*outline, *before, decoded.leaf_hashes[i - 1])) {
      ++before->followers;
      before->last_recorded_at = outline->position.recorded_at;
      continue;
    }
    CheckedEvent event;
    event.at = first + i;
    event.stored_at = {chunk.place.first.value + i};
    event.bytes = bytes;
    event.linked.leaf = decoded.leaf_hashes[i];
    if (outline != nullptr) describe(*outline, before, event);
    block.events.push_back(event);
  }
}

void BlockChecker::digest_contents(EventBlock& block) {
  block.contents.resize(block.leaves.size());
  auto digest = contents_.hash().begin();
  for (const auto at : with_content_) block.contents[at] = *digest++;
  with_content_.clear();
}

void BlockChecker::hash_subtrees(EventBlock& block) {
  row_.clear();
  // Subtrees of chunks that follow one another.
  const auto hash = [&](std::size_t first, std::uint64_t stored_at, std::size_t count) {
    const std::size_t skipped = (subtree_width - stored_at % subtree_width) % subtree_width;
    if (count < skipped + subtree_width) return;
    const std::size_t whole = (count - skipped) / subtree_width;
    for (std::size_t i = 0; i < whole; ++i) {
      const auto ahead = skipped + i * subtree_width;
      block.subtrees.push_back({first + ahead, {stored_at + ahead}, {}});
    }
    const auto leaves = std::span(block.leaves).subspan(first + skipped, whole * subtree_width);
    row_.resize(row_.size() + leaves.size() / 2);
    ledger::node_hashes(leaves, std::span(row_).last(leaves.size() / 2));
  };
  std::size_t first = 0;
  std::size_t count = 0;
  std::uint64_t stored_at = 0;
  for (const auto& chunk : std::span(block.chunks).first(block.chunk_count)) {
    if (!chunk.broken.empty()) continue;
    if (chunk.place.first.value != stored_at + count) {
      hash(first, stored_at, count);
      first += std::exchange(count, 0);
      stored_at = chunk.place.first.value;
    }
    count += chunk.decoded.events.size();
  }
  hash(first, stored_at, count);
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
    auto read = chain.each_chunk({at}, [&](Sequence, std::string_view) {
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
    chunk.place = (*read)->place;
    chunk.stored = (*read)->stored;
    chunk.broken.clear();
    next_ = chunk.place.end();
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
  block->leaves.clear();
  block->events.clear();
  block->subtrees.clear();
  block->unreadable.clear();
  block->ready = false;
  return block;
}

}  // namespace shiji::engine
