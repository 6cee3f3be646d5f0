// What the generated embedded.cpp needs: the types of json.h and a view of bytes as text.
#pragma once

#include "shiji/ledger/events/json.h"

#include <string_view>

namespace shiji::ledger {

template <typename Array>
std::string_view text_of(const Array& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace shiji::ledger
