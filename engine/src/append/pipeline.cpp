#include "append/pipeline.h"

#include "append/batch_scheduling.h"

namespace shiji::engine {

using ledger::ErrorCode;
using ledger::Failure;

namespace {

constexpr std::size_t waiting_bytes_max = std::size_t{64} << 20;  // then submitters wait
constexpr std::size_t group_bytes_max = std::size_t{4} << 20;     // then the sequencer hands over
constexpr std::size_t group_events_max = 8'192;

std::size_t bytes_of(const PreparedSubmission& submission) {
  std::size_t bytes = 0;
  for (const auto& event : submission.bytes) bytes += event.size();
  return bytes;
}

bool is_full(const CommitGroup& group) {
  return group.event_bytes >= group_bytes_max || group.events.size() >= group_events_max;
}

}  // namespace

Pipeline::Pipeline(Parts parts, CommittedChain committed)
    : parts_(parts), committed_(std::move(committed)), tree_(*committed_.tree) {
  if (auto cursor = parts_.index.store()->cursor()) index_written_ = cursor->tree_size;
  sequencer_ = std::thread([this] { run_sequencer(); });
  committer_ = std::thread([this] { run_committer(); });
  index_writer_ = std::thread([this] { run_index(); });
}

Pipeline::~Pipeline() { (void)close(); }

ledger::Status Pipeline::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_everybody();
  for (auto* thread : {&sequencer_, &committer_, &index_writer_}) {
    if (thread->joinable()) thread->join();
  }
  if (const auto reason = trouble()) return *reason;
  return ledger::done();
}

void Pipeline::submit(std::unique_ptr<PreparedSubmission> submission, Caller caller) {
  const auto bytes = bytes_of(*submission);
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return waiting_bytes_ < waiting_bytes_max || trouble_; });
  if (trouble_ || closing_) {
    lock.unlock();
    return submission->answer(stopped_error());
  }
  if (caller == Caller::waits && nobody_works()) {
    sequencing_ = committing_ = true;
    lock.unlock();
    return append_alone(std::move(submission));
  }
  waiting_bytes_ += bytes;
  waiting_.push_back(std::move(submission));
  lock.unlock();
  submitted_.notify_one();
}

bool Pipeline::nobody_works() const { return waiting_.empty() && !sequencing_ && !ready_ && !committing_; }

void Pipeline::append_alone(std::unique_ptr<PreparedSubmission> submission) {
  CommitGroup group;
  sequence(std::move(submission), group);
  group.tip = parts_.sequencing.tip();
  (void)rotate_index(false);
  end_sequencing();
  commit_and_answer(group);
  end_committing();
  wait_for_index();
}

ChainTip Pipeline::tip() const {
  const std::lock_guard lock(mutex_);
  return committed_.tip;
}

CommittedChain Pipeline::committed() const {
  const std::lock_guard lock(mutex_);
  return committed_;
}

ledger::Status Pipeline::wait_until_committed(ledger::TreeSize size) {
  std::unique_lock lock(mutex_);
  progress_.wait(lock, [&] { return committed_.tip.size >= size || trouble_; });
  if (committed_.tip.size >= size) return ledger::done();
  return *trouble_;
}

ledger::Status Pipeline::wait_for_growth(ledger::TreeSize size, std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  const bool grown = progress_.wait_for(lock, wait, [&] { return committed_.tip.size > size || trouble_; });
  if (!grown || !trouble_) return ledger::done();
  return *trouble_;
}

ledger::Status Pipeline::write_index() {
  std::unique_lock lock(mutex_);
  const auto size = committed_.tip.size;
  if (index_written_ < size) index_wanted_ = true;
  submitted_.notify_one();
  progress_.wait(lock, [&] { return index_written_ >= size || trouble_ || committer_done_; });
  if (index_written_ >= size) return ledger::done();
  lock.unlock();
  return stopped_error();
}

std::optional<Pipeline::Waiting> Pipeline::take_waiting() {
  std::unique_lock lock(mutex_);
  const auto may_rotate = [&] { return index_wanted_ && !layer_; };
  submitted_.wait(lock, [&] { return !sequencing_ && (!waiting_.empty() || closing_ || may_rotate()); });
  if (waiting_.empty() && closing_) return std::nullopt;
  sequencing_ = true;
  waiting_bytes_ = 0;
  auto taken = std::exchange(waiting_, {});
  lock.unlock();
  room_.notify_all();
  return taken;
}

void Pipeline::run_sequencer() {
  // Submitters that check signatures have all processors busy: woken for each event it would take one from them each
  // time, and a commit hold few events. As batch it comes when they wait, or with their slice over.
  schedule_this_thread_as_batch();
  while (auto taken = take_waiting()) {
    sequence_all(std::move(*taken));
    rotate_if_wanted();
    end_sequencing();
  }
  const std::lock_guard lock(mutex_);
  sequencer_done_ = true;
  handed_over_.notify_one();
}

void Pipeline::sequence_all(Waiting taken) {
  std::unique_ptr<CommitGroup> group;
  for (auto& submission : taken) {
    if (!group) group = group_to_fill();
    sequence(std::move(submission), *group);
    if (is_full(*group)) hand_over(std::exchange(group, nullptr));
  }
  if (group) hand_over(std::move(group));
}

std::unique_ptr<CommitGroup> Pipeline::group_to_fill() {
  const std::lock_guard lock(mutex_);
  if (ready_ && committing_ && !is_full(*ready_)) return std::move(ready_);
  return std::make_unique<CommitGroup>();
}

void Pipeline::sequence(std::unique_ptr<PreparedSubmission> submission, CommitGroup& group) {
  if (trouble()) {
    group.answers.push_back({std::move(submission->answer), stopped_error()});
    return;
  }
  if (group.events.empty()) group.first = {parts_.sequencing.tip().size.value};
  parts_.sequencing.take(std::move(submission), group);
}

void Pipeline::hand_over(std::unique_ptr<CommitGroup> group) {
  group->tip = parts_.sequencing.tip();
  (void)rotate_index(false);
  {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return !ready_; });
    ready_ = std::move(group);
  }
  handed_over_.notify_one();
  wait_for_index();
}

void Pipeline::end_sequencing() {
  {
    const std::lock_guard lock(mutex_);
    sequencing_ = false;
    if (waiting_.empty() && !closing_ && !index_wanted_) return;
  }
  submitted_.notify_one();
}

void Pipeline::rotate_if_wanted() {
  {
    const std::lock_guard lock(mutex_);
    if (!index_wanted_) return;
  }
  // Everything sequenced was handed over: what is written waits for its commit.
  if (!rotate_index(true)) return;  // one is being written: again behind it
  const std::lock_guard lock(mutex_);
  index_wanted_ = false;
}

bool Pipeline::rotate_index(bool anyway) {
  const auto& tip = parts_.sequencing.tip();
  if (!parts_.index.rotate({tip.size, tip.leaf_hash}, anyway)) return false;
  {
    const std::lock_guard lock(mutex_);
    layer_ = tip.size;
    if (committed_.tip.size < tip.size) return true;
  }
  index_work_.notify_one();
  return true;
}

void Pipeline::wait_for_index() {
  if (!trouble()) parts_.index.wait_for_room();
}

void Pipeline::run_committer() {
  while (true) {
    std::unique_lock lock(mutex_);
    handed_over_.wait(lock, [&] { return !committing_ && (ready_ || sequencer_done_); });
    if (!ready_) break;
    committing_ = true;
    const auto group = std::move(ready_);
    lock.unlock();
    taken_.notify_one();
    commit_and_answer(*group);
    end_committing();
  }
  const std::lock_guard lock(mutex_);
  committer_done_ = true;
  index_work_.notify_one();
  progress_.notify_all();
}

void Pipeline::commit_and_answer(CommitGroup& group) {
  auto outcome = trouble() ? ledger::Status(stopped_error()) : commit(group);
  if (!outcome && !trouble()) stop_with(outcome.failure());
  answer(group, outcome);
}

void Pipeline::end_committing() {
  {
    const std::lock_guard lock(mutex_);
    committing_ = false;
    if (!ready_ && !sequencer_done_) return;
  }
  handed_over_.notify_one();
}

ledger::Status Pipeline::commit(CommitGroup& group) {
  if (group.events.empty()) return ledger::done();
  CommitBatch batch;
  tree_.append(group.leaf_hashes, [&](ledger::TileId id, std::span<const ledger::Hash> hashes) {
    batch.tiles.push_back({id, {hashes.begin(), hashes.end()}});
  });
  const PlacedEvents events{group.events, group.leaf_hashes, group.positions_begin};
  std::size_t at = 0;
  while (at < group.events.size()) {
    std::size_t end = at;
    std::size_t bytes = 0;
    while (end < group.events.size() && end - at < parts_.chunk_events_max &&
           (end == at || bytes + group.events[end].size() <= chunk_bytes_max)) {
      bytes += group.events[end++].size();
    }
    const ChunkPlace place{{group.first.value + at}, static_cast<std::uint32_t>(end - at)};
    batch.chunks.push_back({place, compressor_.encode(events.part(at, end - at))});
    at = end;
  }
  if (auto written = parts_.store.commit(batch); !written) return written;
  const auto before = group.first.value;
  if (auto synced = parts_.heads.wait_for({before}); !synced) return synced;
  parts_.heads.post_head(group.tip.size, group.tip.leaf_hash);
  if (parts_.head_sync_every_commit) {
    if (auto synced = parts_.heads.wait_for(group.tip.size); !synced) return synced;
  }
  auto tree = std::make_shared<const ledger::TileTree>(tree_);
  bool index_may_write = false;
  {
    const std::lock_guard lock(mutex_);
    committed_.tip = group.tip;
    committed_.tree.swap(tree);  // the one before goes outside the lock
    index_may_write = layer_ && *layer_ <= committed_.tip.size;
  }
  if (index_may_write) index_work_.notify_one();
  progress_.notify_all();
  return ledger::done();
}

void Pipeline::answer(CommitGroup& group, const ledger::Status& outcome) const {
  for (auto& [reply, told] : group.answers) {
    if (!outcome) {
      reply(outcome.failure());
      continue;
    }
    if (told.ok() && told->repeated) {
      const auto count = told->last_sequence.value - told->first_sequence.value + 1;
      auto hashes = read_leaf_hashes(parts_.store, told->first_sequence, count);
      if (hashes) {
        told->leaf_hashes = std::move(*hashes);
      } else {
        told = hashes.failure();
      }
    }
    reply(std::move(told));
  }
}

void Pipeline::run_index() {
  std::unique_lock lock(mutex_);
  while (true) {
    index_work_.wait(lock, [&] { return trouble_ || (layer_ ? *layer_ <= committed_.tip.size : committer_done_); });
    if (trouble_ || !layer_) break;  // without a layer the committer is done, and everything handed over is written
    lock.unlock();
    if (auto written = parts_.index.write_out(); !written) {
      stop_with(written.failure());
      return;
    }
    lock.lock();
    index_written_ = *std::exchange(layer_, std::nullopt);
    submitted_.notify_one();  // it may be wanted again
    progress_.notify_all();
  }
}

void Pipeline::stop_with(const Failure& failure) {
  {
    const std::lock_guard lock(mutex_);
    if (!trouble_) trouble_ = failure;
  }
  wake_everybody();
  parts_.index.abandon();
}

void Pipeline::wake_everybody() {
  for (auto* waited_for : {&submitted_, &room_, &handed_over_, &taken_, &index_work_, &progress_}) {
    waited_for->notify_all();
  }
}

std::optional<Failure> Pipeline::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

ledger::Error Pipeline::stopped_error() const {
  const auto reason = trouble();
  const auto* error = reason ? std::get_if<ledger::Error>(&*reason) : nullptr;
  if (error == nullptr) return {ErrorCode::stopped, "", "the ledger is closing"};
  return {ErrorCode::stopped, error->place, std::string(ledger::text_of(error->code).name) + ": " + error->detail};
}

ledger::Result<std::vector<ledger::Hash>> read_leaf_hashes(const ChainStore& store, ledger::Sequence first,
                                                           std::uint64_t count) {
  std::vector<ledger::Hash> hashes;
  hashes.reserve(count);
  DecodedChunk chunk;
  ledger::Status broken = ledger::done();
  auto read = store.each_chunk(first, [&](ledger::Sequence start, std::string_view stored) {
    broken = decode_chunk(stored, chunk);
    if (!broken) return false;
    for (std::size_t i = 0; i < chunk.events.size() && hashes.size() < count; ++i) {
      if (start.value + i >= first.value) hashes.push_back(chunk.leaf_hashes[i]);
    }
    return hashes.size() < count;
  });
  if (!read) return read.failure();
  if (!broken) return broken.failure();
  return hashes;
}

}  // namespace shiji::engine
