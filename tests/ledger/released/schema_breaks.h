// What a schema must keep of a released one, so that bytes written then are read now, and text too.
//
// What: flatc's own --conform, and what it does not look at: names, attributes, what is required, what a value that is
// not there means. Guarantees: tables, fields at the end and enum values may be added; nothing else. Threads: one.
#pragma once

#include <flatbuffers/idl.h>

#include <string>
#include <vector>

namespace shiji::tests {

/// Parses `file` (or `text`) with everything it includes from `folders`. Fails the test when it is no schema.
class ParsedSchema {
 public:
  static ParsedSchema of_file(const std::string& folder, const std::string& name);
  static ParsedSchema of_text(const std::string& text);

  [[nodiscard]] const reflection::Schema& reflected() const;
  [[nodiscard]] flatbuffers::Parser& parser() const { return *parser_; }

 private:
  ParsedSchema(const std::string& text, const std::string& folder, const std::string& name);
  std::unique_ptr<flatbuffers::Parser> parser_;
};

/// One sentence for each thing that is no longer as it was released; empty: every released byte means the same.
[[nodiscard]] std::vector<std::string> breaks(const ParsedSchema& released, const ParsedSchema& current);

}  // namespace shiji::tests
