// Full verification beside what hashing alone would take: cores times SHA-256 of the same leaves and nodes in a thread.
#include "groups.h"
#include "shiji/engine/store/verification.h"
#include "shiji/ledger/chain/hash.h"
#include "workload.h"

#include <cstdlib>
#include <filesystem>
#include <thread>

namespace shiji::bench {

namespace {

std::vector<ledger::Buffer> all_events(const std::string& directory) {
  std::vector<ledger::Buffer> events;
  const auto owner = open_ledger(directory);
  require(owner->feed({0}, std::nullopt,
                      [&](const engine::RecordedEvent& event) {
                        events.emplace_back(event.event.bytes.begin(), event.event.bytes.end());
                        return true;
                      }),
          "reading");
  return events;
}

/// Every leaf, and every node above: of a level's odd last one there is nothing to hash.
double hash_alone(const std::vector<ledger::Buffer>& events) {
  return seconds_of([&] {
    std::vector<ledger::Hash> level;
    level.reserve(events.size());
    for (const auto& event : events) level.push_back(ledger::leaf_hash(event));
    while (level.size() > 1) {
      for (std::size_t i = 0; i + 1 < level.size(); i += 2) level[i / 2] = ledger::node_hash(level[i], level[i + 1]);
      if (level.size() % 2 == 1) level[level.size() / 2] = level.back();
      level.resize((level.size() + 1) / 2);
    }
  });
}

double verify(const std::string& directory, bool fold_index) {
  return seconds_of([&] {
    engine::VerificationOptions how;
    how.fold_index = fold_index;
    how.scratch_directory = std::filesystem::path(directory).parent_path();
    const auto report = engine::verify_ledger(directory, how);
    require(report, "verifying");
    if (report->faults_in_all != 0) std::exit(1);
  });
}

}  // namespace

GroupResult verify_lines(const BenchOptions& options) {
  const auto cores = std::max(1U, std::thread::hardware_concurrency());
  const auto baseline = std::to_string(cores) + " x SHA-256 in one thread";
  Line chain{"full verification of the chain", "events/s", baseline, Reach::ratio_at_least, 0.7};
  Line folded{"full verification, the index folded again", "events/s", baseline};
  const auto directory = options.directory + "/verified";
  provide_ledger(directory, options.verified_sessions);
  const auto events = all_events(directory);
  const auto count = static_cast<double>(events.size());
  for (int pair = 0; pair < options.pairs; ++pair) {
    chain.baselines.push_back(cores * count / hash_alone(events));
    chain.values.push_back(count / verify(directory, false));
    folded.baselines.push_back(chain.baselines.back());
    folded.values.push_back(count / verify(directory, true));
  }
  std::filesystem::remove_all(directory);
  return {{chain, folded}};
}

}  // namespace shiji::bench
