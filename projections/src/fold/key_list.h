// KeyList: the keys one event touches, without an allocation per event.
//
// What: filled by Projection::keys, then walked. `item` says which part of the event is meant for that key (the entry
// of an attendance list), `count` how often (the records of a telemetry batch that name it), so that a fold neither
// searches nor counts: keys that many parts of one event name are counted once, in `keys`. Ownership: owns its text;
// views are valid until the next add or clear. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/ids.h"

#include <string>
#include <string_view>
#include <vector>

namespace shiji::projections {

struct Key {
  std::string_view text;
  std::uint32_t item = 0;
  std::uint32_t count = 1;
};

class KeyList {
 public:
  void clear() {
    text_.clear();
    places_.clear();
  }
  void add(std::string_view key, std::uint32_t item = 0, std::uint32_t count = 1) {
    places_.push_back({text_.size(), key.size(), item, count});
    text_.append(key);
  }
  /// A person's key is the subject in hexadecimal.
  void add(const ledger::Subject& subject, std::uint32_t item = 0, std::uint32_t count = 1);
  /// Another part of the event for the key that was added last.
  void add_to_last(std::uint32_t item, std::uint32_t count);
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] Key operator[](std::size_t index) const {
    const auto& place = places_[index];
    return {std::string_view(text_).substr(place.offset, place.size), place.item, place.count};
  }

 private:
  struct Place {
    std::size_t offset, size;
    std::uint32_t item, count;
  };
  std::string text_;
  std::vector<Place> places_;
};

}  // namespace shiji::projections
