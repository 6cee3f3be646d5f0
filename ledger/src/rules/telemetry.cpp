#include "shiji/ledger/rules/telemetry.h"

#include "rules/minute.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/chain/tree.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <string>

namespace shiji::ledger {
namespace {

constexpr std::int64_t shanghai_ahead_us = 8 * 60 * minute_us;
constexpr std::uint32_t day_ms = 86'400'000;
constexpr std::size_t object_bytes_max = 0xffff;
constexpr std::size_t data_bytes_min = 27;  // time, kind, person, length of the object

Refusal wrong(RefusalCode code, std::string place, std::string expected, std::string actual) {
  return Refusal{code, std::move(place), std::move(expected), std::move(actual)};
}

Status check_lengths(const telemetry::BatchRecorded& batch) {
  const std::size_t records = batch.at_ms.size();
  const auto differs = [&](std::string place, std::size_t size) {
    return wrong(RefusalCode::columns_wrong, std::move(place), std::to_string(records) + " entries",
                 std::to_string(size) + " entries");
  };
  if (batch.kinds.size() != records) return differs("/payload/kinds", batch.kinds.size());
  if (batch.persons_at.size() != records) return differs("/payload/persons_at", batch.persons_at.size());
  if (batch.objects_at.size() != records) return differs("/payload/objects_at", batch.objects_at.size());
  if (batch.count == records && records > 0) return done();
  return wrong(RefusalCode::batch_count_wrong, "/payload/count", std::to_string(records), std::to_string(batch.count));
}

void append_big_endian(Buffer& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t big_endian_in(Bytes bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return value;
}

}  // namespace

Status check_columns(const telemetry::BatchRecorded& batch) {
  if (auto lengths = check_lengths(batch); !lengths) return lengths;
  for (const auto& object : batch.objects) {
    if (!object.empty() && object.size() <= object_bytes_max) continue;
    return wrong(RefusalCode::columns_wrong, "/payload/objects", "1 to 65535 bytes", std::to_string(object.size()));
  }
  for (std::size_t i = 0; i < batch.at_ms.size(); ++i) {
    const auto refused = [&](const char* column, std::size_t bound, std::size_t actual) {
      return wrong(RefusalCode::columns_wrong, "/payload/" + std::string(column) + "/" + std::to_string(i),
                   "below " + std::to_string(bound), std::to_string(actual));
    };
    if (batch.at_ms[i] >= day_ms) return refused("at_ms", day_ms, batch.at_ms[i]);
    if (batch.persons_at[i] >= batch.persons.size()) {
      return refused("persons_at", batch.persons.size(), batch.persons_at[i]);
    }
    if (batch.objects_at[i] > batch.objects.size()) {
      return refused("objects_at", batch.objects.size() + 1, batch.objects_at[i]);
    }
  }
  const auto late = std::is_sorted_until(batch.at_ms.begin(), batch.at_ms.end());
  if (late == batch.at_ms.end()) return done();
  return wrong(RefusalCode::columns_wrong, "/payload/at_ms/" + std::to_string(late - batch.at_ms.begin()),
               "not before the record before it", std::to_string(*late));
}

TelemetryRecord telemetry_record(const telemetry::BatchRecorded& batch, std::uint32_t index) {
  SHIJI_ASSERT(index < batch.count, "a record is of its batch");
  const std::int64_t day_began_us = std::int64_t{batch.day.value} * minutes_per_day * minute_us - shanghai_ahead_us;
  const std::uint16_t object = batch.objects_at[index];
  return {.at = {day_began_us + std::int64_t{batch.at_ms[index]} * 1'000},
          .kind = batch.kinds[index],
          .person = batch.persons[batch.persons_at[index]],
          .object = object == 0 ? std::string_view() : batch.objects[object - 1U]};
}

Buffer telemetry_data(const TelemetryRecord& record) {
  Buffer data;
  data.reserve(data_bytes_min + record.object.size());
  append_big_endian(data, static_cast<std::uint64_t>(record.at.value), 8);
  data.push_back(record.kind);
  data.insert(data.end(), record.person.bytes.begin(), record.person.bytes.end());
  append_big_endian(data, record.object.size(), 2);
  data.insert(data.end(), record.object.begin(), record.object.end());
  return data;
}

std::optional<TelemetryRecord> telemetry_record_from(Bytes data) {
  if (data.size() < data_bytes_min) return std::nullopt;
  TelemetryRecord out;
  out.at = {static_cast<std::int64_t>(big_endian_in(data.first(8)))};
  out.kind = data[8];
  std::ranges::copy(data.subspan(9, out.person.bytes.size()), out.person.bytes.begin());
  const auto object = data.subspan(data_bytes_min);
  if (big_endian_in(data.subspan(data_bytes_min - 2, 2)) != object.size()) return std::nullopt;
  out.object = std::string_view(reinterpret_cast<const char*>(object.data()), object.size());
  return out;
}

Hash telemetry_leaf(const TelemetryRecord& record) { return leaf_hash(telemetry_data(record)); }

std::vector<Hash> telemetry_leaves(const telemetry::BatchRecorded& batch) {
  std::vector<Hash> out;
  out.reserve(batch.count);
  for (std::uint32_t i = 0; i < batch.count; ++i) out.push_back(telemetry_leaf(telemetry_record(batch, i)));
  return out;
}

Hash telemetry_root(const telemetry::BatchRecorded& batch) {
  TileTree tree;
  tree.append(telemetry_leaves(batch), [](TileId, std::span<const Hash>) {});
  return tree.root();
}

std::vector<Hash> telemetry_path(const telemetry::BatchRecorded& batch, std::uint32_t index) {
  const auto leaves = telemetry_leaves(batch);
  // A batch has far fewer records than two levels of tiles hold.
  const TileReader reader = [&](TileId id, std::size_t width) -> Result<std::vector<Hash>> {
    std::vector<Hash> out;
    for (std::size_t i = id.index * tile_width; i < id.index * tile_width + width; ++i) {
      out.push_back(id.level == 0 ? leaves[i] : subtree_root(std::span(leaves).subspan(i * tile_width, tile_width)));
    }
    return out;
  };
  auto path = inclusion_proof({index}, {batch.count}, reader);
  SHIJI_ASSERT(path.ok(), "the records of a batch are all here");
  return std::move(*path);
}

Status check_telemetry(const telemetry::BatchRecorded& batch) {
  if (auto columns = check_columns(batch); !columns) return columns;
  const Hash root = telemetry_root(batch);
  if (root == batch.root) return done();
  return wrong(RefusalCode::batch_root_wrong, "/payload/root", to_hex(root.span()), to_hex(batch.root.span()));
}

}  // namespace shiji::ledger
