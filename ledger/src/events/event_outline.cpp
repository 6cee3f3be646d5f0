#include "shiji/ledger/events/event_outline.h"

#include "events/event_form.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace shiji::ledger {

namespace {

constexpr std::size_t sets = 128;
constexpr std::size_t forms_in_set = 16;

/// Events of one form have the same size, and their table in the same place.
std::size_t set_of(Bytes bytes) {
  std::uint32_t table = 0;
  if (bytes.size() >= sizeof(table)) std::memcpy(&table, bytes.data(), sizeof(table));
  return (bytes.size() / 8 + table * 31) % sets;
}

}  // namespace

EventOutline outline_of(const DecodedEvent& event) {
  return {event.type,
          event.event.position,
          event.event.stream,
          event.event.submission,
          event.event.signature.has_value(),
          patch_offsets(event)};
}

/// The forms of a set, the one that was seen last first.
struct OutlineReader::Forms {
  std::array<std::vector<std::unique_ptr<const EventForm>>, sets> by_set;
  std::uint64_t recognised = 0;
  EventOutline outline;
};

OutlineReader::OutlineReader() : forms_(std::make_unique<Forms>()) {}
OutlineReader::~OutlineReader() = default;

const EventOutline* OutlineReader::read(Bytes bytes) {
  auto& forms = forms_->by_set[set_of(bytes)];
  const auto known = std::ranges::find_if(forms, [&](const auto& form) { return form->fits(bytes); });
  if (known != forms.end()) {
    ++forms_->recognised;
    std::rotate(forms.begin(), known, known + 1);
    forms.front()->outline(bytes, forms_->outline);
    return &forms_->outline;
  }
  const auto event = decode_event(bytes);
  if (!event) return nullptr;
  if (auto form = EventForm::of(*event)) {
    if (forms.size() == forms_in_set) forms.pop_back();
    forms.insert(forms.begin(), std::make_unique<const EventForm>(std::move(*form)));
  }
  forms_->outline = outline_of(*event);
  return &forms_->outline;
}

std::uint64_t OutlineReader::recognised() const { return forms_->recognised; }

}  // namespace shiji::ledger
