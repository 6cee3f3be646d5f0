// Enrolment at 08:00: 300 a second onto the rosters of 20 sessions, each with the version its sender expects.
//
// Open loop over 32 clients. Who expected a version that was taken meanwhile is told the actual one and tries again.
// Every tenth goes out twice at once under one id, as a client does that lost the answer: it must be accepted once.
#include "groups.h"
#include "open_loop.h"
#include "workload.h"

#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

namespace shiji::bench {

namespace {

constexpr std::uint32_t hot_streams = 20;
constexpr std::uint32_t enrolments_per_second = 300;
constexpr unsigned clients = 32;

struct Enrolments {
  engine::Owner& owner;
  ledger::SecretKey key;
  std::array<std::atomic<std::uint64_t>, hot_streams> versions = {};  ///< last known of each stream
  std::atomic<std::uint64_t> accepted = 0, repeated = 0, tried_again = 0;

  [[nodiscard]] engine::Submission make(std::uint64_t number) const {
    return make_submission(key, "enrol", number, 1, [](std::uint64_t which, const Part& part) {
      const std::array who{teacher(static_cast<std::uint32_t>(which / hot_streams))};
      return roster_fixed(static_cast<std::uint32_t>(which % hot_streams), who, part);
    });
  }

  void enrol(std::uint64_t number, const engine::Submission& made) {
    const auto stream = static_cast<std::uint32_t>(number % hot_streams);
    while (true) {
      const auto expected = versions[stream].load();
      auto submission = made;
      submission.expected.push_back({session_stream(stream), ledger::Version{expected}});
      const auto receipt = owner.append(std::move(submission));
      if (receipt) {
        if (!receipt->repeated) learn(stream, expected + 1);
        ++(receipt->repeated ? repeated : accepted);
        return;
      }
      const auto* refusal = receipt.refusal();
      if (refusal == nullptr || refusal->code != ledger::RefusalCode::wrong_expected_version) {
        fail(receipt.failure(), "enrolling");
      }
      ++tried_again;
      std::uint64_t actual = 0;
      (void)std::from_chars(refusal->actual.data(), refusal->actual.data() + refusal->actual.size(), actual);
      learn(stream, actual);
    }
  }

  /// Versions only grow: an older answer that comes late teaches nothing.
  void learn(std::uint32_t stream, std::uint64_t version) {
    auto known = versions[stream].load();
    while (known < version && !versions[stream].compare_exchange_weak(known, version)) {
    }
  }
};

/// Everybody stands on a roster once, and everybody who was acknowledged does.
void check(const engine::Owner& owner, std::uint64_t enrolments) {
  std::uint64_t found = 0;
  for (std::uint32_t stream = 0; stream < hot_streams; ++stream) {
    std::set<std::string> submissions;
    require(owner.read_stream(session_stream(stream), {1},
                              [&](const engine::RecordedEvent& event) {
                                ++found;
                                return submissions.emplace(event.event.event.submission->id).second;
                              }),
            "reading a roster");
  }
  if (found == enrolments) return;
  std::fprintf(stderr, "%zu enrolments were acknowledged, %zu stand in the rosters\n",
               static_cast<std::size_t>(enrolments), static_cast<std::size_t>(found));
  std::exit(1);
}

struct Run {
  double p99_ms = 0;
  std::uint64_t tried_again = 0, repeated = 0;
};

Run run_once(const std::string& directory, std::uint64_t count) {
  prepare_ledger(directory, 0);
  const auto owner = open_ledger(directory);
  Enrolments enrolments{*owner, service_key(directory)};
  append_load(*owner, enrolments.key, "sessions", hot_streams, [](std::uint64_t number, const Part& part) {
    return session_scheduled(static_cast<std::uint32_t>(number), part);
  });
  std::vector<std::uint64_t> calls;  // in order of their times; some numbers twice
  for (std::uint64_t number = 0; number < count; ++number) calls.insert(calls.end(), number % 10 == 0 ? 2 : 1, number);
  std::vector<double> ms(calls.size());
  const auto started = now();
  (void)share_out(clients, calls.size(), [&](std::size_t call) {
    const auto number = calls[call];
    const auto made = enrolments.make(number);
    const auto planned = started + std::chrono::microseconds(number * 1'000'000 / enrolments_per_second);
    std::this_thread::sleep_until(planned);
    enrolments.enrol(number, made);
    ms[call] = microseconds_between(planned, now()) / 1'000;
  });
  if (enrolments.accepted != count || enrolments.accepted + enrolments.repeated != calls.size()) std::exit(1);
  check(*owner, count);
  return {percentile(ms, 0.99), enrolments.tried_again, enrolments.repeated};
}

}  // namespace

GroupResult enrolment_lines(const BenchOptions& options) {
  // A session's roster takes each of the 2,000 teachers once.
  const std::uint64_t seconds = std::max<std::uint32_t>(1, options.seconds / 10);
  const auto count = std::min<std::uint64_t>(seconds * enrolments_per_second, std::uint64_t{hot_streams} * teachers);
  const auto directory = options.directory + "/enrolment";
  Line line{"enrolment, 300/s onto 20 streams, p99", "ms", "", Reach::value_at_most, 50};
  line.note = "expected versions; every tenth sent twice at once, nothing accepted twice (checked)";
  nlohmann::ordered_json more{{"enrolments", count}, {"tried_again", nlohmann::ordered_json::array()}};
  for (int i = 0; i < options.pairs; ++i) {
    const auto run = run_once(directory, count);
    line.values.push_back(run.p99_ms);
    more["tried_again"].push_back(run.tried_again);
    more["repeated"].push_back(run.repeated);
  }
  std::filesystem::remove_all(directory);
  return {{line}, more};
}

}  // namespace shiji::bench
