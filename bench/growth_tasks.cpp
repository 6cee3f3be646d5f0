#include "growth_tasks.h"

#include "counted_disk.h"
#include "cycle_events.h"
#include "measurement.h"
#include "owner/ledger_core.h"
#include "owner/ledger_directory.h"
#include "process.h"
#include "shiji/engine/store/verification.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/projections/read_models.h"
#include "store/rocksdb_options.h"
#include "workload.h"

#include <rocksdb/utilities/options_util.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

namespace shiji::bench {

namespace {

using nlohmann::ordered_json;

constexpr std::uint32_t submission_events = 1'024;
constexpr std::uint64_t block_events = 64 * submission_events;  // made before the clock runs: about 30 MiB

void tell(const ordered_json& json) {
  std::printf("%s\n", json.dump().c_str());
  std::fflush(stdout);
}

std::vector<engine::Submission> make_block(const ledger::SecretKey& key, const TaskArguments& arguments,
                                           std::uint64_t from, std::uint64_t to) {
  std::vector<engine::Submission> block;
  for (auto at = from; at < to; at += submission_events) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(submission_events, to - at));
    block.push_back(whole_sessions(key, arguments.session, at, count));
  }
  return block;
}

/// Rates leave out the time in which the next block is made; what the engine still does behind meanwhile costs CPU
/// time, which is counted whole.
void append(const TaskArguments& arguments) {
  const auto counts = std::make_shared<DiskCounts>();
  auto owner = open_ledger(arguments.ledger, counted_environment(counts));
  const auto key = service_key(arguments.ledger);
  ordered_json steps = ordered_json::array();
  double making_cpu_seconds = 0;
  for (auto at = arguments.from; at < arguments.to;) {
    const auto end = std::min(arguments.to, at + arguments.step);
    const auto first = at;
    double seconds = 0;
    while (at < end) {
      const auto next = std::min(end, at + block_events);
      const auto cpu_before = thread_cpu_seconds();
      auto block = make_block(key, arguments, at, next);
      making_cpu_seconds += thread_cpu_seconds() - cpu_before;
      seconds += seconds_of([&] { append_all(*owner, std::move(block)); });
      at = next;
    }
    steps.push_back({{"events", at}, {"append_rate", static_cast<double>(at - first) / seconds}});
  }
  const auto close_seconds = seconds_of([&] { owner.reset(); });
  tell({{"steps", steps},
        {"close_seconds", close_seconds},
        {"cpu_us_per_event",
         (cpu_seconds() - making_cpu_seconds) * 1e6 / static_cast<double>(arguments.to - arguments.from)},
        {"rss_mib", peak_memory_mib()},
        {"log_bytes", counts->log_bytes.load()},
        {"table_bytes", counts->table_bytes.load()},
        {"flushed_value_bytes", counts->flushed_values.load()}});
}

/// Says when `to` events are acknowledged, and goes on: it is killed.
void append_until_killed(const TaskArguments& arguments) {
  const auto owner = open_ledger(arguments.ledger);
  const auto key = service_key(arguments.ledger);
  constexpr std::uint64_t small_block = 4 * submission_events;
  for (std::uint64_t at = 0;; at += small_block) {
    append_all(*owner, make_block(key, arguments, at, at + small_block));
    if (at < arguments.to && at + small_block >= arguments.to) tell("ready");
  }
}

/// About `to` events of the five-year cycle, into a ledger made for them. Made beside appending, a submission at a
/// time.
void append_cycle(const TaskArguments& arguments) {
  const CycleEvents cycle(arguments.to);
  create_ledger(arguments.ledger);
  const auto key = service_key(arguments.ledger);
  auto owner = open_ledger(arguments.ledger);
  cycle.enrol(*owner, key);
  const auto before = owner->head()->tree_size.value;
  const auto seconds = seconds_of([&] {
    append_load(*owner, key, "cycle", cycle.commands(),
                [&](std::uint64_t number, const Part& part) { return cycle.command(number, part); });
  });
  const auto events = owner->head()->tree_size.value;
  owner.reset();
  tell({{"events", events},
        {"append_rate", static_cast<double>(events - before) / seconds},
        {"rss_mib", peak_memory_mib()}});
}

void open(const TaskArguments& arguments) {
  std::unique_ptr<engine::Owner> owner;
  const auto seconds = seconds_of([&] { owner = open_ledger(arguments.ledger); });
  tell({{"open_ms", seconds * 1'000}, {"events", owner->head()->tree_size.value}});
}

void verify(const TaskArguments& arguments) {
  engine::VerificationOptions how;
  how.fold_index = false;
  std::uint64_t events = 0;
  const auto seconds = seconds_of([&] {
    const auto report = engine::verify_ledger(arguments.ledger, how);
    require(report, "verifying");
    if (report->faults_in_all != 0) std::exit(1);
    events = report->events;
  });
  tell({{"verify_rate", static_cast<double>(events) / seconds}, {"rss_mib", peak_memory_mib()}});
}

void project(const TaskArguments& arguments) {
  const auto owner = open_ledger(arguments.ledger);
  std::filesystem::remove_all(arguments.ledger + "/projections");
  const auto seconds = seconds_of([&] {
    std::vector<std::unique_ptr<projections::ReadModel>> models;
    std::vector<projections::ReadModel*> all;
    for (const auto& info : projections::read_models()) {
      auto model = projections::ReadModel::open(info.name, arguments.ledger, engine::system_environment());
      if (!model) fail(model.failure(), "opening a projection");
      all.push_back(models.emplace_back(std::move(*model)).get());
    }
    require(projections::catch_up_together(all, *owner, {}), "projecting");
  });
  tell({{"project_rate", static_cast<double>(owner->head()->tree_size.value) / seconds},
        {"rss_mib", peak_memory_mib()}});
  std::filesystem::remove_all(arguments.ledger + "/projections");
}

std::unique_ptr<engine::LedgerCore> open_core(const std::string& directory) {
  auto opened = engine::LedgerCore::open(directory, {});
  if (!opened) fail(opened.failure(), "opening");
  return std::move(*opened);
}

/// The hashes alone, which is what an inclusion proof is.
void prove_inclusion(engine::LedgerCore& core, ledger::Sequence sequence) {
  const auto committed = core.committed();
  require(core.proofs->inclusion_proof(sequence, committed.tip.size, *committed.tree), "proving");
}

double microseconds_of(const std::function<void()>& work) { return seconds_of(work) * 1e6; }

/// Warm: the same events once before. Cold: the ledger opened anew for each, its files forgotten by the system.
void prove(const TaskArguments& arguments) {
  auto core = open_core(arguments.ledger);
  const auto size = core->tip().size;
  std::mt19937_64 random(size.value);
  std::vector<ledger::Sequence> sequences;
  for (std::uint32_t i = 0; i < arguments.samples; ++i) sequences.push_back({random() % size.value});
  std::vector<double> warm, text, cold;
  for (const auto sequence : sequences) prove_inclusion(*core, sequence);
  for (const auto sequence : sequences) {
    warm.push_back(microseconds_of([&] { prove_inclusion(*core, sequence); }));
  }
  for (const auto sequence : sequences) {
    core.reset();
    core = open_core(arguments.ledger);
    drop_page_cache(arguments.ledger);
    cold.push_back(microseconds_of([&] { prove_inclusion(*core, sequence); }));
  }
  core.reset();
  const auto owner = open_ledger(arguments.ledger);
  require(owner->checkpoint(), "signing a checkpoint");
  for (const auto sequence : sequences) require(owner->prove(sequence), "proving");
  for (const auto sequence : sequences) {
    text.push_back(microseconds_of([&] { require(owner->prove(sequence), "proving"); }));
  }
  tell({{"warm_us", warm}, {"proof_file_us", text}, {"cold_us", cold}});
}

void require_rocksdb(const rocksdb::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(2);
}

/// Every level into the last: what the file sizes come to when nothing is left to compact.
void compact(const TaskArguments& arguments) {
  const auto environment = engine::system_environment();
  for (const auto& path : {engine::chain_path(arguments.ledger), engine::index_path(arguments.ledger)}) {
    rocksdb::ConfigOptions how;
    how.ignore_unknown_options = true;
    rocksdb::DBOptions as_written;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    require_rocksdb(rocksdb::LoadLatestOptions(how, path, &as_written, &families));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    require_rocksdb(rocksdb::DB::Open(engine::database_options(environment), path, families, &handles, &opened));
    const std::unique_ptr<rocksdb::DB> db(opened);
    rocksdb::CompactRangeOptions whole;  // also a file that nothing overlaps: as it will be when something does
    whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
    for (auto* handle : handles) {
      require_rocksdb(db->CompactRange(whole, handle, nullptr, nullptr));
      require_rocksdb(db->DestroyColumnFamilyHandle(handle));
    }
  }
  tell("done");
}

}  // namespace

std::span<const Task> tasks() {
  static constexpr std::array all{
      Task{"append", append},   Task{"append-until-killed", append_until_killed},
      Task{"open", open},       Task{"verify", verify},
      Task{"project", project}, Task{"prove", prove},
      Task{"compact", compact}, Task{"append-cycle", append_cycle},
  };
  return all;
}

}  // namespace shiji::bench
