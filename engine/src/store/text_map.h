// TextMap: a hash map from texts that is looked up without copying them, and with a hash that was computed once.
//
// Shape: slots of a piece of the hash and a number, eight bytes each, lead to entries in blocks in the order they came;
// texts lie end to end in an arena. A text that is not there costs one look into the slots, one that is there one more
// into its entry. Nothing is ever taken out. Ownership: owns values, texts are the arena's; entries stay where they
// are. Errors: none. Threads: one at a time; may be read while nobody changes it.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace shiji::engine {

/// A text with its hash, for looking it up in several maps.
struct HashedText {
  explicit HashedText(std::string_view name) : text(name), hash(std::hash<std::string_view>{}(name)) {}
  std::string_view text;
  std::uint64_t hash;
};

/// Texts that go all at once.
class TextArena {
 public:
  [[nodiscard]] std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > room_) take_block(text.size());
    std::memcpy(next_, text.data(), text.size());
    const std::string_view kept(next_, text.size());
    next_ += text.size();
    room_ -= text.size();
    return kept;
  }

 private:
  static constexpr std::size_t block_bytes = 64 * 1024;
  void take_block(std::size_t least) {
    room_ = least > block_bytes ? least : block_bytes;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(room_));
    next_ = blocks_.back().get();
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t room_ = 0;
};

template <typename Value>
class TextMap {
 public:
  struct Entry {
    std::string_view text;
    std::uint64_t hash;
    Value value;
  };

  explicit TextMap(TextArena& texts) : texts_(texts) {}
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Entry* find(const HashedText& key) const {
    if (size_ == 0) return nullptr;
    for (std::size_t at = key.hash & mask(); slots_[at].number != 0; at = (at + 1) & mask()) {
      if (slots_[at].tag != tag_of(key.hash)) continue;
      const Entry& entry = entry_at(slots_[at].number - 1);
      if (entry.hash == key.hash && entry.text == key.text) return &entry;
    }
    return nullptr;
  }
  [[nodiscard]] Entry* find(const HashedText& key) { return const_cast<Entry*>(std::as_const(*this).find(key)); }

  /// The text must not be in it.
  Entry& add(const HashedText& key, Value value) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    if (size_ == blocks_.size() * block_entries) blocks_.push_back(std::make_unique<Block>());
    Entry& entry = entry_at(size_++);
    entry = {texts_.keep(key.text), key.hash, std::move(value)};
    link(entry, static_cast<std::uint32_t>(size_));
    return entry;
  }

  /// In the order in which they were added.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (std::size_t i = 0; i < size_; ++i) visit(entry_at(i));
  }

 private:
  static constexpr std::size_t block_entries = 256;
  static constexpr std::size_t slots_min = 64;
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t number = 0;  ///< of the entry, from 1; 0: free
  };
  using Block = std::array<Entry, block_entries>;

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }
  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
  [[nodiscard]] const Entry& entry_at(std::size_t number) const {
    return (*blocks_[number / block_entries])[number % block_entries];
  }
  [[nodiscard]] Entry& entry_at(std::size_t number) {
    return (*blocks_[number / block_entries])[number % block_entries];
  }

  void link(const Entry& entry, std::uint32_t number) {
    std::size_t at = entry.hash & mask();
    while (slots_[at].number != 0) at = (at + 1) & mask();
    slots_[at] = {tag_of(entry.hash), number};
  }
  void grow() {
    slots_.assign(slots_.empty() ? slots_min : 2 * slots_.size(), Slot());
    for (std::size_t i = 0; i < size_; ++i) link(entry_at(i), static_cast<std::uint32_t>(i + 1));
  }

  TextArena& texts_;
  std::vector<Slot> slots_;  // a power of two, at most half of them in use
  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace shiji::engine
