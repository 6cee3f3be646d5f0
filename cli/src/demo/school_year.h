// The days of 2023 on which teachers in Licheng could be asked to a training session.
//
// What: two terms, the public holidays of the State Council's notice for 2023, weekdays and Saturdays. Threads: any.
#pragma once

#include "shiji/ledger/ids.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace shiji::cli::demo {

[[nodiscard]] constexpr ledger::Date date_of(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  return {static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count())};
}

/// 0 is Sunday.
[[nodiscard]] constexpr unsigned weekday_of(ledger::Date date) {
  return std::chrono::weekday{std::chrono::sys_days{std::chrono::days{date.value}}}.c_encoding();
}

/// A time of day in Shanghai (UTC+8), in seconds after midnight.
[[nodiscard]] constexpr ledger::Time shanghai(ledger::Date date, std::int64_t seconds) {
  return {((std::int64_t{date.value} * 86'400) + seconds - 8 * 3'600) * 1'000'000};
}

inline constexpr ledger::Date autumn_begins = date_of(2023, 9, 1);

[[nodiscard]] bool is_public_holiday(ledger::Date date);
[[nodiscard]] bool is_in_term(ledger::Date date);

/// Days in term without holidays and Sundays, in order.
[[nodiscard]] std::vector<ledger::Date> session_days();

}  // namespace shiji::cli::demo
