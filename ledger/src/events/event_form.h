// One form of events: the bytes of one that was decoded, and which of them any other of the form must have too.
//
// What: an event of the same size that has those bytes, whose texts are plain and whose times and dates can be written,
// is one that decode_event accepts, with everything at the same place (form_marks.h says why). Private to the folder.
#pragma once

#include "events/form_marks.h"
#include "shiji/ledger/events/event_outline.h"

#include <optional>
#include <vector>

namespace shiji::ledger {

class EventForm {
 public:
  static constexpr std::size_t bytes_max = 1'024;  // of larger ones hashing is what costs

  /// nullopt: what it has of values cannot be told from how it is read; or its size is none that is compared.
  [[nodiscard]] static std::optional<EventForm> of(const DecodedEvent& event);
  [[nodiscard]] bool fits(Bytes bytes) const;
  /// Of bytes that fit.
  void outline(Bytes bytes, EventOutline& out) const;

 private:
  using Part = FormMarks::Text;
  using Vector = std::int8_t __attribute__((vector_size(16)));
  /// Sixteen bytes that an event must have, as far as `fixed` is all ones.
  struct Slice {
    Vector bytes;
    Vector fixed;
    std::size_t at;
  };
  /// Sixteen of which are text, as far as `text` is all ones.
  struct TextSlice {
    Vector text;
    std::size_t at;
  };

  EventForm() = default;
  [[nodiscard]] bool has_same(Bytes bytes) const;
  [[nodiscard]] bool has_plain_texts(Bytes bytes) const;

  std::size_t size_ = 0;
  std::vector<Slice> slices_;
  std::vector<TextSlice> text_slices_;
  std::vector<Part> texts_;
  std::vector<std::uint32_t> times_;
  std::vector<std::uint32_t> dates_;
  EventType type_ = EventType::unknown;
  PatchOffsets offsets_;
  Part stream_{};
  struct Submission {
    Part id;
    std::uint32_t index_at, count_at;
  };
  std::optional<Submission> submission_;
};

}  // namespace shiji::ledger
