// How a ModelRun compares: everything the engine says against the reference's vector.
#include "model_run.h"

#include <catch2/catch.hpp>

namespace shiji::tests {

void ModelRun::compare_answer(const ledger::Result<engine::Receipt>& receipt, const ReferenceAnswer& answer) {
  auto outcome = outcome_of(receipt);
  if (receipt && receipt->repeated) outcome = "repeated";
  ++outcomes_[outcome];
  INFO(operation_);
  REQUIRE(outcome == answer.outcome);
  if (!receipt) return;
  CHECK(receipt->first_sequence.value == answer.first);
  CHECK(receipt->last_sequence.value == answer.first + answer.count - 1);
  REQUIRE(receipt->leaf_hashes.size() == answer.count);
  for (std::uint64_t i = 0; i < answer.count; ++i) {
    if (receipt->leaf_hashes[i] != reference_.events()[answer.first + i].leaf) FAIL("leaf " << answer.first + i);
  }
}

void ModelRun::compare_heads() {
  INFO("after " << operation_);
  const auto head = ledger_.owner().head().value();
  REQUIRE(head.tree_size.value == size());
  CHECK(head.leaf_hash == reference_.events().back().leaf);
  CHECK(head.recorded_at == reference_.events().back().recorded_at);
  CHECK(head.root == reference_.root(size()));
}

void ModelRun::compare_feed(std::uint64_t from, std::optional<ledger::TreeSize> end) {
  const auto stop = std::min(size(), end ? end->value : size());
  auto next = from;
  const auto read = ledger_.owner().feed({from}, end, [&](const engine::RecordedEvent& event) {
    if (next >= stop) FAIL("event " << event.event.event.position.sequence.value << " lies behind the end " << stop);
    const auto& expected = reference_.events()[next];
    const bool same =
        std::equal(event.event.bytes.begin(), event.event.bytes.end(), expected.bytes.begin(), expected.bytes.end());
    if (!same || event.leaf_hash != expected.leaf) FAIL("event " << next << " differs");
    ++next;
    return true;
  });
  INFO("feed from " << from << ": " << outcome_of(read));
  REQUIRE(read.ok());
  CHECK(next == std::max(from, stop));
}

void ModelRun::compare_stream(const std::string& stream, std::uint64_t from) {
  const auto sequences = reference_.sequences_of(stream);
  auto next = from;
  const auto read = ledger_.owner().read_stream(stream, {from}, [&](const engine::RecordedEvent& event) {
    if (next >= sequences.size()) FAIL(stream << " has no version " << next);
    const auto& expected = reference_.events()[sequences[next]];
    const auto& position = event.event.event.position;
    if (position.sequence.value != sequences[next] || position.version.value != next) FAIL("wrong place " << next);
    if (event.event.event.stream != stream || event.leaf_hash != expected.leaf) FAIL("version " << next << " differs");
    ++next;
    return true;
  });
  INFO(stream << " from " << from << ": " << outcome_of(read));
  CHECK(outcome_of(read) == (sequences.empty() ? "error not_found" : "ok"));
  CHECK(next == std::max<std::uint64_t>(from, sequences.size()));
}

void ModelRun::compare_all() {
  operation_ = "comparison of everything";
  compare_feed(0, std::nullopt);
  std::map<std::string, int> streams;
  for (const auto& event : reference_.events()) streams[event.stream] = 0;
  for (const auto& [stream, ignored] : streams) compare_stream(stream, 0);
  const auto report = ledger_.verify();
  for (const auto& fault : report.faults) UNSCOPED_INFO(fault.kind << " " << fault.where << " " << fault.message);
  CHECK(report.faults_in_all == 0);
  CHECK(report.events == size());
  CHECK(report.root == reference_.root(size()));
  ledger_.open(options_);
  compare_heads();
}

}  // namespace shiji::tests
