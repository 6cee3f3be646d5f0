#include "shiji/engine/store/verification.h"

#include "owner/ledger_core.h"
#include "owner/ledger_directory.h"
#include "shiji/ledger/chain/note.h"
#include "verify/compromised_keys.h"
#include "verify/event_checks.h"
#include "verify/ground.h"
#include "verify/index_check.h"
#include "verify/index_fold_check.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <tuple>
#include <unistd.h>

namespace shiji::engine {

using ledger::ErrorCode;
using ledger::Sequence;
using ledger::TreeSize;

namespace {

constexpr std::size_t faults_kept = 1'000;

class Verification {
 public:
  Verification(const std::string& directory, const VerificationOptions& options)
      : directory_(directory), options_(options) {}

  ledger::Result<VerificationReport> run() {
    const auto started = std::chrono::steady_clock::now();
    auto opening = std::async(std::launch::async,
                              [&] { return IndexStore::open(index_path(directory_), options_.environment, true); });
    if (auto opened = open(); !opened) return opened.failure();
    if (chain_ && checks_) {
      const auto index = opening.get();
      // Whole files are read beside the events: it is another pass over the same bytes, and needs nothing of this one.
      auto reading = std::async(std::launch::async, [&] {
        auto of_chain = chain_->verify_files();
        auto of_index = index ? (*index)->verify_files() : ledger::done();
        auto of_tiles = chain_->each_tile({0}, [](ledger::TileId, std::string_view) { return true; });  // their keys
        return std::tuple(std::move(of_chain), std::move(of_index), std::move(of_tiles));
      });
      check_events();
      check_head();
      const auto [chain_files, index_files, tile_keys] = reading.get();
      check_stored_tiles(tile_keys);
      if (!chain_files) fault({"database", std::nullopt, "", chain_files.error()->place, chain_files.error()->detail});
      if (!index_files) fault({"index", std::nullopt, "", index_files.error()->place, index_files.error()->detail});
      check_index(index);
    }
    if (failure_) return *failure_;
    report_.microseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started).count());
    return std::move(report_);
  }

 private:
  void fault(Fault found) {
    ++report_.faults_in_all;
    if (report_.faults.size() < faults_kept) report_.faults.push_back(std::move(found));
  }

  [[nodiscard]] unsigned workers() const {
    return options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  }

  ledger::Status open() {
    const auto& environment = options_.environment;
    auto chain = ChainStore::open(chain_path(directory_), ChainStore::Mode::open_read_only, environment);
    if (!chain) return open_fault(chain.failure());
    chain_ = std::move(*chain);
    auto identity = read_identity(*chain_);
    if (!identity) return open_fault(identity.failure());
    auto key = ledger::parse_verifier_key(identity->verifier_key);
    if (!key) return open_fault(key.failure());
    identity_ = std::move(*identity);
    checks_.emplace(
        *chain_, *key, [this](Fault found) { fault(std::move(found)); }, workers());
    return ledger::done();
  }

  /// A database that does not open is a fault with its file's name; a newer format and no ledger are errors.
  ledger::Status open_fault(const ledger::Failure& failure) {
    const auto* error = std::get_if<ledger::Error>(&failure);
    if (error == nullptr || error->code == ErrorCode::newer_format || error->code == ErrorCode::not_a_ledger) {
      return failure;
    }
    fault({"database", std::nullopt, "", error->place, error->detail});
    return ledger::done();
  }

  void expect_checkpoints() {
    TreeSize last;
    auto read = chain_->each_checkpoint([&](const StoredCheckpoint& stored) {
      const auto where = "checkpoint " + std::to_string(stored.size.value);
      const auto told = checks_->checkpoints().expect(stored.note, where, "");
      if (told && *told != stored.size) fault({"checkpoint", std::nullopt, "", where, "its note has another size"});
      if (stored.before != last) {
        fault({"checkpoint", std::nullopt, "", where,
               "the one before it had " + std::to_string(stored.before.value) + " events; that stored before it has " +
                   std::to_string(last.value)});
      }
      last = stored.size;
      return true;
    });
    auto mark = read_head(head_path(directory_), options_.environment);
    if (mark && mark->checkpoint > last) {
      fault({"checkpoint", std::nullopt, "", "checkpoint " + std::to_string(mark->checkpoint.value),
             "HEAD says it was handed out; it is not stored"});
    }
    if (!read) fault({"database", std::nullopt, "", "checkpoints", read.error()->detail});
    for (const auto& outside : options_.against)
      (void)checks_->checkpoints().expect(outside.note, outside.who, outside.who);
  }

  void check_chunk(const EventBlock::Chunk& chunk) {
    const auto place = "chunk " + std::to_string(chunk.place.first.value);
    if (!chunk.broken.empty()) return fault({"chunk_unreadable", chunk.place.first, "", place, chunk.broken});
    const auto held = chunk.decoded.events.size();
    if (held == chunk.place.events) return;
    // Its events are checked by themselves; looked for by such a key, some of them would not be found.
    fault({"misplaced", chunk.place.first, "",
           place + " with " + std::to_string(chunk.place.events) + " events, by its key",
           std::to_string(held) + " events"});
  }

  void check_events() {
    expect_checkpoints();
    auto mark = read_head(head_path(directory_), options_.environment);
    const auto total = mark ? mark->tree_size.value : 0;
    EventBlocks blocks(*chain_, workers());
    std::unique_ptr<EventBlock> block;
    while ((block = blocks.next(std::move(block)))) {
      for (const auto& chunk : std::span(block->chunks).first(block->chunk_count)) {
        check_chunk(chunk);
      }
      checks_->take(*block);
      report_.events += block->leaves.size();
      if (!block->unreadable.empty()) checks_->skip_unreadable("chain", block->unreadable);
      if (options_.progress) options_.progress(report_.events, total);
    }
    checks_->finish();
    find_doubtful_signatures(*chain_, checks_->compromised_keys(), [this](Fault found) {
      ++report_.warnings_in_all;
      if (report_.warnings.size() < faults_kept) report_.warnings.push_back(std::move(found));
    });
    report_.tree_size = checks_->tree().size();
    report_.root = checks_->tree().root();
    for (const auto& answer : checks_->checkpoints().outside()) {
      report_.outside.push_back(answer);
      if (answer.agrees) report_.confirmed_through = std::max(report_.confirmed_through, answer.tree_size);
    }
  }

  void check_head() {
    auto mark = read_head(head_path(directory_), options_.environment);
    if (!mark) return fault({"head", std::nullopt, "", "HEAD", mark.error()->detail});
    const auto size = report_.tree_size;
    if (mark->tree_size > size) {
      return fault({"head_behind", Sequence{size.value}, "", "HEAD",
                    "HEAD says " + std::to_string(mark->tree_size.value) + " events, " + std::to_string(size.value) +
                        " are stored"});
    }
    if (mark->tree_size.value == 0) return;
    const Sequence last{mark->tree_size.value - 1};
    if (checks_->leaf_at(last) == mark->leaf_hash) return;
    fault({"head", last, "", "HEAD", "HEAD names another event"});
  }

  void check_stored_tiles(const ledger::Status& keys) {
    if (!keys) return fault({"tile", std::nullopt, "", "tiles", keys.error()->detail});
    auto read = chain_->each_tile({report_.tree_size.value}, [&](ledger::TileId id, std::string_view) {
      fault({"tile", std::nullopt, "", ledger::tile_path(id, ledger::tile_width), "a tile beyond the tree"});
      return true;
    });
    if (!read) fault({"tile", std::nullopt, "", "tiles", read.error()->detail});
  }

  void check_index(const ledger::Result<std::unique_ptr<IndexStore>>& index) {
    const auto wrong = [this](Fault found) { fault(std::move(found)); };
    if (!index) return wrong({"index", std::nullopt, "", "index", index.error()->detail});
    IndexCheck check(**index, *checks_, report_.tree_size, workers(), wrong);
    // What is folded from a chain that is not whole would differ for that reason.
    const bool chain_is_well = report_.faults_in_all == 0;
    if (!check.streams() || !chain_is_well || !options_.fold_index) return;
    const FoldedLedger folded{*chain_, *identity_, options_.environment, scratch_path()};
    const auto compared = check_folded_index(folded, **index, [&](const std::string& message) {
      fault({"index", std::nullopt, "", "index", message});
    });
    if (!compared) failure_ = compared.failure();
  }

  [[nodiscard]] std::string scratch_path() const {
    static std::atomic<std::uint64_t> made = 0;
    std::error_code unknown;
    auto parent = options_.scratch_directory;
    if (parent.empty()) parent = std::filesystem::temp_directory_path(unknown).string();
    return (parent.empty() ? "/tmp" : parent) + "/shiji-verify-" + std::to_string(::getpid()) + "-" +
           std::to_string(++made);
  }

  const std::string& directory_;
  const VerificationOptions& options_;
  VerificationReport report_;
  std::unique_ptr<ChainStore> chain_;
  std::optional<LedgerIdentity> identity_;
  std::optional<EventChecks> checks_;
  std::optional<ledger::Failure> failure_;  // of what is no fault of the ledger's
};

}  // namespace

ledger::Result<VerificationReport> verify_ledger(const std::string& directory, const VerificationOptions& options) {
  const auto ground = firm_ground(directory, options.environment, options.wait);
  if (!ground) return ground.failure();
  return Verification(ground->directory, options).run();
}

}  // namespace shiji::engine
