// Leaf hashes of many events at once, begun and finished: the same as one by one.
#include "chain/sha256_runs.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <cstring>

namespace shiji::ledger {
namespace {

constexpr std::size_t together = 48;  // lanes of every width are full

/// Of so many bytes with what SHA-256 puts behind them.
constexpr std::size_t blocks_of(std::size_t bytes) {
  return (bytes + 1 + sha256_length_bytes + sha256_block_bytes - 1) / sha256_block_bytes;
}

/// The prefix is in the first block.
constexpr std::size_t prefix_bytes(std::size_t hashed) { return hashed == 0 ? 1 : 0; }

}  // namespace

std::size_t LeafFrame::size(std::size_t bytes) { return before + blocks_of(1 + bytes) * sha256_block_bytes; }

void LeafFrame::close(std::span<std::uint8_t> bytes, std::size_t hashed) {
  const auto prefix = prefix_bytes(hashed);
  auto* begin = bytes.data() - prefix;
  std::memset(bytes.data() - before, leaf_prefix, before);
  auto* end = begin + blocks_of(prefix + bytes.size()) * sha256_block_bytes;
  sha256_put_padding(bytes.data() + bytes.size(), end, 1 + hashed + bytes.size());
}

std::vector<LeafHashStart> LeafHashStart::of_each(std::span<const Bytes> firsts) {
  std::vector<Sha256Run> runs;
  std::vector<Sha256Block> heads;
  sha256_whole_blocks(leaf_prefix, firsts, runs, heads);
  std::vector<LeafHashStart> starts(firsts.size(), LeafHashStart());
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    const auto hashed = (1 + firsts[i].size()) / sha256_block_bytes * sha256_block_bytes;
    starts[i].size_ = hashed == 0 ? 0 : hashed - 1;
    starts[i].words_ = runs[i].words;
  }
  return starts;
}

void LeafHashStart::of_framed(std::span<const Bytes> firsts, std::vector<LeafHashStart>& starts) {
  starts.resize(firsts.size(), LeafHashStart());
  std::array<Sha256Run, together> runs;
  for (std::size_t at = 0; at < firsts.size(); at += together) {
    const auto count = std::min(together, firsts.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      const auto first = firsts[at + i];
      const auto blocks = (1 + first.size()) / sha256_block_bytes;
      runs[i] = {sha256_first_words, first.data() - 1, blocks};
      starts[at + i].size_ = blocks == 0 ? 0 : blocks * sha256_block_bytes - 1;
    }
    sha256_beside(std::span(runs).first(count));
    for (std::size_t i = 0; i < count; ++i) starts[at + i].words_ = runs[i].words;
  }
}

void LeafHashStart::finish_each(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                                std::span<Hash> out) {
  SHIJI_ASSERT(starts.size() == rests.size() && starts.size() == out.size(), "a rest and a hash for each start");
  constexpr std::size_t room = 4 * sha256_block_bytes;
  std::array<std::array<std::uint8_t, LeafFrame::before + room>, together> frames;
  std::array<const LeafHashStart*, together> begun;
  std::array<Bytes, together> framed;
  std::array<Hash*, together> hashes;
  for (std::size_t at = 0; at < starts.size(); at += together) {
    std::size_t count = 0;
    for (std::size_t i = at; i < std::min(at + together, starts.size()); ++i) {
      const auto rest = rests[i];
      if (LeafFrame::size(rest.size()) > frames[count].size()) {
        out[i] = starts[i]->finish(rest);
        continue;
      }
      const auto bytes = std::span(frames[count]).subspan(LeafFrame::before, rest.size());
      std::ranges::copy(rest, bytes.begin());
      LeafFrame::close(bytes, starts[i]->size());
      begun[count] = starts[i];
      framed[count] = bytes;
      hashes[count++] = &out[i];
    }
    finish_framed(std::span(begun).first(count), std::span(framed).first(count), std::span(hashes).first(count));
  }
}

void LeafHashStart::finish_framed(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                                  std::span<Hash* const> out) {
  SHIJI_ASSERT(starts.size() == rests.size() && starts.size() == out.size(), "a rest and a hash for each start");
  std::array<Sha256Run, together> runs;
  for (std::size_t at = 0; at < starts.size(); at += together) {
    const auto count = std::min(together, starts.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      const auto prefix = prefix_bytes(starts[at + i]->size_);
      const auto rest = rests[at + i];
      runs[i] = {prefix == 0 ? starts[at + i]->words_ : sha256_first_words, rest.data() - prefix,
                 blocks_of(prefix + rest.size())};
    }
    sha256_beside(std::span(runs).first(count));
    for (std::size_t i = 0; i < count; ++i) *out[at + i] = sha256_hash_of(runs[i].words);
  }
}

}  // namespace shiji::ledger
