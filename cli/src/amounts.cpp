#include "amounts.h"

#include <charconv>

namespace shiji::cli {
namespace {

std::string with_places(std::int64_t value, std::size_t places) {
  const bool negative = value < 0;
  std::uint64_t magnitude = negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  std::string digits = std::to_string(magnitude);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  std::string text(negative ? "-" : "");
  text.append(digits, 0, digits.size() - places).append(".").append(digits, digits.size() - places, places);
  return text;
}

}  // namespace

std::string amount_for_people(std::string_view key, std::int64_t value) {
  if (key.ends_with("_milli")) return with_places(value, 3);
  if (key.ends_with("_centi")) return with_places(value, 2);
  if (key == "fen" || key.ends_with("_fen")) return with_places(value, 2);
  if (key.ends_with("_ppm")) {
    std::int64_t hundredths = value / 100;
    if (value < 0 && value % 100 != 0) --hundredths;
    return with_places(hundredths, 2) + " %";
  }
  return std::to_string(value);
}

std::string with_thousands(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string bytes_for_people(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes;
  for (; (unit == 0 ? tenths : tenths / 10) >= 1024 && unit + 1 < std::size(units); ++unit)
    tenths = unit == 0 ? tenths / 1024 * 10 + tenths % 1024 * 10 / 1024 : tenths / 1024;
  const std::string text = unit == 0 ? std::to_string(bytes) : with_places(static_cast<std::int64_t>(tenths), 1);
  return text + " " + std::string(units[unit]);
}

std::string seconds_of(std::uint64_t microseconds) {
  return with_places(static_cast<std::int64_t>(microseconds / 1000), 3);
}

std::optional<std::uint32_t> ppm_from_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view places = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || whole.size() > 1 || places.size() > 6) return std::nullopt;
  if (point != std::string_view::npos && places.empty()) return std::nullopt;
  std::string digits = std::string(whole) + std::string(places) + std::string(6 - places.size(), '0');
  const auto value = number_from_text(digits);
  if (!value || *value == 0 || *value > 1'000'000) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::optional<std::uint64_t> number_from_text(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace shiji::cli
