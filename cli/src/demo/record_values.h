// Plain values out of a read model's record; what is not there is 0, empty or false.
#pragma once

#include "shiji/projections/record.h"

#include <string>
#include <string_view>

namespace shiji::cli::demo {

[[nodiscard]] inline std::int64_t amount_in(const projections::Record& record, std::string_view field) {
  const auto* found = record.find(field);
  const auto* amount = found == nullptr ? nullptr : std::get_if<std::int64_t>(&found->content);
  return amount == nullptr ? 0 : *amount;
}

[[nodiscard]] inline std::string text_in(const projections::Record& record, std::string_view field) {
  const auto* found = record.find(field);
  const auto* text = found == nullptr ? nullptr : std::get_if<std::string>(&found->content);
  return text == nullptr ? std::string() : *text;
}

[[nodiscard]] inline bool flag_in(const projections::Record& record, std::string_view field) {
  const auto* found = record.find(field);
  const auto* flag = found == nullptr ? nullptr : std::get_if<bool>(&found->content);
  return flag != nullptr && *flag;
}

}  // namespace shiji::cli::demo
