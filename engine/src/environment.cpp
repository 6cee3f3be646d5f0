#include "shiji/engine/environment.h"

#include "shiji/ledger/contract.h"
#include "store/file_system.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>

namespace shiji::engine {
namespace {

class SystemClock final : public Clock {
 public:
  ledger::Time now() override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
};

class SystemEntropy final : public Entropy {
 public:
  SystemEntropy() { SHIJI_ASSERT(sodium_init() >= 0, "libsodium starts"); }
  void fill(std::span<std::uint8_t> out) override { randombytes_buf(out.data(), out.size()); }
};

/// The ChaCha20 key stream of a key that the seed decides. One long fill and several short ones give the same bytes.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) {
    SHIJI_ASSERT(sodium_init() >= 0, "libsodium starts");
    std::array<std::uint8_t, 8> little_endian{};
    for (std::size_t i = 0; i < 8; ++i) little_endian[i] = static_cast<std::uint8_t>(seed >> (8 * i));
    crypto_hash_sha256(key_.data(), little_endian.data(), little_endian.size());
  }

  void fill(std::span<std::uint8_t> out) override {
    const std::scoped_lock lock(mutex_);
    while (!out.empty()) {
      if (used_ == block_.size()) next_block();
      const std::size_t count = std::min(out.size(), block_.size() - used_);
      std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(used_), count, out.begin());
      used_ += count;
      out = out.subspan(count);
    }
  }

 private:
  void next_block() {
    static constexpr std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
    block_.fill(0);
    crypto_stream_chacha20_xor_ic(block_.data(), block_.data(), block_.size(), nonce.data(), counter_++, key_.data());
    used_ = 0;
  }

  std::mutex mutex_;
  std::array<std::uint8_t, crypto_stream_chacha20_KEYBYTES> key_{};
  std::array<std::uint8_t, 64> block_{};
  std::size_t used_ = block_.size();
  std::uint64_t counter_ = 0;
};

}  // namespace

Environment system_environment() {
  return {std::make_shared<SystemClock>(), std::make_shared<SystemEntropy>(), default_file_system()};
}

std::shared_ptr<Entropy> seeded_entropy(std::uint64_t seed) { return std::make_shared<SeededEntropy>(seed); }

}  // namespace shiji::engine
