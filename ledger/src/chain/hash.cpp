#include "shiji/ledger/chain/hash.h"

// The one-shot interface of libcrypto is deprecated in favour of EVP, whose per-message set-up costs 40 ns more than
// the 90 ns of a node hash itself. It runs the same hardware code, allocates nothing and needs no context per thread.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "chain/sha256_runs.h"
#include "shiji/ledger/contract.h"

#include <openssl/sha.h>

#include <algorithm>
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

LeafHashStart::LeafHashStart(Bytes first) {
  const auto hashed = (1 + first.size()) / sha256_block_bytes * sha256_block_bytes;  // the prefix with it
  if (hashed == 0) return;
  SHA256_CTX context;
  check(SHA256_Init(&context));
  check(SHA256_Update(&context, &leaf_prefix, 1));
  check(SHA256_Update(&context, first.data(), hashed - 1));
  size_ = hashed - 1;
  std::copy(std::begin(context.h), std::end(context.h), words_.begin());
}

Hash LeafHashStart::finish(Bytes rest) const {
  if (size_ == 0) return leaf_hash(rest);
  // What libcrypto's context is after the same bytes: its words, and the bits so far.
  SHA256_CTX context;
  check(SHA256_Init(&context));
  std::copy(words_.begin(), words_.end(), std::begin(context.h));
  const std::uint64_t hashed = size_ + 1;  // the prefix with it
  context.Nl = static_cast<SHA_LONG>(8 * hashed);
  context.Nh = static_cast<SHA_LONG>(hashed >> 29);
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
  static const auto fastest = are_wide_lanes_faster()  ? sha256_in_wide_lanes
                              : has_sha_strands()      ? sha256_in_strands
                              : has_sha_instructions() ? sha256_one_by_one
                                                       : sha256_in_lanes;
  fastest(runs);
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
