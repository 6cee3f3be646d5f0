// One record among many in one event: changed, dropped or swapped, it is found at its event's sequence, even where
// whoever did it signs again and computes every hash above anew.
#include "chunk_of.h"
#include "owner/ledger_directory.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/telemetry.h"
#include "store/chain_store.h"
#include "store/head_file.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>

using namespace shiji;
using namespace shiji::tests;

namespace {

/// The columns of a batch of one school and day.
struct Columns {
  std::vector<ledger::Subject> persons = std::vector<ledger::Subject>(2);
  std::vector<std::string_view> objects{"resource/r1", "article/a1"};
  std::vector<std::uint32_t> at_ms;
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at, objects_at;

  Columns() {
    engine::seeded_entropy(7)->fill(persons[0].bytes);
    engine::seeded_entropy(8)->fill(persons[1].bytes);
    for (std::uint32_t record = 0; record < 300; ++record) {
      at_ms.push_back(record / 3 * 1'000);  // three share a moment, so that two can be swapped
      kinds.push_back(static_cast<std::uint8_t>(1 + record % 10));
      persons_at.push_back(static_cast<std::uint16_t>(record % 2));
      objects_at.push_back(static_cast<std::uint16_t>(record % 3));
    }
  }
  [[nodiscard]] ledger::telemetry::BatchRecorded batch() const {
    return {.school = "2137000001",
            .day = *ledger::date_from_text("2023-09-01"),
            .batch = 0,
            .count = static_cast<std::uint32_t>(at_ms.size()),
            .root = {},
            .persons = persons,
            .objects = objects,
            .at_ms = at_ms,
            .kinds = kinds,
            .persons_at = persons_at,
            .objects_at = objects_at};
  }
};

void drop_last(Columns& columns) {
  columns.at_ms.pop_back();
  columns.kinds.pop_back();
  columns.persons_at.pop_back();
  columns.objects_at.pop_back();
}

void swap_records(Columns& columns, std::size_t one, std::size_t other) {
  std::swap(columns.at_ms[one], columns.at_ms[other]);
  std::swap(columns.kinds[one], columns.kinds[other]);
  std::swap(columns.persons_at[one], columns.persons_at[other]);
  std::swap(columns.objects_at[one], columns.objects_at[other]);
}

Command recorded(const ledger::telemetry::BatchRecorded& batch) {
  return {"telemetry/2137000001", ledger::EventType::telemetry_BatchRecorded, ledger::encode_payload(batch),
          std::string(engine::service_actor)};
}

/// A school and a day of its telemetry, which is the ledger's last event.
class TelemetryLedger {
 public:
  TelemetryLedger() {
    ledger_.open();
    REQUIRE(ledger_.append("school", {school(1)}).ok());
    auto batch = columns_.batch();
    batch.root = root();
    const auto receipt = ledger_.owner().append(submission(batch));
    INFO(outcome_of(receipt));
    REQUIRE(receipt.ok());
    last_ = receipt->last_sequence;
  }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] ledger::Hash root() const { return ledger::telemetry_root(columns_.batch()); }
  [[nodiscard]] ledger::Sequence last() const { return last_; }
  [[nodiscard]] std::string checkpoint() {
    const auto signed_head = ledger_.owner().checkpoint();
    REQUIRE(signed_head.ok());
    return signed_head->note;
  }
  [[nodiscard]] engine::VerificationReport verify() { return ledger_.verify(); }
  [[nodiscard]] engine::VerificationReport verify_against(const std::string& note) {
    ledger_.close();
    engine::VerificationOptions options;
    options.environment = ledger_.environment();
    options.against = {{"kept.txt", note}};
    auto report = engine::verify_ledger(ledger_.directory(), options);
    REQUIRE(report.ok());
    return std::move(*report);
  }

  /// The batch's stored bytes with one changed; nothing above follows.
  void change_byte(const std::function<void(ledger::Buffer&)>& change) {
    rewrite([&](ledger::Buffer bytes) {
      change(bytes);
      return bytes;
    });
  }

  /// The batch as another one, signed again, at the same place; then every hash above it.
  void tell_otherwise(const ledger::telemetry::BatchRecorded& batch) {
    ledger::Hash leaf{};
    const auto told = submission(batch).events.front();
    rewrite([&](const ledger::Buffer& bytes) {
      const auto before = ledger::decode_event(bytes);
      REQUIRE(before.ok());
      auto after = told;
      const auto decoded = ledger::decode_event(after);
      REQUIRE(decoded.ok());
      ledger::patch_position(after, ledger::patch_offsets(*decoded), before->event.position);
      leaf = ledger::leaf_hash(after);
      return after;
    });
    const auto head = engine::HeadFile::open(engine::head_path(ledger_.directory()), ledger_.environment());
    REQUIRE(head.ok());
    for (int slot = 0; slot < 2; ++slot)
      REQUIRE((*head)->write({.tree_size = {last_.value + 1}, .leaf_hash = leaf, .checkpoint = {}}).ok());
    std::filesystem::remove_all(engine::index_path(ledger_.directory()));
    ledger_.open();  // folds the index again
    ledger_.close();
  }

 private:
  /// Signed by the ledger's service, which alone writes telemetry.
  [[nodiscard]] engine::Submission submission(const ledger::telemetry::BatchRecorded& batch) const {
    const auto path = ledger_.directory() + "/" + std::string(engine::service_key_file);
    const auto service = engine::read_key_file(path, ledger_.environment());
    REQUIRE(service.ok());
    return TestLedger::submission("telemetry", {recorded(batch)}, service->key);
  }
  void rewrite(const std::function<ledger::Buffer(ledger::Buffer)>& change) {
    ledger_.close();
    const auto chain = engine::ChainStore::open(engine::chain_path(ledger_.directory()), engine::ChainStore::Mode::open,
                                                ledger_.environment());
    REQUIRE(chain.ok());
    engine::DecodedChunk chunk;
    const auto first = (*chain)->read_last_chunk(chunk);
    REQUIRE(first.ok());
    std::vector<ledger::Buffer> copies;
    for (const auto& bytes : chunk.events) copies.emplace_back(bytes.begin(), bytes.end());
    copies.back() = change(std::move(copies.back()));
    const std::vector<ledger::Bytes> views(copies.begin(), copies.end());
    const engine::ChunkPlace place{*first, static_cast<std::uint32_t>(views.size())};
    REQUIRE((*chain)->commit({.chunks = {{place, chunk_of(views)}}, .tiles = {}}).ok());
  }

  TestLedger ledger_;
  Columns columns_;
  ledger::Sequence last_{};
};

bool tells(const engine::VerificationReport& report, const std::string& kind, ledger::Sequence sequence) {
  for (const auto& fault : report.faults) UNSCOPED_INFO(fault.kind << " " << fault.where << " " << fault.message);
  return std::any_of(report.faults.begin(), report.faults.end(),
                     [&](const auto& fault) { return fault.kind == kind && fault.sequence == sequence; });
}

/// What is wrong when everything but the telemetry root fits: that, and nothing else.
void check_only_the_content_is_wrong(void (*spoil)(Columns&)) {
  TelemetryLedger ledger;
  Columns columns = ledger.columns();
  spoil(columns);
  auto batch = columns.batch();
  batch.root = ledger.root();
  ledger.tell_otherwise(batch);
  const auto report = ledger.verify();
  CHECK(tells(report, "content", ledger.last()));
  CHECK(report.faults_in_all == 1);
}

}  // namespace

TEST_CASE("a batch of telemetry that nobody touched verifies") {
  TelemetryLedger ledger;
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("a byte of a telemetry record changed in the stored event is found at its sequence") {
  TelemetryLedger ledger;
  ledger.change_byte([&](ledger::Buffer& bytes) {
    const auto& kinds = ledger.columns().kinds;
    const auto column = std::search(bytes.begin(), bytes.end(), kinds.begin(), kinds.end());
    REQUIRE(column != bytes.end());
    column[150] ^= 1;
  });
  const auto report = ledger.verify();
  CHECK(tells(report, "content", ledger.last()));
  CHECK(report.faults_in_all > 1);  // the signature and HEAD say so as well
}

TEST_CASE("a telemetry record changed, with every hash above it computed again, is found by the batch's root") {
  check_only_the_content_is_wrong([](Columns& columns) { columns.kinds[150] ^= 1; });
  check_only_the_content_is_wrong([](Columns& columns) { columns.at_ms[299] += 1; });
  check_only_the_content_is_wrong([](Columns& columns) { columns.persons_at[150] ^= 1; });
  check_only_the_content_is_wrong([](Columns& columns) { columns.objects[0] = "resource/r2"; });
}

TEST_CASE("a telemetry record dropped, with every hash above it computed again, is found by the batch's root") {
  check_only_the_content_is_wrong(drop_last);
  check_only_the_content_is_wrong([](Columns& columns) { columns.kinds.pop_back(); });
}

TEST_CASE("telemetry records swapped, with every hash above them computed again, are found by the batch's root") {
  check_only_the_content_is_wrong([](Columns& columns) { swap_records(columns, 150, 151); });
  check_only_the_content_is_wrong([](Columns& columns) { swap_records(columns, 0, 299); });
}

TEST_CASE("a batch that says how many records it never had is found") {
  TelemetryLedger ledger;
  auto batch = ledger.columns().batch();
  batch.root = ledger.root();
  ++batch.count;
  ledger.tell_otherwise(batch);
  CHECK(tells(ledger.verify(), "content", ledger.last()));
}

TEST_CASE("a batch told otherwise with a root to match is another history, which a kept checkpoint refutes") {
  TelemetryLedger as_it_was;
  const auto kept = as_it_was.checkpoint();
  TelemetryLedger ledger;  // the same bytes: same clock, same entropy
  CHECK(ledger.verify_against(kept).outside.front().agrees);
  Columns columns = ledger.columns();
  columns.kinds[150] ^= 1;
  auto batch = columns.batch();
  batch.root = ledger::telemetry_root(batch);
  ledger.tell_otherwise(batch);
  CHECK(ledger.verify().faults.empty());  // in itself it fits
  CHECK_FALSE(ledger.verify_against(kept).outside.front().agrees);
}
