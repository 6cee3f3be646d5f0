// Stream heads: recorded by the owner, found again, and true.
#include "shiji/ledger/chain/stream_heads.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <map>
#include <thread>

namespace shiji::tests {
namespace {

using engine::StreamHeadsRecord;
using ledger::Hash;
using ledger::TreeSize;

/// The root over the heads of the first `size` events, from the feed alone.
std::pair<std::uint64_t, Hash> heads_of_feed(const engine::Owner& owner, TreeSize size) {
  std::map<std::string, std::pair<ledger::Version, Hash>> heads;
  const auto read = owner.feed({0}, size, [&](const engine::RecordedEvent& recorded) {
    const auto& event = recorded.event.event;
    heads[std::string(event.stream)] = {event.position.version, recorded.leaf_hash};
    return true;
  });
  REQUIRE(read.ok());
  std::map<ledger::StreamBucket, ledger::Buffer> buckets;
  for (const auto& [name, head] : heads) {
    ledger::append_stream_head(buckets[ledger::bucket_of_stream(name)], {name, head.first, head.second});
  }
  ledger::StreamHeadTree tree;
  for (const auto& [bucket, data] : buckets) tree.set(bucket, ledger::leaf_hash(data));
  return {heads.size(), tree.root()};
}

StreamHeadsRecord recorded_heads(TestLedger& ledger) {
  const auto record = ledger.owner().record_stream_heads();
  INFO(outcome_of(record));
  REQUIRE(record.ok());
  return *record;
}

void check_true(TestLedger& ledger, const StreamHeadsRecord& record) {
  const auto [count, root] = heads_of_feed(ledger.owner(), record.tree_size);
  CHECK(record.count == count);
  CHECK(record.root == root);
}

std::uint64_t heads_in(TestLedger& ledger) {
  std::uint64_t count = 0;
  const auto read = ledger.owner().feed({0}, std::nullopt, [&](const engine::RecordedEvent& recorded) {
    if (recorded.event.type == ledger::EventType::control_StreamHeadsRecorded) ++count;
    return true;
  });
  REQUIRE(read.ok());
  return count;
}

std::vector<Command> schools(std::uint64_t first, std::uint64_t count) {
  std::vector<Command> commands;
  for (std::uint64_t i = 0; i < count; ++i) commands.push_back(school(first + i));
  return commands;
}

}  // namespace

TEST_CASE("recorded heads are those of all streams, and the event says so") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("a", schools(1, 300)).ok());
  const auto size = ledger.size();
  const auto record = recorded_heads(ledger);
  CHECK(record.tree_size.value == size);
  CHECK(record.sequence.value == size);
  CHECK(ledger.size() == size + 1);
  check_true(ledger, record);
  const auto read = ledger.owner().read_stream("heads/streams", {0}, [&](const engine::RecordedEvent& recorded) {
    const auto heads = ledger::payload_of<ledger::control::StreamHeadsRecorded>(recorded.event);
    CHECK(heads.tree_size == record.tree_size.value);
    CHECK(heads.count == record.count);
    CHECK(heads.root == record.root);
    CHECK(recorded.event.event.actor == engine::service_actor);
    return true;
  });
  CHECK(read.ok());
}

TEST_CASE("nothing is recorded when nothing came behind the last record") {
  TestLedger ledger;
  ledger.open();
  const auto first = recorded_heads(ledger);
  const auto again = recorded_heads(ledger);
  CHECK(again.sequence == first.sequence);
  CHECK(again.root == first.root);
  CHECK(heads_in(ledger) == 1);
  ledger.close();
  ledger.open();
  CHECK(recorded_heads(ledger).sequence == first.sequence);
}

TEST_CASE("heads recorded one after another, over reopening and a lost index, are all true") {
  TestLedger ledger;
  ledger.open();
  std::vector<StreamHeadsRecord> records;
  const auto step = [&](const std::string& id, std::uint64_t first, std::uint64_t count) {
    REQUIRE(ledger.append(id, schools(first, count)).ok());
    records.push_back(recorded_heads(ledger));
  };
  step("a", 1, 50);
  step("b", 51, 1);
  ledger.close();
  ledger.open();
  step("c", 52, 30);
  ledger.close();
  std::filesystem::remove_all(ledger.directory() + "/index");
  ledger.open();
  step("d", 82, 3);
  for (const auto& record : records) check_true(ledger, record);
  const auto report = ledger.verify();
  CHECK(report.faults_in_all == 0);
}

TEST_CASE("heads recorded while others append are true at their tree size") {
  TestLedger ledger;
  ledger.open();
  std::vector<engine::Submission> submissions;
  submissions.reserve(200);
  for (std::uint64_t i = 0; i < 200; ++i) {
    submissions.push_back(ledger.submission("s" + std::to_string(i), schools(1 + i * 5, 5)));
  }
  std::thread writer([&] {
    for (auto& submission : submissions) {
      if (!ledger.owner().append(std::move(submission)).ok()) return;
    }
  });
  std::vector<StreamHeadsRecord> records;
  records.reserve(20);
  for (int i = 0; i < 20; ++i) records.push_back(recorded_heads(ledger));
  writer.join();
  for (const auto& record : records) check_true(ledger, record);
  CHECK(ledger.verify().faults_in_all == 0);
}

TEST_CASE("only the owner records heads: a client's are refused") {
  TestLedger ledger;
  ledger.open();
  const auto heads =
      ledger::encode_payload(ledger::control::StreamHeadsRecorded{.tree_size = 5, .count = 1, .root = {}});
  const Command forged{"heads/streams", ledger::EventType::control_StreamHeadsRecorded, heads};
  CHECK(outcome_of(ledger.append("a", {forged})) == "refused written_by_ledger");
  CHECK(outcome_of(ledger.append_json("b", R"({"stream":"heads/streams","type":"control.StreamHeadsRecorded",)"
                                           R"("payload":{"tree_size":5,"count":1,"root":")" +
                                               std::string(64, '0') + "\"}}")) == "refused written_by_ledger");
}

TEST_CASE("an owner that keeps heads records them once an interval, behind what was appended") {
  TestLedger ledger;
  engine::OwnerOptions options;
  options.stream_heads_interval_us = engine::hour_us;
  const auto later = [&](std::int64_t minutes) {
    ledger.clock().set({ledger.clock().now().value + minutes * 60'000'000});
  };
  const auto append = [&](const std::string& id, std::uint64_t number) {
    ledger.open(options);
    REQUIRE(ledger.append(id, {school(number)}).ok());
    ledger.close();  // the owner looks once more before it ends
  };
  append("a", 1);
  ledger.open();
  CHECK(heads_in(ledger) == 0);
  ledger.close();
  later(61);
  append("b", 2);
  append("c", 3);
  ledger.open();
  CHECK(heads_in(ledger) == 1);
  ledger.close();
  later(59);
  append("d", 4);
  ledger.open();
  CHECK(heads_in(ledger) == 1);
  ledger.close();
  later(1);
  append("e", 5);
  ledger.open();
  CHECK(heads_in(ledger) == 2);
  check_true(ledger, recorded_heads(ledger));
}

TEST_CASE("an owner that is only asked keeps still for days") {
  TestLedger ledger;
  ledger.open();
  ledger.clock().set({ledger.clock().now().value + 30 * 24 * engine::hour_us});
  REQUIRE(ledger.append("a", {school(1)}).ok());
  ledger.close();
  ledger.open();
  CHECK(heads_in(ledger) == 0);
}

}  // namespace shiji::tests
