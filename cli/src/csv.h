// Rows of CSV (RFC 4180): comma, CRLF, and quotes around what holds a comma, a quote or a line end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shiji::cli {

[[nodiscard]] inline std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  out.reserve(text.size() + text.size() / 4 + 2);
  for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out.append(text.substr(0, quote)).append(2, '"');
    text.remove_prefix(quote + 1);
  }
  return out.append(text) + '"';
}

[[nodiscard]] inline std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (std::size_t i = 0; i < fields.size(); ++i) row.append(i == 0 ? "" : ",").append(csv_field(fields[i]));
  return row + "\r\n";
}

}  // namespace shiji::cli
