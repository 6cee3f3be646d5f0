// A published log with one of its files edited: tiles, bundles, checkpoint. Nothing edited passes for what was signed.
#include "chain/static_log.h"
#include "fuzzing.h"

using namespace shiji;

namespace {

constexpr std::uint64_t log_size = 600;  // full and partial tiles and bundles, two levels

const ledger::test::StaticLog& valid() {
  static const auto log = ledger::test::static_log(ledger::test::MemoryLog(log_size), log_size);
  return log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  auto log = valid();
  auto file = log.files.begin();
  std::advance(file, data[0] % log.files.size());
  const std::string before(file->second.begin(), file->second.end());
  // Either edits of the file, or bytes of the input's own in its place.
  const auto after =
      data[1] % 2 == 0 ? fuzz::edited(before, data + 2, size - 2) : std::string(fuzz::text_of(data + 2, size - 2));
  file->second.assign(after.begin(), after.end());
  const auto report = ledger::check_tile_log(ledger::test::test_verifier(), log.reader());
  if (after == before) {
    fuzz::must(report.faults.empty(), "an unchanged log holds");
    return 0;
  }
  // A checkpoint may carry other signatures and still say the same; every other file is part of what is signed.
  const bool same = report.faults.empty() && report.checkpoint && report.checkpoint->tree_size.value == log_size &&
                    file->first == "checkpoint";
  fuzz::must(same || !report.faults.empty(), "a changed file is a fault");
  return 0;
}
