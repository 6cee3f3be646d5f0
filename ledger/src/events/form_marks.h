// What of an event's bytes makes its form, and what is only values: filled in by the generated `mark` functions.
//
// What: a byte is the same in all events of a form unless it was marked as a value: then it is free, or it is of a
// text, a time or a date, which have conditions of their own. Places that say where things lie (vtables, offsets,
// lengths) are marked as such. Guarantees: `sound` only when nothing lies in two places at once; FlatBuffers may share
// bytes, and then a value could change where something lies. Private: payloads.cpp and event_forms.cpp include it.
#pragma once

#include "events/table_access.h"

#include <vector>

namespace shiji::ledger {

class FormMarks {
 public:
  explicit FormMarks(Bytes event) : event_(event), kinds_(event.size(), Kind::unmarked) {}

  /// An offset or a length; a value that may not differ.
  void same(const void* at, std::size_t size) { put(at, size, Kind::same); }
  void free(const void* at, std::size_t size) { put(at, size, Kind::free); }
  void time(const void* at) { times_.push_back(put(at, sizeof(Time), Kind::free)); }
  void date(const void* at) { dates_.push_back(put(at, sizeof(Date), Kind::free)); }
  void text(const flatbuffers::String& value) {
    length(value);
    texts_.push_back({put(value.Data(), value.size(), Kind::text), value.size()});
    same(value.Data() + value.size(), 1);
  }
  /// Its vtable, and where it says that lies.
  void table(const flatbuffers::Table& table) {
    const auto* vtable = table.GetVTable();
    same(vtable, flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable));
    same(&table, sizeof(flatbuffers::soffset_t));
  }
  /// Of a vector or string.
  template <typename Vector>
  void length(const Vector& value) {
    same(value.Data() - sizeof(flatbuffers::uoffset_t), sizeof(flatbuffers::uoffset_t));
  }
  template <typename Vector>
  void offsets(const Vector& value) {
    length(value);
    same(value.Data(), value.size() * sizeof(flatbuffers::uoffset_t));
  }

  struct Text {
    std::uint32_t at, size;
  };
  [[nodiscard]] bool sound() const { return sound_; }
  [[nodiscard]] bool is_value(std::size_t at) const { return kinds_[at] == Kind::free || is_text(at); }
  [[nodiscard]] bool is_text(std::size_t at) const { return kinds_[at] == Kind::text; }
  [[nodiscard]] const std::vector<Text>& texts() const { return texts_; }
  [[nodiscard]] const std::vector<std::uint32_t>& times() const { return times_; }
  [[nodiscard]] const std::vector<std::uint32_t>& dates() const { return dates_; }

 private:
  enum class Kind : std::uint8_t { unmarked, same, free, text };

  std::uint32_t put(const void* address, std::size_t size, Kind kind) {
    const auto at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(address) - event_.data());
    SHIJI_ASSERT(at <= event_.size() && size <= event_.size() - at, "what is marked lies in the event");
    for (std::size_t i = at; i < at + size; ++i) {
      const bool may_meet = kinds_[i] == Kind::unmarked || (kinds_[i] == Kind::same && kind == Kind::same);
      sound_ = sound_ && may_meet;
      kinds_[i] = kind;
    }
    return static_cast<std::uint32_t>(at);
  }

  Bytes event_;
  std::vector<Kind> kinds_;
  std::vector<Text> texts_;
  std::vector<std::uint32_t> times_;
  std::vector<std::uint32_t> dates_;
  bool sound_ = true;
};

/// Generated: marks a table that was verified, with all that it points to. Of what is nested in bytes with an alignment
/// of its own only the length: who knows what it is marks it.
void mark_event(const flatbuffers::Table& event, FormMarks& marks);
void mark_payload(EventType type, Bytes payload, FormMarks& marks);

}  // namespace shiji::ledger
