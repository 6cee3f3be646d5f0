// One byte changed in a copy: what an operator with the disk in hand could do, and what verification makes of it.
//
// Threads: one. Errors: io. The ledger itself is only read; the copy is removed again.
#pragma once

#include "shiji/ledger/result.h"

#include <string>

namespace shiji::cli::demo {

/// A copy of a ledger without its projections. Removed with this object.
class LedgerCopy {
 public:
  [[nodiscard]] static ledger::Result<LedgerCopy> make(const std::string& ledger, const std::string& where);
  LedgerCopy(LedgerCopy&& other) noexcept;
  LedgerCopy& operator=(LedgerCopy&&) = delete;
  LedgerCopy(const LedgerCopy&) = delete;
  LedgerCopy& operator=(const LedgerCopy&) = delete;
  ~LedgerCopy();
  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  explicit LedgerCopy(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_;
};

struct ChangedByte {
  std::string file;  ///< below the ledger's directory
  std::uint64_t offset = 0;
  std::uint8_t before = 0, after = 0;
};
[[nodiscard]] std::string to_text(const ChangedByte& changed);

/// Changes one byte of the largest table file of the chain, `position_ppm` of the way through it.
[[nodiscard]] ledger::Result<ChangedByte> change_one_byte(const std::string& ledger, std::uint32_t position_ppm);

}  // namespace shiji::cli::demo
