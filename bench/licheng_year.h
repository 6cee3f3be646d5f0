// LichengYear: the events of the demo's year without its telemetry batches, to be submitted in any size.
//
// What: people, sessions, sign-ins, reviews and all else of licheng-2023, in the order in which they were told. The
// ledger they go into is made once, with the vault their names are sealed in and with what comes before the last key of
// a person is enrolled, and copied for every run. Ends the process when anything fails. Cost: some seconds, and 2 KiB
// of memory an event.
#pragma once

#include "workload.h"

#include <cstdint>
#include <memory>
#include <string>

namespace shiji::bench {

/// What experts sign with their own keys: a signature takes 20 us to make and 50 us to check.
enum class Opinions : std::uint8_t { left_out, signed_by_experts };

class LichengYear {
 public:
  /// A part of the year, in millionths; the ledger is made at `directory`, in place of whatever was there.
  LichengYear(std::string directory, std::uint32_t scale_ppm);
  ~LichengYear();

  /// A ledger that takes the workload, in place of whatever was there.
  void copy_ledger(const std::string& to) const;
  /// What the ledger has not got yet, as prepared and signed bytes.
  [[nodiscard]] Workload workload(std::uint32_t submission_events, Opinions opinions) const;

 private:
  struct Content;
  std::string directory_;
  std::unique_ptr<Content> content_;
};

}  // namespace shiji::bench
