// Many hashes of the chain at once: the same as one by one.
#include "chain/sha256_runs.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace shiji::ledger {

Hash sha256_hash_of(const Sha256Words& words) {
  Hash out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t word = std::endian::native == std::endian::little ? __builtin_bswap32(words[i]) : words[i];
    std::memcpy(out.bytes.data() + sizeof(word) * i, &word, sizeof(word));
  }
  return out;
}

/// Behind the last byte of a message of `message_bytes`, the end of whose blocks is `end`.
void sha256_put_padding(std::uint8_t* from, std::uint8_t* end, std::uint64_t message_bytes) {
  *from = 0x80;
  std::memset(from + 1, 0, static_cast<std::size_t>(end - from - 1));
  std::uint64_t bits = 8 * message_bytes;
  if (std::endian::native == std::endian::little) bits = __builtin_bswap64(bits);
  std::memcpy(end - sha256_length_bytes, &bits, sizeof(bits));
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

void sha256_each(std::span<const Bytes> messages, std::span<Hash> out) {
  SHIJI_ASSERT(messages.size() == out.size(), "a hash for each message");
  constexpr std::size_t tail_blocks = 2;
  std::vector<Sha256Run> runs(messages.size());
  std::vector<std::array<std::uint8_t, tail_blocks * sha256_block_bytes>> tails(messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    runs[i].blocks = messages[i].data();
    runs[i].count = messages[i].size() / sha256_block_bytes;
  }
  sha256_beside(runs);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto rest = messages[i].last(messages[i].size() % sha256_block_bytes);
    const std::size_t count = rest.size() + 1 + sha256_length_bytes <= sha256_block_bytes ? 1 : tail_blocks;
    auto* behind = std::ranges::copy(rest, tails[i].begin()).out;
    sha256_put_padding(&*behind, tails[i].data() + count * sha256_block_bytes, messages[i].size());
    runs[i].blocks = tails[i].data();
    runs[i].count = count;
  }
  sha256_beside(runs);
  for (std::size_t i = 0; i < messages.size(); ++i) out[i] = sha256_hash_of(runs[i].words);
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
      sha256_put_padding(message.data() + node_bytes, message.data() + message.size(), node_bytes);
      runs[i] = {sha256_first_words, message.data(), blocks};
    }
    sha256_beside(std::span(runs).first(count));
    for (std::size_t i = 0; i < count; ++i) out[at + i] = sha256_hash_of(runs[i].words);
  }
}

}  // namespace shiji::ledger
