#include "shiji/projections/record.h"

namespace shiji::projections {

const Record* Record::find(std::string_view name) const {
  const auto* fields = std::get_if<Fields>(&content);
  if (fields == nullptr) return nullptr;
  for (const auto& [key, value] : *fields) {
    if (key == name) return &value;
  }
  return nullptr;
}

}  // namespace shiji::projections
