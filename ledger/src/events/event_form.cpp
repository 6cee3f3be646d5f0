#include "events/event_form.h"

#include "event_generated.h"

#include <algorithm>
#include <cstring>

namespace shiji::ledger {

namespace {

constexpr std::size_t slice_bytes = 16;
constexpr std::size_t slices_together = 4;  // between two looks at what was found

template <typename T>
T value_at(Bytes bytes, std::size_t at) {
  T out;
  std::memcpy(&out, bytes.data() + at, sizeof(out));
  return out;
}

std::uint32_t place_in(Bytes bytes, const void* at) {
  return static_cast<std::uint32_t>(static_cast<const std::uint8_t*>(at) - bytes.data());
}

std::string_view text_at(Bytes bytes, const FormMarks::Text& part) {
  return {reinterpret_cast<const char*>(bytes.data()) + part.at, part.size};
}

FormMarks marks_of(const DecodedEvent& event) {
  const auto& table = *root<::shiji::Event>(event.bytes);
  FormMarks marks(event.bytes);
  marks.same(event.bytes.data(), sizeof(flatbuffers::uoffset_t));
  mark_event(reinterpret_cast<const flatbuffers::Table&>(table), marks);
  if (event.type != EventType::unknown) {
    mark_payload(event.type, event.event.payload, marks);
  } else {
    marks.free(event.event.payload.data(), event.event.payload.size());
  }
  return marks;
}

template <typename Vector>
bool any(Vector vector) {
  std::uint64_t halves[2];
  static_assert(sizeof(halves) == sizeof(vector));
  std::memcpy(halves, &vector, sizeof(halves));
  return (halves[0] | halves[1]) != 0;
}

}  // namespace

std::optional<EventForm> EventForm::of(const DecodedEvent& event) {
  const Bytes bytes = event.bytes;
  if (bytes.size() < slice_bytes || bytes.size() > bytes_max) return std::nullopt;
  const auto marks = marks_of(event);
  if (!marks.sound()) return std::nullopt;
  EventForm form;
  form.size_ = bytes.size();
  const auto type =
      FormMarks::Text{place_in(bytes, event.event.type.data()), static_cast<std::uint32_t>(event.event.type.size())};
  for (std::size_t first = 0; first < bytes.size(); first += slice_bytes) {
    // The last one may overlap the one before it: so none reaches beyond the event.
    Slice slice{{}, {}, std::min(first, bytes.size() - slice_bytes)};
    TextSlice text{{}, slice.at};
    for (std::size_t i = 0; i < slice_bytes; ++i) {
      const std::size_t at = slice.at + i;
      const bool is_of_type = at >= type.at && at < type.at + type.size;  // it decides how the payload is read
      slice.bytes[i] = static_cast<std::int8_t>(bytes[at]);
      slice.fixed[i] = !marks.is_value(at) || is_of_type ? -1 : 0;
      text.text[i] = marks.is_text(at) && !is_of_type ? -1 : 0;
    }
    if (any(slice.fixed)) form.slices_.push_back(slice);
    if (any(text.text)) form.text_slices_.push_back(text);
  }
  form.texts_ = marks.texts();
  form.times_ = marks.times();
  form.dates_ = marks.dates();
  form.type_ = event.type;
  form.offsets_ = patch_offsets(event);
  form.stream_ = {place_in(bytes, event.event.stream.data()), static_cast<std::uint32_t>(event.event.stream.size())};
  if (const auto* part = root<::shiji::Event>(bytes)->submission()) {
    const auto& table = reinterpret_cast<const flatbuffers::Table&>(*part);
    form.submission_ = Submission{{place_in(bytes, part->id()->Data()), part->id()->size()},
                                  place_in(bytes, table.GetAddressOf(::shiji::SubmissionPart::VT_INDEX)),
                                  place_in(bytes, table.GetAddressOf(::shiji::SubmissionPart::VT_COUNT))};
  }
  return form;
}

bool EventForm::fits(Bytes bytes) const {
  if (bytes.size() != size_ || !has_same(bytes) || !has_plain_texts(bytes)) return false;
  const auto time_is_sound = [&](std::uint32_t at) { return is_writable(value_at<Time>(bytes, at)); };
  const auto date_is_sound = [&](std::uint32_t at) { return is_writable(value_at<Date>(bytes, at)); };
  return std::ranges::all_of(times_, time_is_sound) && std::ranges::all_of(dates_, date_is_sound);
}

bool EventForm::has_same(Bytes bytes) const {
  Vector wrong{};
  std::size_t looked_at = 0;
  for (const auto& slice : slices_) {
    wrong |= (slice.bytes ^ value_at<Vector>(bytes, slice.at)) & slice.fixed;
    if (++looked_at % slices_together == 0 && any(wrong)) return false;
  }
  return !any(wrong);
}

bool EventForm::has_plain_texts(Bytes bytes) const {
  Vector odd{};  // what is not printable ASCII; bytes from 0x80 on are negative
  for (const auto& slice : text_slices_) {
    const auto found = value_at<Vector>(bytes, slice.at);
    odd |= ((found < ' ') | (found == 0x7f)) & slice.text;
  }
  if (!any(odd)) return true;
  return std::ranges::all_of(texts_, [&](const Part& part) { return is_plain_text(text_at(bytes, part)); });
}

void EventForm::outline(Bytes bytes, EventOutline& out) const {
  out.type = type_;
  std::memcpy(&out.position, bytes.data() + offsets_.position, sizeof(out.position));
  out.stream = text_at(bytes, stream_);
  out.has_signature = offsets_.signature != 0;
  out.offsets = offsets_;
  out.submission.reset();
  if (submission_) {
    out.submission =
        SubmissionPart{text_at(bytes, submission_->id), value_at<std::uint32_t>(bytes, submission_->index_at),
                       value_at<std::uint32_t>(bytes, submission_->count_at)};
  }
}

}  // namespace shiji::ledger
