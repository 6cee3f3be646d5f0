#include "web_address.h"

#include "amounts.h"

#include <algorithm>

namespace shiji::cli {
namespace {

constexpr std::string_view plain_scheme = "http://";
constexpr std::string_view secure_scheme = "https://";
constexpr std::size_t address_bytes_max = 2'048;
constexpr std::uint64_t port_max = 65'535;

bool is_of_scheme(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_of_name(char c) { return is_of_scheme(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; }

ledger::Error wrong_address(std::string_view text, std::string detail) {
  return {ledger::ErrorCode::usage, std::string(text), std::move(detail)};
}

/// Letters, digits, "-", "_" and "." of a name; hexadecimal digits, ":" and "." between brackets.
bool is_host(std::string_view host, bool in_brackets) {
  constexpr std::string_view numbers = "0123456789abcdefABCDEF:.";
  if (in_brackets) return !host.empty() && host.find_first_not_of(numbers) == std::string_view::npos;
  return !host.empty() && std::ranges::all_of(host, is_of_name);
}

bool is_port(std::string_view port) {
  const auto number = number_from_text(port);
  return number && *number >= 1 && *number <= port_max;
}

/// What no part of an address may have; nullptr: nothing of that.
const char* wrong_in_all(std::string_view text) {
  if (text.size() > address_bytes_max) return "is longer than 2048 bytes";
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  if (!printable) return "has a character that must be written as %XX";
  return text.find_first_of("?#") == std::string_view::npos ? nullptr : "has a query or a fragment";
}

}  // namespace

std::string WebAddress::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (secure ? "443" : "80") ? name : name + ":" + port;
}

std::string WebAddress::text() const { return std::string(secure ? secure_scheme : plain_scheme) + authority() + path; }

bool is_web_address(std::string_view text) {
  const std::size_t colon = text.find("://");
  return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(text.substr(0, colon), is_of_scheme);
}

ledger::Result<WebAddress> parse_web_address(std::string_view text) {
  WebAddress out;
  out.secure = text.starts_with(secure_scheme);
  if (!out.secure && !text.starts_with(plain_scheme))
    return wrong_address(text, "begins neither with http:// nor with https://");
  if (const auto* const what = wrong_in_all(text)) return wrong_address(text, what);
  const std::string_view rest = text.substr(out.secure ? secure_scheme.size() : plain_scheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) return wrong_address(text, "names a user");

  const bool in_brackets = authority.starts_with('[');
  const std::size_t end = in_brackets ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (end == std::string_view::npos) return wrong_address(text, "has no host");
  const std::string_view host = authority.substr(in_brackets ? 1 : 0, in_brackets ? end - 1 : end);
  if (!is_host(host, in_brackets)) return wrong_address(text, "has no host");
  const std::string_view port = authority.substr(in_brackets ? end + 1 : end);
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1))))
    return wrong_address(text, "has no port of 1 to 65535");
  out.host = host;
  out.port = port.empty() ? (out.secure ? "443" : "80") : port.substr(1);
  out.path = rest.substr(slash);
  while (out.path.ends_with('/')) out.path.pop_back();
  return out;
}

}  // namespace shiji::cli
