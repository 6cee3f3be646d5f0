#include "shiji/ledger/chain/hash_batch.h"

#include "chain/sha256_runs.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

namespace shiji::ledger {

namespace {

constexpr std::size_t length_bytes = 8;
constexpr std::uint8_t end_mark = 0x80;

Hash hash_of(const Sha256Words& words) {
  Hash out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t word = std::endian::native == std::endian::little ? __builtin_bswap32(words[i]) : words[i];
    std::memcpy(out.bytes.data() + sizeof(word) * i, &word, sizeof(word));
  }
  return out;
}

/// Behind the last byte of a message of `message_bytes`, the end of whose blocks is `end`.
void put_padding(std::uint8_t* from, std::uint8_t* end, std::uint64_t message_bytes) {
  *from = end_mark;
  std::memset(from + 1, 0, static_cast<std::size_t>(end - from - 1));
  std::uint64_t bits = 8 * message_bytes;
  if (std::endian::native == std::endian::little) bits = __builtin_bswap64(bits);
  std::memcpy(end - length_bytes, &bits, sizeof(bits));
}

}  // namespace

struct LeafHashBatch::Runs {
  struct Tail {
    std::size_t beginning, at, blocks;  // in `tails`
  };
  std::vector<Bytes> beginnings;
  std::vector<Sha256Run> started;
  std::vector<Sha256Block> heads;
  std::vector<Tail> ends;
  Buffer tails;
  std::size_t tails_size = 0;  // of `tails`, which only ever grows
  std::vector<Sha256Run> ending;
  std::vector<Hash> hashes;

  /// How much of prefix || first is whole blocks.
  static std::size_t whole(Bytes first) { return (first.size() + 1) / sha256_block_bytes * sha256_block_bytes; }
  /// How many of its bytes are left over.
  static std::size_t left(Bytes first) { return whole(first) == 0 ? first.size() : first.size() + 1 - whole(first); }
  void hash_ends();
};

LeafHashBatch::LeafHashBatch() : runs_(std::make_unique<Runs>()) {}
LeafHashBatch::~LeafHashBatch() = default;

void LeafHashBatch::clear() {
  runs_->beginnings.clear();
  runs_->ends.clear();
  runs_->tails_size = 0;
}

void LeafHashBatch::begin(Bytes first) { runs_->beginnings.push_back(first); }

void LeafHashBatch::end(Bytes rest) {
  auto* to = room_for_end(rest.size());
  if (!rest.empty()) std::memcpy(to, rest.data(), rest.size());
  end_in_room(rest.size());
}

std::uint8_t* LeafHashBatch::room_for_end(std::size_t size) {
  auto& runs = *runs_;
  SHIJI_ASSERT(!runs.beginnings.empty(), "an end has a beginning");
  const Bytes first = runs.beginnings.back();
  const std::size_t needed = runs.tails_size + sha256_block_bytes + size + 2 * sha256_block_bytes;
  if (runs.tails.size() < needed) runs.tails.resize(2 * needed);
  auto* out = runs.tails.data() + runs.tails_size;
  if (Runs::whole(first) == 0) *out++ = leaf_prefix;
  const Bytes left = first.last(Runs::left(first));
  if (!left.empty()) std::memcpy(out, left.data(), left.size());
  return out + left.size();
}

void LeafHashBatch::end_in_room(std::size_t size) {
  auto& runs = *runs_;
  const Bytes first = runs.beginnings.back();
  const std::size_t bytes = 1 + first.size() - Runs::whole(first) + size;
  const std::size_t blocks = (bytes + 1 + length_bytes + sha256_block_bytes - 1) / sha256_block_bytes;
  auto* const begin = runs.tails.data() + runs.tails_size;
  put_padding(begin + bytes, begin + blocks * sha256_block_bytes, 1 + first.size() + size);
  runs.ends.push_back({runs.beginnings.size() - 1, runs.tails_size, blocks});
  runs.tails_size += blocks * sha256_block_bytes;
}

void LeafHashBatch::Runs::hash_ends() {
  ending.clear();
  for (const auto& tail : ends) {
    ending.push_back({started[tail.beginning].words, tails.data() + tail.at, tail.blocks});
  }
  sha256_beside(ending);
  hashes.clear();
  for (const auto& run : ending) hashes.push_back(hash_of(run.words));
}

std::span<const Hash> LeafHashBatch::hash() {
  sha256_whole_blocks(leaf_prefix, runs_->beginnings, runs_->started, runs_->heads);
  runs_->hash_ends();
  return runs_->hashes;
}

void sha256_whole_blocks(std::uint8_t prefix, std::span<const Bytes> messages, std::vector<Sha256Run>& runs,
                         std::vector<Sha256Block>& heads) {
  const auto blocks_of = [](Bytes message) { return (message.size() + 1) / sha256_block_bytes; };
  runs.assign(messages.size(), Sha256Run{});
  heads.resize(std::max(heads.size(), messages.size()));
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (blocks_of(messages[i]) == 0) continue;
    heads[i][0] = prefix;
    std::memcpy(heads[i].data() + 1, messages[i].data(), sha256_block_bytes - 1);
    runs[i].blocks = heads[i].data();
    runs[i].count = 1;
  }
  sha256_beside(runs);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (blocks_of(messages[i]) < 2) continue;
    runs[i].blocks = messages[i].data() + sha256_block_bytes - 1;
    runs[i].count = blocks_of(messages[i]) - 1;
  }
  sha256_beside(runs);
}

void node_hashes(std::span<const Hash> nodes, std::span<Hash> out) {
  SHIJI_ASSERT(nodes.size() % 2 == 0 && out.size() == nodes.size() / 2, "a hash for each pair");
  constexpr std::size_t together = 24;  // eight lanes and three strands are full
  constexpr std::size_t blocks = 2;
  constexpr std::size_t node_bytes = 1 + 2 * sizeof(Hash);
  std::array<std::array<std::uint8_t, blocks * sha256_block_bytes>, together> messages;
  std::array<Sha256Run, together> runs;
  for (std::size_t at = 0; at < out.size(); at += together) {
    const auto count = std::min(together, out.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      auto& message = messages[i];
      message[0] = node_prefix;
      std::memcpy(message.data() + 1, &nodes[2 * (at + i)], 2 * sizeof(Hash));
      put_padding(message.data() + node_bytes, message.data() + message.size(), node_bytes);
      runs[i] = {sha256_first_words, message.data(), blocks};
    }
    sha256_beside(std::span(runs).first(count));
    for (std::size_t i = 0; i < count; ++i) out[at + i] = hash_of(runs[i].words);
  }
}

}  // namespace shiji::ledger
