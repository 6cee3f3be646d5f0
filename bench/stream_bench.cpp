// One stream of 150 events among very many: how long reading it takes, warm and cold.
//
// The worst place for its events: spread evenly over the whole ledger, each in a chunk of its own. The other streams
// have one event each. Cold: the ledger opened anew, so that no block is cached, and its files forgotten by the system.
#include "groups.h"
#include "process.h"
#include "workload.h"

#include <cstdlib>
#include <filesystem>

namespace shiji::bench {

namespace {

constexpr std::uint32_t long_streams = 100;
constexpr std::uint32_t stream_events = 150;
constexpr std::uint32_t warm_rounds = 10;

/// After every event of the long streams, 100 of them together, come the plans of as many other sessions as there is
/// room for.
void fill(const std::string& directory, std::uint64_t streams) {
  const auto owner = open_ledger(directory);
  const auto others = (streams - long_streams) / stream_events;
  const auto round = long_streams + others;
  append_load(*owner, service_key(directory), "streams", round * stream_events,
              [&](std::uint64_t number, const Part& part) {
                const auto event = static_cast<std::uint32_t>(number / round);
                const auto place = static_cast<std::uint32_t>(number % round);
                if (place < long_streams) return whole_session_event(place, event, part);
                return session_scheduled(static_cast<std::uint32_t>(event * others + place), part);
              });
}

double read_us(const engine::Owner& owner, std::uint32_t session) {
  std::uint32_t events = 0;
  const auto seconds = seconds_of([&] {
    require(owner.read_stream(session_stream(session), {0},
                              [&](const engine::RecordedEvent&) {
                                ++events;
                                return true;
                              }),
            "reading a stream");
  });
  if (events != stream_events) std::exit(1);
  return seconds * 1e6;
}

std::vector<double> warm_us(const std::string& directory) {
  const auto owner = open_ledger(directory);
  std::vector<double> each;
  for (std::uint32_t session = 0; session < long_streams; ++session) (void)read_us(*owner, session);
  for (std::uint32_t i = 0; i < warm_rounds * long_streams; ++i) each.push_back(read_us(*owner, i % long_streams));
  return each;
}

std::vector<double> cold_us(const std::string& directory) {
  std::vector<double> each;
  for (std::uint32_t session = 0; session < long_streams; ++session) {
    const auto owner = open_ledger(directory);
    drop_page_cache(directory);
    each.push_back(read_us(*owner, session));
  }
  return each;
}

}  // namespace

GroupResult stream_lines(const BenchOptions& options) {
  const auto directory = options.directory + "/streams";
  const auto among = "one stream among " + std::to_string(options.streams);
  Line warm{among + ", warm, p99", "us", "", Reach::value_at_most, 200};
  Line cold{among + ", cold, p99", "us", "", Reach::value_at_most, 10'000};
  warm.note = "150 events, each in a chunk of its own; tables merged before";
  prepare_ledger(directory, 0);
  fill(directory, options.streams);
  (void)run_child({"--task", "compact", "--ledger", directory});  // else every opening would begin with merging tables
  nlohmann::ordered_json more{{"warm_us", nlohmann::ordered_json::array()},
                              {"cold_us", nlohmann::ordered_json::array()}};
  for (int run = 0; run < options.pairs; ++run) {
    const auto cold_each = cold_us(directory);
    const auto warm_each = warm_us(directory);
    cold.values.push_back(percentile(cold_each, 0.99));
    warm.values.push_back(percentile(warm_each, 0.99));
    more["warm_us"].push_back(warm_each);
    more["cold_us"].push_back(cold_each);
  }
  std::filesystem::remove_all(directory);
  return {{warm, cold}, more};
}

}  // namespace shiji::bench
