// Telemetry: what a batch says it holds, it holds; one record changed, dropped or swapped is another root.
#include "shiji/ledger/rules/telemetry.h"

#include "rules/rule_ledger.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/chain/tree.h"

#include <catch2/catch.hpp>

#include <utility>

namespace shiji::tests {
namespace {

/// Columns that live as long as the batch that views them.
struct Columns {
  std::vector<Subject> persons{subject(1), subject(2)};
  std::vector<std::string_view> objects{"resource/r1", "lesson/l1"};
  std::vector<std::uint32_t> at_ms;
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at, objects_at;

  explicit Columns(std::size_t records) {
    for (std::size_t i = 0; i < records; ++i) {
      at_ms.push_back(static_cast<std::uint32_t>(i * 10));
      kinds.push_back(static_cast<std::uint8_t>(1 + i % 7));
      persons_at.push_back(static_cast<std::uint16_t>(i % 2));
      objects_at.push_back(static_cast<std::uint16_t>(i % 3));
    }
  }

  [[nodiscard]] telemetry::BatchRecorded batch() const {
    return {.school = "2137000001",
            .day = *date_from_text("2023-09-04"),
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
  [[nodiscard]] telemetry::BatchRecorded rooted() const {
    auto out = batch();
    out.root = telemetry_root(out);
    return out;
  }
};

std::string answer(const telemetry::BatchRecorded& batch) {
  const auto checked = check_telemetry(batch);
  if (checked) return "accepted";
  return std::string(text_of(checked.refusal()->code).name);
}

}  // namespace

TEST_CASE("a batch that is what its count and root say is accepted, of one record and of thousands") {
  for (const std::size_t records : {1U, 2U, 3U, 255U, 256U, 257U, 5'000U})
    CHECK(answer(Columns(records).rooted()) == "accepted");
}

TEST_CASE("a batch that is not what it says is refused, by what is wrong with it") {
  const Columns good(10);
  const auto root = good.rooted().root;
  const auto refused = [&](void (*spoil)(Columns&)) {
    Columns columns = good;
    spoil(columns);
    auto batch = columns.batch();
    batch.root = root;
    return answer(batch);
  };
  CHECK(refused([](Columns&) {}) == "accepted");
  CHECK(refused([](Columns& c) { c.kinds[3] = 9; }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) { c.at_ms[3] += 1; }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) { c.persons_at[3] ^= 1; }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) { std::swap(c.kinds[3], c.kinds[4]); }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) { c.objects[0] = "resource/r2"; }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) {
          for (auto* column : {&c.persons_at, &c.objects_at}) column->pop_back();
          c.at_ms.pop_back();
          c.kinds.pop_back();
        }) == "batch_root_wrong");
  CHECK(refused([](Columns& c) { c.kinds.pop_back(); }) == "columns_wrong");
  CHECK(refused([](Columns& c) { c.persons_at[0] = 2; }) == "columns_wrong");
  CHECK(refused([](Columns& c) { c.objects_at[0] = 3; }) == "columns_wrong");
  CHECK(refused([](Columns& c) { c.at_ms[9] = 86'400'000; }) == "columns_wrong");
  CHECK(refused([](Columns& c) { std::swap(c.at_ms[3], c.at_ms[4]); }) == "columns_wrong");
  CHECK(refused([](Columns& c) { c.objects[1] = ""; }) == "columns_wrong");

  auto batch = good.rooted();
  batch.count = 9;
  CHECK(answer(batch) == "batch_count_wrong");
  CHECK(answer(Columns(0).batch()) == "batch_count_wrong");
}

TEST_CASE("a record says when, what, who and which") {
  const Columns columns(10);
  const auto batch = columns.rooted();
  const auto record = telemetry_record(batch, 4);
  CHECK(to_text(record.at) == "2023-09-03T16:00:00.040000Z");
  CHECK(record.kind == 5);
  CHECK(record.person == subject(1));
  CHECK(record.object == "resource/r1");
  CHECK(telemetry_record(batch, 3).object.empty());
}

TEST_CASE("one record is shown with the path to it alone") {
  const Columns columns(300);
  const auto batch = columns.rooted();
  const auto leaves = telemetry_leaves(batch);
  for (const std::uint32_t index : {0U, 1U, 255U, 256U, 299U}) {
    const auto path = telemetry_path(batch, index);
    CHECK(inclusion_holds({index}, {batch.count}, leaves[index], path, batch.root));
    CHECK_FALSE(inclusion_holds({index}, {batch.count}, leaves[(index + 1) % 300], path, batch.root));
  }
}

}  // namespace shiji::tests
