// What comes in from outside: the clock, entropy, and the file system. Options of the engine; nothing else reads them.
//
// Threads: implementations must be callable from any thread. Ownership: the engine keeps a shared_ptr.
#pragma once

#include "shiji/ledger/ids.h"

#include <cstdint>
#include <memory>
#include <span>

namespace shiji::engine {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual ledger::Time now() = 0;
};

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// Opaque: wraps a RocksDB file system (engine/src/store/file_system.h). Everything the store and the vault do on disk
/// goes through it, so that tests can drop, tear and refuse writes.
class FileSystem;

struct Environment {
  std::shared_ptr<Clock> clock;
  std::shared_ptr<Entropy> entropy;
  std::shared_ptr<FileSystem> file_system;
};

/// System clock, system entropy, the real disk.
[[nodiscard]] Environment system_environment();

/// A clock that stands where it is put; never goes back. For demos and tests.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(ledger::Time start) : now_(start.value) {}
  [[nodiscard]] ledger::Time now() override { return {now_}; }
  void set(ledger::Time time) {
    if (time.value > now_) now_ = time.value;
  }

 private:
  std::int64_t now_;
};

/// A stream of bytes that a seed decides (ChaCha20). For demos and tests, never for a real ledger's keys.
[[nodiscard]] std::shared_ptr<Entropy> seeded_entropy(std::uint64_t seed);

}  // namespace shiji::engine
