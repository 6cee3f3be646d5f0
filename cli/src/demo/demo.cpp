#include "demo/demo.h"

#include "demo/apportion.h"
#include "demo/figures.h"
#include "demo/ledger_sink.h"
#include "demo/reckoning.h"
#include "demo/story.h"
#include "demo/tampering.h"
#include "shiji/engine/access/key_file.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace shiji::cli::demo {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;

constexpr std::array known{
    DemoName{"licheng-2023", "历城区教研平台 2023 年全年", "Licheng district, the whole year 2023 of its platform"}};

class Stopwatch {
 public:
  [[nodiscard]] std::uint64_t microseconds() const {
    const auto passed = std::chrono::steady_clock::now() - started_;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

std::function<void(std::uint64_t, std::uint64_t)> phase_of(const Progress& progress, Phase phase) {
  if (!progress) return {};
  return [&progress, phase](std::uint64_t done, std::uint64_t total) { progress(phase, done, total); };
}

Status check(const DemoOptions& options) {
  const auto same = [&](const DemoName& demo) { return demo.name == options.name; };
  if (std::none_of(known.begin(), known.end(), same)) {
    return Error{ErrorCode::usage, options.name, "no demo of this name"};
  }
  if (options.scale_ppm == 0 || options.scale_ppm > whole_ppm) {
    return Error{ErrorCode::usage, "--scale", "a scale is above 0 and at most 1"};
  }
  return ledger::done();
}

/// The story's clock and its entropy: the same seed gives the same bytes.
engine::Environment environment_of(const DemoOptions& options, const std::shared_ptr<engine::SimulatedClock>& clock) {
  engine::Environment environment = engine::system_environment();
  environment.clock = clock;
  environment.entropy = engine::seeded_entropy(options.seed);
  return environment;
}

/// Folds the year, records in the ledger what every read model came to, and signs over it.
Status project(const DemoOptions& options, const Plan& plan, const Year& year, ledger::Time story_ended,
               const Progress& progress, DemoResult& result) {
  engine::OwnerOptions owner_options;
  owner_options.environment = environment_of(options, std::make_shared<engine::SimulatedClock>(story_ended));
  const auto owner = engine::Owner::open(options.directory, owner_options);
  if (!owner) return owner.failure();
  const auto models =
      FoldedModels::fold(**owner, options.directory, engine::system_environment(), phase_of(progress, Phase::project));
  if (!models) return models.failure();
  auto figures = compare(*models, plan, year, options.scale_ppm == whole_ppm);
  if (!figures) return figures.failure();
  auto report = read_closing_report(*models);
  if (!report) return report.failure();
  if (auto recorded = models->record_digests(**owner); !recorded) return recorded;
  auto checkpoint = (*owner)->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  result.root = checkpoint->root;
  result.events = checkpoint->tree_size.value;
  result.checkpoint = std::move(checkpoint->note);
  result.figures = std::move(*figures);
  result.report = std::move(*report);
  return ledger::done();
}

Result<engine::VerificationReport> verify(const std::string& directory, const Progress& progress, Phase phase) {
  engine::VerificationOptions options;
  options.progress = phase_of(progress, phase);
  return engine::verify_ledger(directory, options);
}

Status tamper(const DemoOptions& options, const Progress& progress, DemoResult& result) {
  constexpr std::uint32_t position_ppm = 400'000;
  const auto copy = LedgerCopy::make(options.directory, options.directory + ".one-byte-changed");
  if (!copy) return copy.failure();
  const auto changed = change_one_byte(copy->directory(), position_ppm);
  if (!changed) return changed.failure();
  auto report = verify(copy->directory(), progress, Phase::tamper);
  if (!report) return report.failure();
  result.tampered_where = to_text(*changed);
  result.tampered = std::move(*report);
  return ledger::done();
}

}  // namespace

std::span<const DemoName> names() { return known; }

Result<WrittenLedger> write_ledger(const DemoOptions& options, const Plan& plan, const Year& year,
                                   const Progress& progress) {
  const auto clock = std::make_shared<engine::SimulatedClock>(story_begins());
  const engine::Environment environment = environment_of(options, clock);
  engine::InitOptions init;
  init.origin = options.name + ".demo.shiji";
  init.unit = district_unit;
  init.demo = true;
  init.environment = environment;
  if (auto status = engine::Owner::init(options.directory, init); !status) return status.failure();

  engine::OwnerOptions owner_options;
  owner_options.environment = environment;
  const auto owner = engine::Owner::open(options.directory, owner_options);
  if (!owner) return owner.failure();
  auto key = engine::read_key_file(options.directory + "/" + std::string(engine::service_key_file), environment);
  if (!key) return key.failure();
  LedgerSink sink(**owner, std::move(key->key), clock);
  const StoryEnd end{.seed = options.seed, .scale_ppm = options.scale_ppm};
  if (auto status = tell(plan, year, end, sink, phase_of(progress, Phase::append)); !status) return status.failure();
  if (auto status = sink.finish(); !status) return status.failure();

  auto checkpoint = (*owner)->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  return WrittenLedger{.root = checkpoint->root,
                       .events = checkpoint->tree_size.value,
                       .submissions = sink.submissions(),
                       .ended = clock->now(),
                       .checkpoint = std::move(checkpoint->note)};
}

Result<DemoResult> run(const DemoOptions& options, const Progress& progress) {
  if (auto status = check(options); !status) return status.failure();
  DemoResult result;
  const Stopwatch append_watch;
  const Plan plan = plan_year(options.scale_ppm, options.seed);
  const Year year(plan.organisation, options.scale_ppm, options.seed);
  auto written = write_ledger(options, plan, year, progress);
  if (!written) return written.failure();
  result.append_microseconds = append_watch.microseconds();
  result.sample_teacher = ledger::to_hex(sample_teacher(plan).subject.span());

  const Stopwatch project_watch;
  if (auto status = project(options, plan, year, written->ended, progress, result); !status) return status.failure();
  result.project_microseconds = project_watch.microseconds();

  const Stopwatch verify_watch;
  auto report = verify(options.directory, progress, Phase::verify);
  if (!report) return report.failure();
  result.verify_microseconds = verify_watch.microseconds();
  result.verification = std::move(*report);
  if (auto status = tamper(options, progress, result); !status) return status.failure();
  return result;
}

}  // namespace shiji::cli::demo
