// What somebody does who has RocksDB and the program's own code: values, keys and chunks, with valid checksums.
#include "faults.h"

#include "chunk_of.h"
#include "file_faults.h"
#include "opened_database.h"
#include "store/chunk.h"

#include <array>

namespace shiji::tests {
namespace {

/// A column family that holds something: those of the chain three times as often as the index.
std::string some_part(TamperGround& ground) { return ground.below(4) == 0 ? "index" : "chain"; }

OpenedDatabase open(const TamperGround& ground, const std::string& part) {
  return {ground.directory + "/" + part, ground.environment};
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[static_cast<std::uint8_t>(c) >> 4];
    out += digits[static_cast<std::uint8_t>(c) & 15];
  }
  return out;
}

struct Entry {
  std::string family, key, value;
  [[nodiscard]] std::string told(const std::string& part) const { return part + "/" + family + " " + hex(key); }
};

std::optional<Entry> some_entry(TamperGround& ground, OpenedDatabase& database) {
  const auto& families = database.families();
  const auto& family = families[ground.below(families.size())];
  const auto keys = database.keys(family);
  if (keys.empty()) return std::nullopt;
  const auto& key = keys[ground.below(keys.size())];
  return Entry{family, key, database.get(family, key)};
}

std::optional<std::string> flip_bit_of_value(TamperGround& ground) {
  const auto part = some_part(ground);
  auto database = open(ground, part);
  auto entry = some_entry(ground, database);
  if (!entry || entry->value.empty()) return std::nullopt;
  const auto at = ground.below(entry->value.size());
  entry->value[at] = static_cast<char>(entry->value[at] ^ (1 << ground.below(8)));
  database.put(entry->family, entry->key, entry->value);
  return entry->told(part) + " byte " + std::to_string(at);
}

std::optional<std::string> cut_value(TamperGround& ground) {
  const auto part = some_part(ground);
  auto database = open(ground, part);
  auto entry = some_entry(ground, database);
  if (!entry || entry->value.empty()) return std::nullopt;
  entry->value.resize(ground.below(entry->value.size()));
  database.put(entry->family, entry->key, entry->value);
  return entry->told(part) + " cut to " + std::to_string(entry->value.size());
}

std::optional<std::string> erase_key(TamperGround& ground) {
  const auto part = some_part(ground);
  auto database = open(ground, part);
  const auto entry = some_entry(ground, database);
  if (!entry) return std::nullopt;
  database.erase(entry->family, entry->key);
  return entry->told(part);
}

/// A value that lies under one key, under another of the same family.
std::optional<std::string> repeat_value(TamperGround& ground) {
  const auto part = some_part(ground);
  auto database = open(ground, part);
  const auto entry = some_entry(ground, database);
  if (!entry) return std::nullopt;
  const auto keys = database.keys(entry->family);
  const auto& other = keys[ground.below(keys.size())];
  if (database.get(entry->family, other) == entry->value) return std::nullopt;
  database.put(entry->family, other, entry->value);
  return entry->told(part) + " also under " + hex(other);
}

std::optional<std::string> swap_values(TamperGround& ground) {
  const auto part = some_part(ground);
  auto database = open(ground, part);
  const auto entry = some_entry(ground, database);
  if (!entry) return std::nullopt;
  const auto keys = database.keys(entry->family);
  const auto& other = keys[ground.below(keys.size())];
  const auto value = database.get(entry->family, other);
  if (value == entry->value) return std::nullopt;
  database.put(entry->family, other, entry->value);
  database.put(entry->family, entry->key, value);
  return entry->told(part) + " with " + hex(other);
}

/// Events of a chunk changed by `change`, compressed again.
std::optional<std::string> change_chunk(TamperGround& ground, std::string_view what,
                                        bool (*change)(TamperGround&, std::vector<ledger::Buffer>&)) {
  auto database = open(ground, "chain");
  const auto keys = database.keys("events");
  const auto& key = keys[ground.below(keys.size())];
  engine::DecodedChunk chunk;
  REQUIRE(engine::decode_chunk(database.get("events", key), chunk).ok());
  std::vector<ledger::Buffer> events;
  for (const auto& bytes : chunk.events) events.emplace_back(bytes.begin(), bytes.end());
  if (!change(ground, events)) return std::nullopt;
  const std::vector<ledger::Bytes> views(events.begin(), events.end());
  database.put("events", key, chunk_of(views));
  return "chain/events " + hex(key) + ": " + std::string(what);
}

std::optional<std::string> flip_bit_of_event(TamperGround& ground) {
  return change_chunk(ground, "a bit", [](TamperGround& g, std::vector<ledger::Buffer>& events) {
    auto& event = events[g.below(events.size())];
    auto& byte = event[g.below(event.size())];
    byte = static_cast<std::uint8_t>(byte ^ (1U << g.below(8)));
    return true;
  });
}

std::optional<std::string> drop_event(TamperGround& ground) {
  return change_chunk(ground, "one event less", [](TamperGround& g, std::vector<ledger::Buffer>& events) {
    if (events.size() < 2) return false;
    events.erase(events.begin() + static_cast<std::ptrdiff_t>(g.below(events.size())));
    return true;
  });
}

std::optional<std::string> repeat_event(TamperGround& ground) {
  return change_chunk(ground, "one event twice", [](TamperGround& g, std::vector<ledger::Buffer>& events) {
    const auto again = events[g.below(events.size())];
    events.push_back(again);
    return events.size() <= engine::chunk_events_limit;
  });
}

std::optional<std::string> swap_events(TamperGround& ground) {
  return change_chunk(ground, "two events swapped", [](TamperGround& g, std::vector<ledger::Buffer>& events) {
    const auto one = g.below(events.size());
    const auto other = g.below(events.size());
    if (one == other) return false;
    std::swap(events[one], events[other]);
    return true;
  });
}

}  // namespace

std::span<const TamperFault> tamper_faults() {
  static constexpr std::array faults{
      TamperFault{"bit of a file", flip_bit_of_file},
      TamperFault{"file cut", cut_file},
      TamperFault{"bit of both heads", flip_bit_of_both_heads},
      TamperFault{"bit of a value", flip_bit_of_value},
      TamperFault{"value cut", cut_value},
      TamperFault{"key erased", erase_key},
      TamperFault{"value repeated", repeat_value},
      TamperFault{"values swapped", swap_values},
      TamperFault{"bit of an event", flip_bit_of_event},
      TamperFault{"event dropped", drop_event},
      TamperFault{"event repeated", repeat_event},
      TamperFault{"events swapped", swap_events},
  };
  return faults;
}

}  // namespace shiji::tests
