#include "verify/index_check.h"

#include <algorithm>
#include <future>

namespace shiji::engine {

using ledger::Sequence;

bool IndexCheck::streams() {
  const auto cursor = index_.cursor();
  if (!cursor) return wrong(cursor.error()->detail), false;
  if (cursor->tree_size.value > 0 && checks_.leaf_at({cursor->tree_size.value - 1}) != cursor->leaf_hash)
    return wrong("its cursor names an event that is not in the chain"), false;
  check_streams(cursor->tree_size == size_ && checks_.saw_every_event());
  return true;
}

void IndexCheck::check_streams(bool current) {
  const auto kept = kept_buckets(index_);
  if (!kept) return wrong(kept.error()->detail);
  std::vector<std::future<Part>> parts;
  const std::uint64_t count = std::min<std::uint64_t>(workers_, ledger::stream_buckets);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto begin = [&](std::uint64_t part) { return part * ledger::stream_buckets / count; };
    const BucketRange buckets{static_cast<ledger::StreamBucket>(begin(i)),
                              static_cast<ledger::StreamBucket>(begin(i + 1) - 1)};
    const auto how = i + 1 < count ? std::launch::async : std::launch::deferred;  // this thread is one of them
    parts.push_back(std::async(how, [=, this, &kept] { return check_part(buckets, *kept, current); }));
  }
  parts.back().wait();  // done here, beside the others
  std::uint64_t streams = 0;
  for (auto& waiting : parts) {
    auto part = waiting.get();
    for (auto& found : part.faults) report_(std::move(found));
    if (!part.read) return wrong(part.read.error()->detail);
    streams += part.streams;
  }
  if (!current || streams == checks_.links().streams()) return;
  wrong(std::to_string(streams) + " streams indexed, " + std::to_string(checks_.links().streams()) + " in the chain");
}

IndexCheck::Part IndexCheck::check_part(const BucketRange& buckets, const KeptBuckets& kept, bool current) const {
  Part part;
  const auto found = [&](std::optional<Sequence> at, std::string_view stream, std::string message) {
    part.faults.push_back({"index", at, std::string(stream), "index", std::move(message)});
  };
  BucketHashesCheck hashes(kept, buckets, [&](const std::string& message) { found(std::nullopt, "", message); });
  part.read = index_.each_stream(
      buckets, [&](std::string_view stream, const StreamHead& head, std::span<const Sequence> postings) {
        ++part.streams;
        hashes.take(stream, head);
        if (const auto* fault = fault_of(stream, head, postings, current)) found(head.sequence, stream, fault);
        return true;
      });
  if (part.read) hashes.finish();
  return part;
}

/// Null: there is none.
const char* IndexCheck::fault_of(std::string_view stream, const StreamHead& head, std::span<const Sequence> postings,
                                 bool current) const {
  if (current) {
    const auto actual = checks_.links().head_of(stream);
    const bool same = actual && actual->version == head.version && actual->sequence == head.sequence &&
                      actual->leaf == head.leaf_hash;
    if (!same) return "the stream's head is not its last event";
  } else if (checks_.leaf_at(head.sequence) != head.leaf_hash) {
    return "the stream's head names another event";
  }
  const bool dense = postings.size() == head.version.value + 1 && postings.back() == head.sequence &&
                     std::is_sorted(postings.begin(), postings.end());
  return dense ? nullptr : "the stream's postings do not lead to its head";
}

}  // namespace shiji::engine
