// Inclusion and consistency proofs (RFC 6962 §2.1), made from tiles and checked without them; C2SP tlog-proof files.
//
// Errors: corrupt when a tile cannot be read; bad_proof_file when a proof file does not parse. Checking never fails
// with an error: it says true or false. Threads: any thread. Cost: checking, at most 2 log2(size) hashes; making, each
// tile on the way read once and at most 255 hashes a tile.
#pragma once

#include "shiji/ledger/chain/checkpoint.h"
#include "shiji/ledger/chain/tile_nodes.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shiji::ledger {

/// Reads a tile of a tree of known size: `width` hashes (1 to 256).
using TileReader = std::function<Result<std::vector<Hash>>(TileId id, std::size_t width)>;
/// The same for whoever keeps what was hashed: of exactly `width` hashes.
using NodesReader = std::function<Result<std::shared_ptr<const TileNodes>>(TileId id, std::size_t width)>;

[[nodiscard]] Result<Hash> root_from_tiles(TreeSize size, const TileReader& reader);
[[nodiscard]] Result<std::vector<Hash>> inclusion_proof(Sequence index, TreeSize size, const TileReader& reader);
[[nodiscard]] Result<std::vector<Hash>> inclusion_proof_from_nodes(Sequence index, TreeSize size,
                                                                   const NodesReader& reader);
[[nodiscard]] Result<std::vector<Hash>> consistency_proof(TreeSize older, TreeSize newer, const TileReader& reader);

[[nodiscard]] bool inclusion_holds(Sequence index, TreeSize size, const Hash& leaf, std::span<const Hash> proof,
                                   const Hash& root);
[[nodiscard]] bool consistency_holds(TreeSize older, TreeSize newer, std::span<const Hash> proof,
                                     const Hash& older_root, const Hash& newer_root);

/// A C2SP tlog-proof: index, hashes, checkpoint verbatim. `extra` carries the event bytes, so that the file stands
/// alone.
struct ProofFile {
  Sequence index;
  std::vector<Hash> hashes;
  std::string checkpoint_note;
  Buffer extra;
};
[[nodiscard]] std::string proof_text(const ProofFile& proof);
[[nodiscard]] Result<ProofFile> parse_proof_text(std::string_view text);

/// Why a proof file does not hold; empty when it does. Checks the note, the inclusion of leaf_hash(extra), and that the
/// event in `extra` is of that index only as far as the tree says so.
[[nodiscard]] std::vector<std::string> faults_of(const ProofFile& proof, const VerifierKey& log);

}  // namespace shiji::ledger
