// Gain: points that something in the plan gives a teacher, written down where it is planned. For the second reckoning.
#pragma once

#include "shiji/ledger/ids.h"

#include <cstdint>
#include <vector>

namespace shiji::cli::demo {

enum class GainCategory : std::uint8_t { activities, open_lessons, papers, mentoring, expert_duty };
inline constexpr std::size_t gain_categories = 5;

struct Gain {
  std::uint32_t teacher = 0;
  GainCategory category{};
  ledger::Date date;
  ledger::Time told;
  std::int32_t centi = 0;
};

}  // namespace shiji::cli::demo
