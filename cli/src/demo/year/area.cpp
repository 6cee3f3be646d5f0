#include "demo/year/area.h"

#include "demo/school_year.h"
#include "shiji/ledger/chain/hash.h"

#include <array>

namespace shiji::cli::demo {
namespace {

constexpr std::int64_t half_hour_us = std::int64_t{30} * 60 * 1'000'000;

}  // namespace

ledger::Time told_after(ledger::Time happened) {
  return {(happened.value + half_hour_us - 1) / half_hour_us * half_hour_us};
}

ledger::Time moment_on(ledger::Date day, Random& random) {
  // Half hours from 7:30 on; the lunch break and the evening are quiet.
  constexpr std::array<std::uint32_t, 29> weights{2, 5, 9, 10, 10, 10, 9, 9, 5, 3, 3, 4, 7, 9, 9,
                                                  9, 8, 8, 7,  5,  3,  2, 2, 3, 4, 4, 3, 2, 1};
  const auto half_hours = static_cast<std::int64_t>(random.weighted(weights));
  return shanghai(day, (15 + half_hours) * 1'800 + random.between(0, 1'799));
}

std::vector<ledger::Date> working_days(ledger::Date first, ledger::Date last) {
  std::vector<ledger::Date> out;
  for (ledger::Date day = first; day <= last; ++day.value) {
    if (weekday_of(day) != 0 && !is_public_holiday(day)) out.push_back(day);
  }
  return out;
}

ledger::Event event_at(std::string_view stream, std::string_view unit, ledger::Time when) {
  ledger::Event event;
  event.stream = stream;
  event.working_unit = unit;
  event.occurred_at = when;
  event.business_date = ledger::business_date_of(when);
  return event;
}

std::string numbered(std::string_view prefix, std::size_t number) {
  constexpr std::size_t digits_min = 4;
  const auto digits = std::to_string(number);
  return std::string(prefix) + std::string(digits.size() < digits_min ? digits_min - digits.size() : 0, '0') + digits;
}

ledger::Hash invented_digest(std::string_view name, std::size_t number, std::uint64_t seed) {
  return ledger::sha256(std::string(name) + "/" + std::to_string(number) + "/" + std::to_string(seed));
}

std::vector<std::uint32_t> teachers_of(const Organisation& organisation, Stage stage) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < organisation.teachers.size(); ++i) {
    const auto& teacher = organisation.teachers[i];
    if (teacher.stage == stage && !teacher.joins_in_autumn) out.push_back(i);
  }
  return out;
}

}  // namespace shiji::cli::demo
