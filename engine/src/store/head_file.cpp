#include "store/head_file.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace shiji::engine {

using ledger::ErrorCode;

namespace {

constexpr std::string_view magic = "shijihd1";
constexpr std::size_t slot_size = head_slot_bytes;
constexpr std::size_t slot_distance = 4096;
constexpr std::size_t checked_size = 56;
constexpr std::size_t file_size = slot_distance + slot_size;
using Slot = HeadSlot;

void put_number(Slot& slot, std::size_t at, std::uint64_t number) {
  for (std::size_t i = 0; i < 8; ++i) slot[at + i] = static_cast<std::uint8_t>(number >> (8 * i));
}

std::uint64_t number_at(ledger::Bytes slot, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number |= std::uint64_t{slot[at + i]} << (8 * i);
  return number;
}

std::optional<HeadMark> decode(ledger::Bytes file, std::size_t offset) {
  if (file.size() < offset + slot_size) return std::nullopt;
  const auto slot = file.subspan(offset, slot_size);
  HeadMark mark;
  mark.tree_size = {number_at(slot, 8)};
  mark.checkpoint = {number_at(slot, 48)};
  std::copy_n(slot.begin() + 16, 32, mark.leaf_hash.bytes.begin());
  const auto expected = slot_of(mark);
  if (!std::equal(slot.begin(), slot.end(), expected.begin())) return std::nullopt;
  return mark;
}

struct Slots {
  std::optional<HeadMark> first, second;
  [[nodiscard]] bool second_is_newer() const {
    if (!second || !first) return second.has_value();
    return std::pair(first->tree_size, first->checkpoint) < std::pair(second->tree_size, second->checkpoint);
  }
};

Slots slots_of(ledger::Bytes file) { return {decode(file, 0), decode(file, slot_distance)}; }

}  // namespace

HeadSlot slot_of(const HeadMark& mark) {
  Slot slot{};
  std::memcpy(slot.data(), magic.data(), magic.size());
  put_number(slot, 8, mark.tree_size.value);
  put_number(slot, 48, mark.checkpoint.value);
  std::copy(mark.leaf_hash.bytes.begin(), mark.leaf_hash.bytes.end(), slot.begin() + 16);
  const auto check = ledger::sha256(ledger::Bytes(slot.data(), checked_size));
  std::copy_n(check.bytes.begin(), slot_size - checked_size, slot.begin() + checked_size);
  return slot;
}

std::optional<HeadMark> newest_mark(ledger::Bytes file) {
  const auto slots = slots_of(file);
  return slots.second_is_newer() ? slots.second : slots.first;
}

ledger::Result<std::unique_ptr<HeadFile>> HeadFile::open(const std::string& path, const Environment& environment) {
  auto file = SlotFile::open(environment.file_system, path, file_size);
  if (!file) return file.failure();
  auto bytes = (*file)->read(0, file_size);
  if (!bytes) return bytes.failure();
  auto head = std::unique_ptr<HeadFile>(new HeadFile(std::move(*file)));
  const auto slots = slots_of(*bytes);
  head->next_slot_ = slots.second_is_newer() || !slots.first ? 0 : 1;
  return head;
}

ledger::Status HeadFile::write(const HeadMark& mark) {
  const auto slot = slot_of(mark);
  if (auto written = file_->write(next_slot_ * slot_distance, slot); !written) return written;
  if (auto synced = file_->sync(); !synced) return synced;
  next_slot_ = 1 - next_slot_;
  return ledger::done();
}

ledger::Result<HeadMark> read_head(const std::string& path, const Environment& environment) {
  auto bytes = read_file(*environment.file_system, path);
  if (!bytes) return bytes.failure();
  if (const auto mark = newest_mark(*bytes)) return *mark;
  return ledger::Error{ErrorCode::corrupt, path, "neither slot of HEAD is whole"};
}

}  // namespace shiji::engine
