#include "events/patch_room.h"

#include "event_generated.h"
#include "events/table_access.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

using Place = const std::uint8_t*;

Place end_of_vtable(const flatbuffers::Table& table) {
  const Place vtable = table.GetVTable();
  return vtable + flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable);
}

/// Behind the table itself: its vtable says how long it is.
Place end_of_body(const flatbuffers::Table& table) {
  const auto* begin = reinterpret_cast<Place>(&table);
  return begin + flatbuffers::ReadScalar<flatbuffers::voffset_t>(table.GetVTable() + sizeof(flatbuffers::voffset_t));
}

/// Follows how far things reach into the bytes.
class Extent {
 public:
  void add(Place end) { end_ = std::max(end_, end); }
  void add(const flatbuffers::String* text) {
    if (text != nullptr) add(text->Data() + text->size() + 1);
  }
  template <typename Element>
  void add_vector(const flatbuffers::Vector<Element>* vector, std::size_t element_size) {
    if (vector != nullptr) add(vector->Data() + vector->size() * element_size);
  }
  template <typename Table>
  bool add_table(const Table* table) {
    if (table == nullptr) return false;
    const auto& base = *reinterpret_cast<const flatbuffers::Table*>(table);
    add(end_of_vtable(base));
    add(end_of_body(base));
    return true;
  }
  [[nodiscard]] Place end() const { return end_; }

 private:
  Place end_ = nullptr;
};

/// Behind everything that is not patched.
Place end_of_rest(const ::shiji::Event& event) {
  Extent extent;
  extent.add_table(&event);
  for (const auto* text : {event.stream(), event.type(), event.actor(), event.role(), event.working_unit(),
                           event.establishment_unit(), event.correlation(), event.legal_basis()}) {
    extent.add(text);
  }
  extent.add_vector(event.payload(), 1);
  extent.add_vector(event.subjects(), sizeof(Subject));
  extent.add_vector(event.evidence(), sizeof(Hash));
  if (extent.add_table(event.submission())) extent.add(event.submission()->id());
  if (extent.add_table(event.source())) extent.add(event.source()->reference());
  if (extent.add_table(event.on_behalf_of())) extent.add(event.on_behalf_of()->reason());
  return extent.end();
}

}  // namespace

bool surely_apart(const DecodedEvent& event) {
  // A field more in the envelope is a line more above.
  static_assert(::shiji::Event::VT_SUBMISSION_SIGNATURE == 4 + 2 * 22);
  const auto& table = *root<::shiji::Event>(event.bytes);
  const Place rest = end_of_rest(table);
  constexpr auto length_size = sizeof(flatbuffers::uoffset_t);
  Place next = nullptr;  // the patched structs one behind the other, as they are written
  const auto follows = [&](const auto* vector, std::size_t size) {
    if (vector == nullptr) return true;
    const Place begin = vector->Data() - length_size;
    const bool apart = begin >= rest && begin >= next;
    next = vector->Data() + size;
    return apart;
  };
  return follows(table.submission_signature(), sizeof(Signature)) && follows(table.signature(), sizeof(Signature)) &&
         follows(table.position(), sizeof(Position));
}

}  // namespace shiji::ledger
