// SHA-256 and the two hashes of the chain.
//
// What: leaf = SHA-256(0x00 || bytes), node = SHA-256(0x01 || left || right), empty tree = SHA-256(""); RFC 6962 §2.1.
// The leaf hash is the link, the Merkle leaf and the event's name. Cost: hardware SHA through libcrypto, about 0.3 us
// for 400 bytes; of many at once a half to a third of that (chain/sha256_runs.h). Threads: any thread.
#pragma once

#include "shiji/ledger/ids.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace shiji::ledger {

[[nodiscard]] Hash sha256(Bytes bytes);
[[nodiscard]] Hash sha256(std::string_view text);
[[nodiscard]] Hash leaf_hash(Bytes event_bytes);

/// A leaf hash that stopped on the way: `first` bytes of an event are hashed once, for every end they may get.
class LeafHashStart {
 public:
  explicit LeafHashStart(Bytes first);
  /// One for each of `firsts`, hashed beside one another.
  [[nodiscard]] static std::vector<LeafHashStart> of_each(std::span<const Bytes> firsts);
  /// leaf_hash of `first` and `rest` together.
  [[nodiscard]] Hash finish(Bytes rest) const;
  /// `finish` of each start with its rest, beside one another.
  static void finish_each(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                          std::span<Hash> out);
  [[nodiscard]] std::size_t size() const { return size_; }  ///< of `first`

 private:
  LeafHashStart() = default;

  std::size_t size_ = 0;
  alignas(8) std::array<std::uint8_t, 112> state_;
};

[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
/// node_hash of nodes 0 and 1, 2 and 3, ...: half as many as `nodes`, of which there is an even number. `out` may be
/// where `nodes` begin.
void node_hashes(std::span<const Hash> nodes, std::span<Hash> out);
[[nodiscard]] Hash empty_root();

/// SHA-256 over several pieces. One use: update any number of times, then finish once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(Bytes bytes);
  void update(std::string_view text);
  [[nodiscard]] Hash finish();

 private:
  struct State;
  State* state_;
};

}  // namespace shiji::ledger
