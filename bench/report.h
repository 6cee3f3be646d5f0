// What is told of a run: the table for people, the JSON for everything else.
#pragma once

#include "measurement.h"

#include <nlohmann/json.hpp>

namespace shiji::bench {

/// Processor, cores, memory, kernel, and the file system that `directory` lies on.
[[nodiscard]] nlohmann::ordered_json machine(const std::string& directory);
[[nodiscard]] nlohmann::ordered_json described(const Line& line);
void print_head();
void print(const Line& line);

}  // namespace shiji::bench
