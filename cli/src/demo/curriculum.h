// What is taught at which stage: subject codes with their share of the teachers.
#pragma once

#include "demo/organisation.h"

#include <array>
#include <span>
#include <string_view>

namespace shiji::cli::demo {

struct TaughtSubject {
  std::string_view code;
  std::uint32_t weight;
};
[[nodiscard]] std::span<const TaughtSubject> subjects_of(Stage stage);

inline constexpr std::array all_stages{Stage::kindergarten, Stage::primary,    Stage::junior,
                                       Stage::senior,       Stage::vocational, Stage::special};

}  // namespace shiji::cli::demo
