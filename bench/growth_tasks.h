// What the growth lines do in a process of its own each, so that memory is that of one thing and kill -9 is real.
//
// A task prints one line of JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace shiji::bench {

struct TaskArguments {
  std::string ledger;
  std::uint64_t from = 0, to = 0;  ///< events of whole sessions
  std::uint64_t step = 0;          ///< events between two figures of a rate
  std::uint32_t session = 0;       ///< the first of the sessions
  std::uint32_t samples = 0;
};

struct Task {
  std::string_view name;
  void (*run)(const TaskArguments& arguments);
};
[[nodiscard]] std::span<const Task> tasks();

}  // namespace shiji::bench
