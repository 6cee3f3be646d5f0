// Invented names of people and schools that look like Chinese ones. No name here is meant to be anybody's.
//
// Threads: any thread; the Random decides.
#pragma once

#include "demo/random.h"

#include <string>

namespace shiji::cli::demo {

/// A surname by how often it occurs in China, and a given name of one or two characters.
[[nodiscard]] std::string person_name(Random& random);

/// A place name of two characters, a different one for each index below `place_names_max`.
[[nodiscard]] std::string place_name(std::uint32_t index);
inline constexpr std::uint32_t place_names_max = 1'024;

}  // namespace shiji::cli::demo
