#include "shiji/ledger/ids.h"

#include <chrono>
#include <cstdio>

namespace shiji::ledger {
namespace {

constexpr std::int64_t microseconds_a_second = 1'000'000;
constexpr std::int64_t microseconds_a_day = 86'400 * microseconds_a_second;
constexpr std::int64_t shanghai_offset = 8 * 3'600 * microseconds_a_second;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// `count` decimal digits at `at`; nothing when one is not a digit.
std::optional<std::int64_t> digits(std::string_view text, std::size_t at, std::size_t count) {
  std::int64_t out = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

/// Whether the characters of `pattern` that are not '0' stand in `text` where they stand there.
bool has_form(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] != '0' && text[i] != pattern[i]) return false;
  }
  return true;
}

std::string day_text(std::int64_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  char out[32];
  std::snprintf(out, sizeof(out), "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  return out;
}

}  // namespace

std::string to_hex(Bytes bytes) {
  constexpr std::string_view digits_of_hex = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out.push_back(digits_of_hex[byte >> 4U]);
    out.push_back(digits_of_hex[byte & 15U]);
  }
  return out;
}

std::optional<Buffer> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Buffer out(text.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = digit_of(text[2 * i]);
    const int low = digit_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

std::string to_text(Date date) { return day_text(date.value); }

std::string to_text(Time time) {
  const std::int64_t day = floor_divide(time.value, microseconds_a_day);
  const std::int64_t rest = time.value - day * microseconds_a_day;
  const std::int64_t seconds = rest / microseconds_a_second;
  char out[48];
  std::snprintf(out, sizeof(out), "T%02d:%02d:%02d.%06dZ", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60),
                static_cast<int>(rest % microseconds_a_second));
  return day_text(day) + out;
}

std::optional<Date> date_from_text(std::string_view text) {
  if (!has_form(text, "0000-00-00")) return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
}

std::optional<Time> time_from_text(std::string_view text) {
  if (!has_form(text, "0000-00-00T00:00:00.000000Z")) return std::nullopt;
  const auto date = date_from_text(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  const auto micro = digits(text, 20, 6);
  if (!date || !hour || !minute || !second || !micro) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const std::int64_t seconds = (*hour * 60 + *minute) * 60 + *second;
  return Time{date->value * microseconds_a_day + seconds * microseconds_a_second + *micro};
}

Date business_date_of(Time time) {
  return Date{static_cast<std::int32_t>(floor_divide(time.value + shanghai_offset, microseconds_a_day))};
}

}  // namespace shiji::ledger
