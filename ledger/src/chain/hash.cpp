#include "shiji/ledger/chain/hash.h"

// The one-shot interface of libcrypto is deprecated in favour of EVP, whose per-message set-up costs 40 ns more than
// the 90 ns of a node hash itself. It runs the same hardware code, allocates nothing and needs no context per thread.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "chain/sha256_runs.h"
#include "shiji/ledger/contract.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace shiji::ledger {
namespace {

void check(int libcrypto_answer) { SHIJI_ASSERT(libcrypto_answer == 1, "SHA-256 of libcrypto works"); }

Hash finished(SHA256_CTX& context) {
  Hash out;
  check(SHA256_Final(out.bytes.data(), &context));
  return out;
}

}  // namespace

struct Sha256::State {
  SHA256_CTX context;
  bool is_finished = false;
};

Hash sha256(Bytes bytes) {
  SHA256_CTX context;
  check(SHA256_Init(&context));
  check(SHA256_Update(&context, bytes.data(), bytes.size()));
  return finished(context);
}

Hash sha256(std::string_view text) {
  return sha256(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Hash leaf_hash(Bytes event_bytes) {
  SHA256_CTX context;
  check(SHA256_Init(&context));
  check(SHA256_Update(&context, &leaf_prefix, 1));
  check(SHA256_Update(&context, event_bytes.data(), event_bytes.size()));
  return finished(context);
}

LeafHashStart::LeafHashStart(Bytes first) : size_(first.size()) {
  static_assert(sizeof(SHA256_CTX) <= sizeof(state_));
  SHA256_CTX context;
  check(SHA256_Init(&context));
  check(SHA256_Update(&context, &leaf_prefix, 1));
  check(SHA256_Update(&context, first.data(), first.size()));
  std::memcpy(state_.data(), &context, sizeof(context));
}

std::vector<LeafHashStart> LeafHashStart::of_each(std::span<const Bytes> firsts) {
  std::vector<Sha256Run> runs;
  std::vector<Sha256Block> heads;
  sha256_whole_blocks(leaf_prefix, firsts, runs, heads);
  std::vector<LeafHashStart> starts;
  starts.reserve(firsts.size());
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    // What libcrypto's context is after the same bytes: its words, the bits so far, and what is left over.
    const std::size_t all = firsts[i].size() + 1;  // the prefix with it
    const std::size_t left = all % sha256_block_bytes;
    SHA256_CTX context;
    std::copy(runs[i].words.begin(), runs[i].words.end(), std::begin(context.h));
    context.Nl = static_cast<SHA_LONG>(8 * std::uint64_t{all});
    context.Nh = static_cast<SHA_LONG>(std::uint64_t{all} >> 29);
    context.num = static_cast<unsigned>(left);
    context.md_len = SHA256_DIGEST_LENGTH;
    auto* rest = reinterpret_cast<std::uint8_t*>(context.data);
    if (left == all) *rest++ = leaf_prefix;
    const auto behind = firsts[i].last(left == all ? left - 1 : left);
    if (!behind.empty()) std::memcpy(rest, behind.data(), behind.size());
    auto& start = starts.emplace_back(LeafHashStart());
    start.size_ = firsts[i].size();
    std::memcpy(start.state_.data(), &context, sizeof(context));
  }
  return starts;
}

Hash LeafHashStart::finish(Bytes rest) const {
  SHA256_CTX context;
  std::memcpy(&context, state_.data(), sizeof(context));
  check(SHA256_Update(&context, rest.data(), rest.size()));
  return finished(context);
}

void sha256_one_by_one(std::span<Sha256Run> runs) {
  for (auto& run : runs) {
    SHA256_CTX context;
    check(SHA256_Init(&context));
    std::copy(run.words.begin(), run.words.end(), std::begin(context.h));
    check(SHA256_Update(&context, run.blocks, run.count * sha256_block_bytes));
    std::copy(std::begin(context.h), std::end(context.h), run.words.begin());
    run.blocks += run.count * sha256_block_bytes;
    run.count = 0;
  }
}

void sha256_beside(std::span<Sha256Run> runs) {
  static const auto fastest = has_sha_wide_lanes()     ? sha256_in_wide_lanes
                              : has_sha_strands()      ? sha256_in_strands
                              : has_sha_instructions() ? sha256_one_by_one
                                                       : sha256_in_lanes;
  fastest(runs);
}

void LeafHashStart::finish_each(std::span<const LeafHashStart* const> starts, std::span<const Bytes> rests,
                                std::span<Hash> out) {
  SHIJI_ASSERT(starts.size() == rests.size() && starts.size() == out.size(), "a rest and a hash for each start");
  constexpr std::size_t together = 48;  // lanes of every width are full
  constexpr std::size_t room = 4 * sha256_block_bytes;
  std::array<std::array<std::uint8_t, room>, together> tails;
  std::array<Sha256Run, together> runs;
  for (std::size_t at = 0; at < starts.size(); at += together) {
    const auto count = std::min(together, starts.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      SHA256_CTX context;
      std::memcpy(&context, starts[at + i]->state_.data(), sizeof(context));
      const auto rest = rests[at + i];
      const std::size_t size = context.num + rest.size();
      const std::size_t blocks = (size + 1 + sha256_length_bytes + sha256_block_bytes - 1) / sha256_block_bytes;
      runs[i].count = 0;
      if (blocks * sha256_block_bytes > room) continue;
      auto* tail = tails[i].data();
      std::memcpy(tail, &context.data, context.num);
      if (!rest.empty()) std::memcpy(tail + context.num, rest.data(), rest.size());
      sha256_put_padding(tail + size, tail + blocks * sha256_block_bytes, 1 + starts[at + i]->size_ + rest.size());
      std::copy(std::begin(context.h), std::end(context.h), runs[i].words.begin());
      runs[i].blocks = tail;
      runs[i].count = blocks;
    }
    std::array<bool, together> beside{};
    for (std::size_t i = 0; i < count; ++i) beside[i] = runs[i].count != 0;
    sha256_beside(std::span(runs).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      out[at + i] = beside[i] ? sha256_hash_of(runs[i].words) : starts[at + i]->finish(rests[at + i]);
    }
  }
}

Hash node_hash(const Hash& left, const Hash& right) {
  SHA256_CTX context;
  check(SHA256_Init(&context));
  check(SHA256_Update(&context, &node_prefix, 1));
  check(SHA256_Update(&context, left.bytes.data(), Hash::size()));
  check(SHA256_Update(&context, right.bytes.data(), Hash::size()));
  return finished(context);
}

Hash empty_root() { return sha256(Bytes()); }

Sha256::Sha256() : state_(new State) { check(SHA256_Init(&state_->context)); }

Sha256::~Sha256() { delete state_; }

void Sha256::update(Bytes bytes) {
  SHIJI_ASSERT(!state_->is_finished, "a Sha256 is used once");
  check(SHA256_Update(&state_->context, bytes.data(), bytes.size()));
}

void Sha256::update(std::string_view text) {
  update(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Hash Sha256::finish() {
  SHIJI_ASSERT(!state_->is_finished, "a Sha256 is used once");
  state_->is_finished = true;
  return finished(state_->context);
}

}  // namespace shiji::ledger
