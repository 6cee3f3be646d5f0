// The year-end import: very many rows in submissions of 1,024, while single sign-ins go on at 100 a second.
//
// The importer makes and signs its rows itself, eight submissions outstanding; the time is that of all of it.
#include "groups.h"
#include "open_loop.h"
#include "workload.h"

#include <atomic>
#include <filesystem>
#include <semaphore>
#include <thread>

namespace shiji::bench {

namespace {

constexpr std::uint32_t sign_ins_per_second = 100;
constexpr std::uint32_t import_session = 1'000'000;  // its sessions begin here
constexpr std::uint32_t submission_rows = 1'024;
constexpr int outstanding = 8;

void import_rows(engine::Owner& owner, const ledger::SecretKey& key, std::uint64_t rows) {
  // Shared: the last answer may still be leaving `release` when all have been waited for.
  const auto room = std::make_shared<std::counting_semaphore<outstanding>>(outstanding);
  for (std::uint64_t at = 0; at < rows; at += submission_rows) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(submission_rows, rows - at));
    auto submission = whole_sessions(key, import_session, at, count);
    room->acquire();
    owner.append_async(std::move(submission), [room](const ledger::Result<engine::Receipt>& receipt) {
      require(receipt, "importing");
      room->release();
    });
  }
  for (int i = 0; i < outstanding; ++i) room->acquire();
}

struct Run {
  double import_seconds = 0, sign_in_p99_ms = 0;
};

Run run_once(const std::string& directory, std::uint64_t rows) {
  constexpr std::uint32_t sessions = 100;  // then everybody signs in again
  prepare_ledger(directory, sessions);
  const auto key = service_key(directory);
  const auto owner = open_ledger(directory);
  std::atomic<bool> imported = false;
  Run run;
  std::thread importer([&] {
    run.import_seconds = seconds_of([&] { import_rows(*owner, key, rows); });
    imported = true;
  });
  const auto sent = send_open_loop(*owner, sign_ins_per_second, [&](std::uint64_t number) {
    const auto session = static_cast<std::uint32_t>(number / roster_size % sessions);
    const auto place = static_cast<std::uint32_t>(number % roster_size);
    return imported ? std::nullopt
                    : std::optional(make_submission(key, "gate", number, 1, [&](std::uint64_t, const Part& part) {
                        return signed_in(session, attendee(session, place), place, part);
                      }));
  });
  importer.join();
  run.sign_in_p99_ms = percentile(receipt_ms(sent), 0.99);
  return run;
}

}  // namespace

GroupResult import_lines(const BenchOptions& options) {
  const auto directory = options.directory + "/import";
  Line seconds{"year-end import, " + std::to_string(options.import_rows) + " rows", "s", "", Reach::value_at_most, 60};
  Line sign_ins{"year-end import, sign-ins meanwhile, p99", "ms", "", Reach::value_at_most, 50};
  for (int i = 0; i < options.pairs; ++i) {
    const auto run = run_once(directory, options.import_rows);
    seconds.values.push_back(run.import_seconds);
    sign_ins.values.push_back(run.sign_in_p99_ms);
  }
  std::filesystem::remove_all(directory);
  return {{seconds, sign_ins}};
}

}  // namespace shiji::bench
