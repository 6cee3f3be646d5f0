// The address of something on the web, taken apart: http:// and https:// only.
//
// Guarantees: what is parsed can be put into a request line and a Host field as it stands: printable ASCII, no user,
// query or fragment. Errors: usage with the address and what is wrong with it. Threads: values.
#pragma once

#include "shiji/ledger/result.h"

#include <string>
#include <string_view>

namespace shiji::cli {

struct WebAddress {
  bool secure = false;
  std::string host;  ///< without the brackets of an IPv6 address
  std::string port;  ///< "443" where https:// names none
  std::string path;  ///< "" or "/logs/a", without the last "/"

  /// As a Host field says it: with brackets, without a port that goes without saying.
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] std::string text() const;
};

/// Whether a text is meant as an address at all: letters, then "://".
[[nodiscard]] bool is_web_address(std::string_view text);
[[nodiscard]] ledger::Result<WebAddress> parse_web_address(std::string_view text);

}  // namespace shiji::cli
