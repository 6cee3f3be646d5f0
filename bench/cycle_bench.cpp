// The district's five-year cycle: one ledger of the planning figures' mix, then every read model from event 0 on.
//
// Both in processes of their own (growth_tasks.h), so that the memory that is told is that of the replay alone. Seconds
// are held against the share of the reach that the ledger is of the whole cycle.
#include "groups.h"
#include "process.h"

#include <filesystem>

namespace shiji::bench {

namespace {

constexpr double whole_events = 27'500'000, whole_seconds = 100, memory_mib = 512;

}  // namespace

GroupResult cycle_lines(const BenchOptions& options) {
  const auto ledger = options.directory + "/cycle";
  const auto appended =
      run_child({"--task", "append-cycle", "--ledger", ledger, "--to", std::to_string(options.cycle_events)});
  const auto events = appended["events"].get<double>();
  const auto name = "five-year cycle, " + std::to_string(appended["events"].get<std::uint64_t>()) + " events: ";
  Line seconds{name + "replay", "s", "", Reach::value_at_most, whole_seconds * events / whole_events};
  Line memory{name + "memory", "MiB", "", Reach::value_at_most, memory_mib};
  Line append{name + "append", "events/s", ""};
  append.values = {appended["append_rate"]};
  append.note = "with making the events; 70 of 706 are opinions that carry a signature of their own";
  auto replays = nlohmann::ordered_json::array();
  for (int run = 0; run < options.cycle_replays; ++run) {
    const auto replayed = run_child({"--task", "project", "--ledger", ledger});
    seconds.values.push_back(events / replayed["project_rate"].get<double>());
    memory.values.push_back(replayed["rss_mib"]);
    replays.push_back(replayed);
  }
  std::filesystem::remove_all(ledger);
  return {{seconds, memory, append}, {{"append", appended}, {"replays", replays}}};
}

}  // namespace shiji::bench
