// Tables whose fields lie in one place: for tests of what must not be accepted.
#pragma once

#include "shiji/ledger/events/event.h"

#include <flatbuffers/flatbuffers.h>

namespace shiji::test {

/// Makes the event's field with this id refer to what lies at `target`.
inline void refer(ledger::Buffer& bytes, int field, std::uint32_t target) {
  const auto root = flatbuffers::ReadScalar<flatbuffers::uoffset_t>(bytes.data());
  auto* table = bytes.data() + root;
  auto* vtable = table - flatbuffers::ReadScalar<flatbuffers::soffset_t>(table);
  auto* place = table + flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable + 4 + 2 * field);
  flatbuffers::WriteScalar(place, static_cast<flatbuffers::uoffset_t>(target - (place - bytes.data())));
}

}  // namespace shiji::test
