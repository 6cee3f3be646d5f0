// HEAD: how far acknowledged history reaches, in a small file outside RocksDB (docs/formats/head.md).
//
//   two slots of 72 bytes at offsets 0 and 4096, written in turn:
//   "shijihd1" | tree size u64 LE | leaf hash of the last event 32 | tree size of the last checkpoint handed out u64 LE
//   | first 16 bytes of SHA-256 of the 56 before
//
// What: tells an honestly torn last batch from a log that lost its tail: point-in-time recovery says OK to both.
// Errors: corrupt when no slot is whole. Threads: one thread at a time.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"
#include "store/file_writing.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace shiji::engine {

struct HeadMark {
  ledger::TreeSize tree_size;
  ledger::Hash leaf_hash;
  ledger::TreeSize checkpoint;  ///< the last one handed out; 0: none yet
  auto operator<=>(const HeadMark&) const = default;
};

/// A slot as it stands in the file: magic, mark, and a check over both.
inline constexpr std::size_t head_slot_bytes = 72;
using HeadSlot = std::array<std::uint8_t, head_slot_bytes>;
[[nodiscard]] HeadSlot slot_of(const HeadMark& mark);
/// The newest mark of a file's bytes; nullopt when neither slot is whole.
[[nodiscard]] std::optional<HeadMark> newest_mark(ledger::Bytes file);

class HeadFile {
 public:
  /// Opens or makes the file; a new one holds no mark.
  [[nodiscard]] static ledger::Result<std::unique_ptr<HeadFile>> open(const std::string& path,
                                                                      const Environment& environment);
  /// Writes the slot that is not the newest and syncs it.
  [[nodiscard]] ledger::Status write(const HeadMark& mark);

 private:
  explicit HeadFile(std::unique_ptr<SlotFile> file) : file_(std::move(file)) {}
  std::unique_ptr<SlotFile> file_;
  std::size_t next_slot_ = 0;
};

/// The newest whole slot. not_found: no file; corrupt: no whole slot.
[[nodiscard]] ledger::Result<HeadMark> read_head(const std::string& path, const Environment& environment);

}  // namespace shiji::engine
