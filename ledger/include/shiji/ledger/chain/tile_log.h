// Any C2SP tlog-tiles log, checked from its files alone, and a ledger written as one.
//
// What: `check_tile_log` verifies the signed checkpoint, hashes every entry again, compares every tile of every level
// and the root. `write_tile_log` writes full tiles, partial tiles, entry bundles and, last, the checkpoint of one size.
// Guarantees: nothing stored is trusted but what the key signed; a fault names its file, and the entry where one can be
// told; checking goes on from the next file. Where a bundle and its tile differ, the tile above (at the right edge, the
// signed root) says which of the two is damaged. A partial file that is missing may be the full one (tlog-tiles).
// Ownership: files are read and written by the caller's functions; at most one bundle, one tile and the tree's right
// edge are held. Errors: of the caller's functions. Threads: one at a time, the caller's. Cost: one hash an entry and
// node.
#pragma once

#include "shiji/ledger/chain/proof.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

/// The bytes of the file at a path like "tile/0/000.p/3"; any failure means that it cannot be had.
using LogFileReader = std::function<Result<Buffer>(const std::string& path)>;

struct TileLogFault {
  std::string path;
  std::optional<Sequence> sequence;  ///< first entry concerned, where it is known
  std::string message;
};

struct TileLogOptions {
  std::string origin;               ///< first line of the checkpoint; empty: the key's name
  std::size_t most_faults = 1'000;  ///< checking ends there
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  ///< entries; after each bundle
};

struct TileLogReport {
  std::optional<Checkpoint> checkpoint;  ///< nothing else was checked when the signed checkpoint does not hold
  std::uint64_t entries = 0;             ///< whose hash was computed again
  Hash root;                             ///< computed; zero when some hashes could not be had at all
  std::vector<TileLogFault> faults;
};

[[nodiscard]] TileLogReport check_tile_log(const VerifierKey& key, const LogFileReader& read,
                                           const TileLogOptions& options = {});

/// Gives the entries [first, first + count) in order to `take`.
using EntryReader =
    std::function<Status(Sequence first, std::size_t count, const std::function<void(Bytes entry)>& take)>;
/// Stores one file of the log.
using LogFileSink = std::function<Status(const std::string& path, Bytes bytes)>;

/// Every file of the log of `size` entries; `checkpoint_note` is the signed checkpoint of that size, written last.
[[nodiscard]] Status write_tile_log(TreeSize size, std::string_view checkpoint_note, const TileReader& tiles,
                                    const EntryReader& entries, const LogFileSink& sink);

}  // namespace shiji::ledger
