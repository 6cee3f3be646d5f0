#include "verify/ground.h"

#include "owner/ledger_directory.h"
#include "shiji/engine/owner/reach.h"
#include "store/file_writing.h"

#include <thread>

namespace shiji::engine {

namespace {

constexpr std::chrono::milliseconds between_tries{10};

ledger::Result<Ground> snapshot_of(Owner& owner, const Environment& environment) {
  auto made = owner.store_snapshot();
  if (!made) return made.failure();
  auto held = HeldSnapshot::hold(std::move(*made), environment);
  if (!held) return held.failure();
  Ground ground{(*held)->directory(), nullptr, std::move(*held)};
  return ground;
}

}  // namespace

ledger::Result<Ground> firm_ground(const std::string& directory, const Environment& environment,
                                   std::chrono::milliseconds wait) {
  auto present = exists(*environment.file_system, chain_path(directory));
  if (!present) return present.failure();
  if (!*present) return ledger::Error{ledger::ErrorCode::not_a_ledger, directory, "it has no chain"};
  const auto until = std::chrono::steady_clock::now() + wait;
  while (true) {
    auto lock = DirectoryLock::take(directory, environment);
    if (lock) return Ground{directory, std::move(*lock), nullptr};
    // A disk that takes no lock takes no writer either.
    if (lock.error()->code != ledger::ErrorCode::already_open) return Ground{directory, nullptr, nullptr};
    if (const auto owner = connect_owner(directory, environment)) return snapshot_of(**owner, environment);
    if (std::chrono::steady_clock::now() >= until) return lock.failure();
    std::this_thread::sleep_for(between_tries);
  }
}

}  // namespace shiji::engine
