// One event a submission: latency of one submitter, and throughput of 64 outstanding, beside raw RocksDB.
//
// Signed: an event is signed, handed to the owner, checked there and committed. Unsigned is not a mode of the engine:
// there the events were signed and checked before the clock starts, and what is measured is everything else of the
// path, decoding and hashing included. What signing and checking take is a line of its own.
#include "append/prepared_submission.h"
#include "groups.h"
#include "open_loop.h"
#include "owner/ledger_core.h"
#include "raw_store.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/signing.h"

#include <atomic>
#include <filesystem>
#include <future>
#include <semaphore>
#include <thread>

namespace shiji::bench {

namespace {

constexpr unsigned outstanding = 64;

struct Load {
  std::vector<engine::Submission> submissions;
  ledger::SecretKey key;
};

/// A fresh ledger and the sign-ins for it, one a submission.
Load prepare(const std::string& directory, std::uint32_t events) {
  const auto sessions = events / roster_size + 1;
  prepare_ledger(directory, sessions);
  auto workload = make_workload(directory, {.sessions = sessions, .submission_events = 1, .sign_outs = false});
  workload.submissions.resize(events);
  return {std::move(workload.submissions), service_key(directory)};
}

/// The owner's parts, with submissions that are checked already.
struct Unsigned {
  std::unique_ptr<engine::LedgerCore> core;
  std::vector<std::unique_ptr<engine::PreparedSubmission>> checked;
  std::vector<std::vector<ledger::Buffer>> events;

  Unsigned(const std::string& directory, Load load) {
    auto opened = engine::LedgerCore::open(directory, {});
    if (!opened) fail(opened.failure(), "opening");
    core = std::move(*opened);
    for (auto& submission : load.submissions) {
      events.push_back(submission.events);
      auto prepared = engine::prepare_submission(submission, core->identity.origin_digest, {*core->index, nullptr});
      if (!prepared) fail(prepared.failure(), "checking");
      checked.push_back(std::move(*prepared));
    }
  }

  void append(std::size_t number, engine::Pipeline::Caller caller, std::function<void()> answered) {
    require(engine::content_digests(events[number]), "hashing");  // the part of checking that is not the signature's
    checked[number]->answer = [told = std::move(answered)](const ledger::Result<engine::Receipt>& receipt) {
      require(receipt, "appending");
      told();
    };
    core->pipeline->submit(std::move(checked[number]), caller);
  }
};

struct Latencies {
  std::vector<double> us;
  void add(SteadyTime from) { us.push_back(microseconds_between(from, now())); }
};

Latencies raw_latencies(RawStore& raw, const Load& load) {
  Latencies latencies;
  for (std::size_t i = 0; i < load.submissions.size(); ++i) {
    const auto from = now();
    raw.put(i, load.submissions[i].events.front());
    latencies.add(from);
  }
  return latencies;
}

Latencies signed_latencies(const std::string& directory, Load load) {
  const auto owner = open_ledger(directory);
  Latencies latencies;
  for (auto& submission : load.submissions) {
    const auto from = now();
    sign(submission, load.key);
    require(owner->append(std::move(submission)), "appending");
    latencies.add(from);
  }
  return latencies;
}

Latencies unsigned_latencies(const std::string& directory, Load load) {
  Unsigned path(directory, std::move(load));
  Latencies latencies;
  for (std::size_t i = 0; i < path.checked.size(); ++i) {
    std::promise<void> answered;
    const auto from = now();
    path.append(i, engine::Pipeline::Caller::waits, [&answered] { answered.set_value(); });
    answered.get_future().wait();
    latencies.add(from);
  }
  return latencies;
}

/// Signing and checking an event, nothing else.
double signature_us(const Load& load) {
  const auto digest = ledger::sha256(origin);
  const auto digests = engine::content_digests(load.submissions.front().events);
  require(digests, "hashing");
  const auto message = ledger::submission_signing_bytes(digest, *digests);
  std::vector<double> each;
  for (std::size_t i = 0; i < 200; ++i) {
    const auto from = now();
    const auto signature = ledger::sign_submission(load.key, digest, *digests);
    if (!ledger::signature_holds(load.key.public_key(), message, signature.bytes)) std::exit(1);
    each.push_back(microseconds_between(from, now()));
  }
  return median(each);
}

using AppendOne = std::function<void(std::size_t number, std::function<void()> answered)>;

/// Seconds of `append` for each number from as many threads as there are cores, 64 outstanding in all.
double keep_outstanding(std::size_t events, const AppendOne& append) {
  // Shared: the last answer may still be leaving `release` when all have been waited for.
  const auto room = std::make_shared<std::counting_semaphore<outstanding>>(outstanding);
  const auto started = now();
  (void)share_out(std::max(1U, std::thread::hardware_concurrency()), events, [&](std::size_t number) {
    room->acquire();
    append(number, [room] { room->release(); });
  });
  for (unsigned i = 0; i < outstanding; ++i) room->acquire();  // all are answered
  return seconds_between(started, now());
}

double raw_seconds(RawStore& raw, const Load& load) {
  return share_out(outstanding, load.submissions.size(),
                   [&](std::size_t number) { raw.put(number, load.submissions[number].events.front()); });
}

double signed_seconds(const std::string& directory, Load load) {
  const auto owner = open_ledger(directory);
  return keep_outstanding(load.submissions.size(), [&](std::size_t number, std::function<void()> answered) {
    auto& submission = load.submissions[number];
    sign(submission, load.key);
    owner->append_async(std::move(submission),
                        [told = std::move(answered)](const ledger::Result<engine::Receipt>& receipt) {
                          require(receipt, "appending");
                          told();
                        });
  });
}

double unsigned_seconds(const std::string& directory, Load load) {
  Unsigned path(directory, std::move(load));
  return keep_outstanding(path.checked.size(), [&](std::size_t number, std::function<void()> answered) {
    path.append(number, engine::Pipeline::Caller::goes_on, std::move(answered));
  });
}

std::vector<Line> latency_lines(const BenchOptions& options) {
  const std::string raw_name = "raw synced put";
  Line p50{"append, 1 a submission, unsigned, p50", "us", raw_name, Reach::ratio_at_most, 1.3};
  Line p99{"append, 1 a submission, unsigned, p99", "us", raw_name, Reach::ratio_at_most, 2};
  Line signed_p50{"append, 1 a submission, signed and checked, p50", "us", raw_name};
  Line signed_p99{"append, 1 a submission, signed and checked, p99", "us", raw_name};
  Line signature{"signing and checking one event", "us", ""};
  const auto directory = options.directory + "/single";
  for (int pair = 0; pair < options.pairs; ++pair) {
    auto load = prepare(directory, options.single_appends);
    signature.values.push_back(signature_us(load));
    RawStore raw(options.directory + "/raw");
    const auto put = raw_latencies(raw, load).us;
    const auto with = signed_latencies(directory, std::move(load)).us;
    const auto without = unsigned_latencies(directory, prepare(directory, options.single_appends)).us;
    for (auto* line : {&p50, &signed_p50}) line->baselines.push_back(median(put));
    for (auto* line : {&p99, &signed_p99}) line->baselines.push_back(percentile(put, 0.99));
    p50.values.push_back(median(without));
    p99.values.push_back(percentile(without, 0.99));
    signed_p50.values.push_back(median(with));
    signed_p99.values.push_back(percentile(with, 0.99));
  }
  return {p50, p99, signed_p50, signed_p99, signature};
}

std::vector<Line> outstanding_lines(const BenchOptions& options) {
  const std::string raw_name = "raw synced puts, 64 threads";
  Line without{"append, 64 outstanding, unsigned", "events/s", raw_name, Reach::ratio_at_least, 2};
  Line with{"append, 64 outstanding, signed and checked", "events/s", raw_name, Reach::ratio_at_least, 0.55};
  const auto directory = options.directory + "/single";
  const double events = options.grouped_appends;
  for (int pair = 0; pair < options.pairs; ++pair) {
    auto load = prepare(directory, options.grouped_appends);
    RawStore raw(options.directory + "/raw");
    without.baselines.push_back(events / raw_seconds(raw, load));
    with.baselines.push_back(without.baselines.back());
    with.values.push_back(events / signed_seconds(directory, std::move(load)));
    without.values.push_back(events / unsigned_seconds(directory, prepare(directory, options.grouped_appends)));
  }
  return {without, with};
}

}  // namespace

GroupResult single_lines(const BenchOptions& options) {
  GroupResult result{latency_lines(options)};
  for (auto& line : outstanding_lines(options)) result.lines.push_back(std::move(line));
  std::filesystem::remove_all(options.directory + "/single");
  std::filesystem::remove_all(options.directory + "/raw");
  return result;
}

}  // namespace shiji::bench
