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
/// sha256 of each of `messages`, beside one another.
void sha256_each(std::span<const Bytes> messages, std::span<Hash> out);
[[nodiscard]] Hash leaf_hash(Bytes event_bytes);

/// Room around bytes in memory, in which they are hashed where they lie: the prefix before them, SHA-256's padding
/// behind.
struct LeafFrame {
  static constexpr std::size_t before = 8;  ///< what is 8-aligned with its frame is so without it
  /// Of so many bytes with the room around them: a multiple of 8.
  [[nodiscard]] static std::size_t size(std::size_t bytes);
  /// Fills in the room around `bytes`, before which `hashed` bytes of the same event were hashed.
  static void close(std::span<std::uint8_t> bytes, std::size_t hashed = 0);
};

/// A leaf hash that stopped on the way: what an event begins with is hashed once, for every end it may get.
class LeafHashStart {
 public:
  /// As much of `first` as fills SHA-256's blocks.
  explicit LeafHashStart(Bytes first);
  /// One for each of `firsts`, hashed beside one another.
  [[nodiscard]] static std::vector<LeafHashStart> of_each(std::span<const Bytes> firsts);
  /// The same of what lies in frames, in place of what was in `starts`.
  static void of_framed(std::span<const Bytes> firsts, std::vector<LeafHashStart>& starts);
  /// leaf_hash of the `size()` bytes that are hashed and `rest` together.
  [[nodiscard]] Hash finish(Bytes rest) const;
  /// `finish` of each start with its rest, beside one another.
  static void finish_each(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                          std::span<Hash> out);
  /// The same of rests whose frames were closed.
  static void finish_framed(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                            std::span<Hash* const> out);
  [[nodiscard]] std::size_t size() const { return size_; }  ///< how much of `first` is hashed

 private:
  LeafHashStart() = default;

  std::size_t size_ = 0;
  std::array<std::uint32_t, 8> words_{};  // SHA-256's, after what is hashed
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
