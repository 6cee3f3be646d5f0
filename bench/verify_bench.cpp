// Full verification beside SHA-256 alone over the same bytes, one thread each core.
#include "measurement.h"
#include "shiji/engine/store/verification.h"
#include "shiji/ledger/chain/hash.h"
#include "workload.h"

#include <thread>

namespace shiji::bench {

namespace {

double hash_alone(const std::vector<ledger::Buffer>& events) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return seconds_of([&] {
    std::vector<std::thread> threads;
    for (unsigned core = 0; core < cores; ++core) {
      threads.emplace_back([&, core] {
        std::uint8_t kept = 0;
        for (std::size_t i = core; i < events.size(); i += cores) kept ^= ledger::leaf_hash(events[i]).bytes[0];
        if (kept == 0 && events.empty()) std::exit(2);  // the hashes are used
      });
    }
    for (auto& thread : threads) thread.join();
  });
}

}  // namespace

std::vector<Line> verify_lines(const BenchOptions& options) {
  Line line{"verify everything", "events/s", "SHA-256 alone, all cores", 1'000'000, true, {}, {}};
  const auto directory = options.directory + "/append";  // what the append benchmark left
  std::vector<ledger::Buffer> events;
  {
    const auto owner = open_ledger(directory);
    const auto read = owner->feed({0}, std::nullopt, [&](const engine::RecordedEvent& event) {
      events.emplace_back(event.event.bytes.begin(), event.event.bytes.end());
      return true;
    });
    if (!read) fail(read.failure(), "reading");
  }
  for (int pair = 0; pair < options.pairs; ++pair) {
    line.baselines.push_back(static_cast<double>(events.size()) / hash_alone(events));
    const double seconds = seconds_of([&] {
      const auto report = engine::verify_ledger(directory, {});
      if (!report) fail(report.failure(), "verifying");
      if (report->faults_in_all != 0) std::exit(1);
    });
    line.rates.push_back(static_cast<double>(events.size()) / seconds);
  }
  return {line};
}

}  // namespace shiji::bench
