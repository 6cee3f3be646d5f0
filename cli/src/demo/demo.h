// Demos: a story written into a new ledger, projected, compared with the document it follows, verified, tampered with.
//
// What: `run` writes the story through the engine's public interface with a simulated clock and seeded entropy, folds
// the read models, reads the figures and the closing report out of them, verifies, changes one byte in a copy, verifies
// that, removes the copy. Guarantees: the same name, scale and seed give the same event bytes and root. Errors: usage
// for an unknown name or a scale outside 1 to 1,000,000 ppm; already_exists; those of Owner, ReadModel and
// verify_ledger. After an error the directory holds what was written so far. Threads: one thread; the call blocks. Cost
// at scale 1: about a minute, 460,000 events, 700 MiB.
#pragma once

#include "demo/closing_report.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/engine/store/verification.h"
#include "shiji/ledger/result.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::cli::demo {

struct DemoName {
  std::string_view name, title_zh, title_en;
};
[[nodiscard]] std::span<const DemoName> names();

struct DemoOptions {
  std::string name = "licheng-2023";
  std::string directory;  ///< must not hold a ledger yet
  std::uint32_t scale_ppm = 1'000'000;
  std::uint64_t seed = 2023;
};

/// One number of the document beside what the projections say.
struct Figure {
  std::string name, title_zh, title_en;
  std::string expected, actual;
  bool derived = false;  ///< not printed in the document: follows from it, from the scale or from the plan
  bool equal = false;
  bool measurable = true;  ///< false: nothing here can say it
};

struct DemoResult {
  std::vector<Figure> figures;
  ClosingReport report;
  engine::VerificationReport verification;
  engine::VerificationReport tampered;  ///< of the copy with one byte changed
  std::string tampered_where;           ///< file, offset, byte before and after
  ledger::Hash root;
  std::string checkpoint;  ///< the C2SP note
  std::uint64_t events = 0;
  std::string sample_teacher;  ///< somebody with several lines, one of them late: `query statement <this>`
  std::uint64_t append_microseconds = 0, project_microseconds = 0, verify_microseconds = 0;
};

enum class Phase { append, project, verify, tamper };
/// `done` of `total` steps of a phase; called now and then. May be empty.
using Progress = std::function<void(Phase phase, std::uint64_t done, std::uint64_t total)>;

[[nodiscard]] ledger::Result<DemoResult> run(const DemoOptions& options, const Progress& progress);

/// The first half of `run` alone: writes the story into a new ledger and closes it. For tests and benchmarks.
struct WrittenLedger {
  ledger::Hash root;
  std::uint64_t events = 0, submissions = 0;
  ledger::Time ended;  ///< by the story's clock
  std::string checkpoint;
};
struct Plan;
class Year;
[[nodiscard]] ledger::Result<WrittenLedger> write_ledger(const DemoOptions& options, const Plan& plan, const Year& year,
                                                         const Progress& progress);

}  // namespace shiji::cli::demo
