// A JSON document the program printed, asked by JSON pointers. The only tests that see the JSON library are in
// reply.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace shiji::cli_test {

class Reply {
 public:
  /// Fails the test when `text` is not exactly one JSON document.
  explicit Reply(const std::string& text);
  [[nodiscard]] bool has(const std::string& pointer) const;
  [[nodiscard]] std::string text(const std::string& pointer) const;
  [[nodiscard]] std::int64_t number(const std::string& pointer) const;
  [[nodiscard]] bool flag(const std::string& pointer) const;
  [[nodiscard]] std::size_t count(const std::string& pointer) const;
  /// What stands there, as a document of its own.
  [[nodiscard]] Reply part(const std::string& pointer) const;
  /// The keys of an object, in the order they were printed.
  [[nodiscard]] std::vector<std::string> keys(const std::string& pointer = "") const;

 private:
  struct Content;
  std::shared_ptr<const Content> content_;
};

[[nodiscard]] std::vector<Reply> replies_by_line(const std::string& text);

}  // namespace shiji::cli_test
