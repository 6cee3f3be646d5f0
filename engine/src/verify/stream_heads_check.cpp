#include "verify/stream_heads_check.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace shiji::engine {

using ledger::Hash;
using ledger::NamedHead;
using ledger::StreamBucket;
using ledger::StreamDigest;

namespace {

constexpr std::size_t slots_at_first = 1024;  // a power of two, as every later size
constexpr std::uint32_t no_stream = ~std::uint32_t{0};
constexpr std::uint64_t applied_together = 4'096;  // and not one by one

StreamBucket bucket_in(const StreamDigest& digest) {
  // The digest is the first bytes of SHA-256(name) as they lie in memory.
  std::array<std::uint8_t, sizeof(StreamDigest)> bytes;
  std::memcpy(bytes.data(), digest.data(), bytes.size());
  return static_cast<StreamBucket>(bytes[0] << 8U | bytes[1]);
}

}  // namespace

void WaitingLeaves::append(std::span<const Hash> leaves) {
  while (!leaves.empty()) {
    if (size_ % width == 0) {
      if (spare_.empty()) spare_.push_back(std::make_unique_for_overwrite<Hash[]>(width));
      blocks_.push_back(std::move(spare_.back()));
      spare_.pop_back();
    }
    const auto count = std::min(leaves.size(), width - size_ % width);
    std::copy_n(leaves.begin(), count, &blocks_.back()[size_ % width]);
    size_ += count;
    leaves = leaves.subspan(count);
  }
}

void WaitingLeaves::drop_before(std::uint64_t at) {
  for (; dropped_ < at / width; ++dropped_) {
    spare_.push_back(std::move(blocks_.front()));
    blocks_.pop_front();
  }
}

StreamHeadsCheck::StreamHeadsCheck()
    : slots_(slots_at_first, no_stream),
      first_of_bucket_(ledger::stream_buckets, no_stream),
      is_touched_(ledger::stream_buckets) {}

void StreamHeadsCheck::take(const ledger::LinkedEvent& event) {
  if (!complete_) return;
  const auto digest = event.stream_digest ? *event.stream_digest : ledger::digest_of_stream(event.stream);
  const bool goes_on = !runs_.empty() && runs_.back().stream == digest &&
                       event.version.value == runs_.back().version + (taken_ - runs_.back().first);
  if (!goes_on) runs_.push_back({digest, taken_, event.version.value, names_.size()});
  if (event.version.value == 0) {
    const auto size = static_cast<std::uint16_t>(event.stream.size());
    names_.append(reinterpret_cast<const char*>(&size), sizeof(size));
    names_.append(event.stream);
  }
  append({&event.leaf, 1});
}

void StreamHeadsCheck::follow(std::span<const Hash> leaves) {
  if (complete_) append(leaves);
}

void StreamHeadsCheck::append(std::span<const Hash> leaves) {
  leaves_.append(leaves);
  taken_ += leaves.size();
  // No record can be further behind than that.
  const bool is_much = taken_ - applied_ > ledger::stream_heads_behind_max + applied_together;
  if (is_much) apply_until(taken_ - 1 - ledger::stream_heads_behind_max);
}

void StreamHeadsCheck::check(const ledger::control::StreamHeadsRecorded& recorded, const WrongHeads& report) {
  if (!complete_) return;
  const std::uint64_t own = taken_ - 1;
  const bool is_far = recorded.tree_size > own || own - recorded.tree_size > ledger::stream_heads_behind_max;
  if (is_far || recorded.tree_size < applied_) {
    return report("heads of " + std::to_string(recorded.tree_size) + " events stand at event " + std::to_string(own));
  }
  apply_until(recorded.tree_size);
  if (!complete_) return;
  const Hash computed = root();
  const bool agrees = computed == recorded.root && streams_.size() == recorded.count;
  if (!agrees && !was_wrong_) {
    report("at " + std::to_string(recorded.tree_size) + " events " + std::to_string(streams_.size()) +
           " streams have root " + ledger::to_hex(computed.span()) + ", recorded are " +
           std::to_string(recorded.count) + " and " + ledger::to_hex(recorded.root.span()));
  }
  was_wrong_ = !agrees;
}

void StreamHeadsCheck::apply_until(std::uint64_t end) {
  while (applied_ < end && complete_) {
    const Run& run = runs_.front();
    const auto behind = runs_.size() > 1 ? runs_[1].first : taken_;
    applied_ = std::min(behind, end);
    apply(run, applied_ - 1);
    if (applied_ == behind) runs_.pop_front();
  }
  leaves_.drop_before(applied_);
}

/// Its events up to `last`.
void StreamHeadsCheck::apply(const Run& run, std::uint64_t last) {
  const auto slot = slot_of(run.stream);
  auto index = slots_[slot];
  if (index == no_stream) {
    // A stream that does not begin with version 0 is a fault of its own, and has no name here.
    if (run.version != 0) return lose();
    add_stream(run, slot);
    index = static_cast<std::uint32_t>(streams_.size() - 1);
  }
  auto& stream = streams_[index];
  stream.version = run.version + (last - run.first);
  stream.leaf = leaves_[last];
  touch(bucket_in(run.stream));
}

void StreamHeadsCheck::add_stream(const Run& run, std::size_t slot) {
  const auto bucket = bucket_in(run.stream);
  const auto index = static_cast<std::uint32_t>(streams_.size());
  streams_.push_back({run.stream, 0, {}, run.name_at, first_of_bucket_[bucket]});
  first_of_bucket_[bucket] = index;
  slots_[slot] = index;
  if (streams_.size() * 4 > slots_.size() * 3) grow();
}

std::size_t StreamHeadsCheck::slot_of(const StreamDigest& stream) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = stream[1] & mask;
  while (slots_[at] != no_stream && streams_[slots_[at]].digest != stream) at = (at + 1) & mask;
  return at;
}

void StreamHeadsCheck::grow() {
  slots_.assign(slots_.size() * 2, no_stream);
  for (std::uint32_t i = 0; i < streams_.size(); ++i) slots_[slot_of(streams_[i].digest)] = i;
}

void StreamHeadsCheck::touch(StreamBucket bucket) {
  if (is_touched_[bucket]) return;
  is_touched_[bucket] = true;
  touched_.push_back(bucket);
}

std::string_view StreamHeadsCheck::name_of(const Stream& stream) const {
  std::uint16_t size = 0;
  std::memcpy(&size, names_.data() + stream.name_at, sizeof(size));
  return std::string_view(names_).substr(stream.name_at + sizeof(size), size);
}

Hash StreamHeadsCheck::root() {
  std::vector<NamedHead> heads;
  ledger::Buffer data;
  for (const auto bucket : touched_) {
    heads.clear();
    for (auto at = first_of_bucket_[bucket]; at != no_stream; at = streams_[at].next_of_bucket) {
      heads.push_back({name_of(streams_[at]), {streams_[at].version}, streams_[at].leaf});
    }
    std::ranges::sort(heads);
    data.clear();
    for (const auto& head : heads) ledger::append_stream_head(data, head);
    tree_.set(bucket, ledger::leaf_hash(data));
    is_touched_[bucket] = false;
  }
  touched_.clear();
  return tree_.root();
}

}  // namespace shiji::engine
