#include "verify/index_check.h"

#include "verify/bucket_hashes_check.h"

#include <algorithm>

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
  auto buckets = BucketHashesCheck::of(index_, [this](const std::string& message) { wrong(message); });
  if (!buckets) return wrong(buckets.error()->detail);
  std::uint64_t streams = 0;
  auto read =
      index_.each_stream({}, [&](std::string_view stream, const StreamHead& head, std::span<const Sequence> postings) {
        ++streams;
        buckets->take(stream, head);
        check_stream(stream, head, postings, current);
        return true;
      });
  if (!read) return wrong(read.error()->detail);
  buckets->finish();
  if (!current || streams == checks_.links().streams()) return;
  wrong(std::to_string(streams) + " streams indexed, " + std::to_string(checks_.links().streams()) + " in the chain");
}

void IndexCheck::check_stream(std::string_view stream, const StreamHead& head, std::span<const Sequence> postings,
                              bool current) const {
  const auto wrong_here = [&](const char* message) {
    report_({"index", head.sequence, std::string(stream), "index", message});
  };
  if (current) {
    const auto actual = checks_.links().head_of(stream);
    const bool same = actual && actual->version == head.version && actual->sequence == head.sequence &&
                      actual->leaf == head.leaf_hash;
    if (!same) return wrong_here("the stream's head is not its last event");
  } else if (checks_.leaf_at(head.sequence) != head.leaf_hash) {
    return wrong_here("the stream's head names another event");
  }
  const bool dense = postings.size() == head.version.value + 1 && postings.back() == head.sequence &&
                     std::is_sorted(postings.begin(), postings.end());
  if (!dense) wrong_here("the stream's postings do not lead to its head");
}

}  // namespace shiji::engine
