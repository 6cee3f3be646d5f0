// The fields of an event's line of JSON as text: for whoever takes the line apart again and needs no values.
#pragma once

#include <string_view>

namespace shiji::cli {

/// The fields of a line that event_line made, in its order: a walk over the text, nothing is parsed. Views `line`.
class LineFields {
 public:
  explicit LineFields(std::string_view line) : rest_(line.substr(1)) {}
  /// False at the end.
  [[nodiscard]] bool next();
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view json() const { return json_; }

 private:
  std::string_view rest_, name_, json_;
};

}  // namespace shiji::cli
