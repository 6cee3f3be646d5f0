#include "events/patch_room.h"

#include "event_generated.h"
#include "events/table_access.h"

#include <array>

namespace shiji::ledger {
namespace {

using Fields = ::shiji::Event;

/// What a field takes inside its table.
struct Inline {
  flatbuffers::voffset_t field;
  std::uint32_t size;
};
constexpr std::uint32_t reference = sizeof(flatbuffers::uoffset_t);
constexpr std::array inlines{
    Inline{Fields::VT_POSITION, sizeof(Position)},
    Inline{Fields::VT_STREAM, reference},
    Inline{Fields::VT_TYPE, reference},
    Inline{Fields::VT_PAYLOAD, reference},
    Inline{Fields::VT_SUBMISSION, reference},
    Inline{Fields::VT_ACTOR, reference},
    Inline{Fields::VT_ROLE, reference},
    Inline{Fields::VT_ON_BEHALF_OF, reference},
    Inline{Fields::VT_OCCURRED_AT, sizeof(std::int64_t)},
    Inline{Fields::VT_BUSINESS_DATE, sizeof(std::int32_t)},
    Inline{Fields::VT_WORKING_UNIT, reference},
    Inline{Fields::VT_ESTABLISHMENT_UNIT, reference},
    Inline{Fields::VT_SUBJECTS, reference},
    Inline{Fields::VT_CAUSATION, sizeof(Causation)},
    Inline{Fields::VT_CORRELATION, reference},
    Inline{Fields::VT_SOURCE, reference},
    Inline{Fields::VT_HISTORY, 1},
    Inline{Fields::VT_RULE_SET, sizeof(Hash)},
    Inline{Fields::VT_LEGAL_BASIS, reference},
    Inline{Fields::VT_DATA_LEVEL, 1},
    Inline{Fields::VT_EVIDENCE, reference},
    Inline{Fields::VT_SIGNATURE, sizeof(Signature)},
    Inline{Fields::VT_SUBMISSION_SIGNATURE, sizeof(Signature)},
};
constexpr std::array patched{std::size_t{0}, std::size_t{13}, std::size_t{21}, std::size_t{22}};
static_assert(inlines[patched[0]].field == Fields::VT_POSITION && inlines[patched[1]].field == Fields::VT_CAUSATION &&
              inlines[patched[2]].field == Fields::VT_SIGNATURE &&
              inlines[patched[3]].field == Fields::VT_SUBMISSION_SIGNATURE);
// A field that is added to the envelope is added here.
static_assert(Fields::VT_SUBMISSION_SIGNATURE == 4 + 2 * (inlines.size() - 1));

struct Range {
  const std::uint8_t* begin;
  const std::uint8_t* end;
  [[nodiscard]] bool meets(const Range& other) const { return begin < other.end && other.begin < end; }
};

Range vtable_of(const flatbuffers::Table& table) {
  const std::uint8_t* vtable = table.GetVTable();
  return {vtable, vtable + flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable)};
}

/// The bytes of the table itself: what its vtable says of its size.
Range body_of(const flatbuffers::Table& table) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(&table);
  return {begin, begin + flatbuffers::ReadScalar<flatbuffers::voffset_t>(table.GetVTable() + sizeof(std::uint16_t))};
}

bool fields_are_apart(const flatbuffers::Table& table, const Range& body) {
  std::array<std::uint32_t, inlines.size()> places;
  for (std::size_t i = 0; i < inlines.size(); ++i) {
    places[i] = table.GetOptionalFieldOffset(inlines[i].field);
    if (places[i] != 0 && body.begin + places[i] + inlines[i].size > body.end) return false;
  }
  for (const auto which : patched) {
    const auto begin = places[which];
    const auto end = begin + inlines[which].size;
    if (begin == 0) continue;
    for (std::size_t i = 0; i < inlines.size(); ++i) {
      if (i == which || places[i] == 0) continue;
      if (places[i] < end && begin < places[i] + inlines[i].size) return false;
    }
  }
  return true;
}

}  // namespace

bool surely_apart(const DecodedEvent& event) {
  const auto* root_table = root<Fields>(event.bytes);
  const auto& table = *reinterpret_cast<const flatbuffers::Table*>(root_table);
  const Range body = body_of(table);
  if (body.meets({event.bytes.data(), event.bytes.data() + reference})) return false;
  if (!fields_are_apart(table, body) || vtable_of(table).meets(body)) return false;
  // What a field refers to starts behind the field; when it starts behind the whole table, nothing of it is inside.
  for (const auto& field : inlines) {
    if (field.size != reference || field.field == Fields::VT_BUSINESS_DATE) continue;
    const auto* target = table.GetPointer<const std::uint8_t*>(field.field);
    if (target != nullptr && target < body.end) return false;
  }
  // The tables below hold strings only, which lie further on; just their vtables may lie anywhere.
  const auto apart = [&](const auto* child) {
    return child == nullptr || !vtable_of(*reinterpret_cast<const flatbuffers::Table*>(child)).meets(body);
  };
  return apart(root_table->submission()) && apart(root_table->on_behalf_of()) && apart(root_table->source());
}

}  // namespace shiji::ledger
