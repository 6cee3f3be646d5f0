// Reaching a ledger: through its owner's socket when somebody holds it, by holding it when nobody does.
//
// What: a ledger's directory lets one process in. `reach_owner` asks `<directory>/socket` first and opens the directory
// itself when nobody listens; then it listens there in turn, for as long as the Owner it returned lives. `hold_ledger`
// only opens: for whoever is to be the owner. `connect_owner` only asks.
// Guarantees: what `reach_owner` returns stands for the ledger, not for a process: when the owner goes away it reaches
// the ledger again and asks again, which repeats nothing, because submissions have ids. A follower of a lasting owner
// waits until that one is back. The ledger reached again must be the one that was lost.
// Errors: those of Owner::open; already_open, naming the process, when after `wait` somebody still holds the directory
// and does not answer. Threads: any thread may call any method of what is returned. Ownership: the caller owns it.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <chrono>
#include <memory>
#include <string>

namespace shiji::engine {

struct ReachOptions {
  OwnerOptions owner;
  /// How long to try while another process holds the directory and does not answer. Default 10 s.
  std::chrono::milliseconds wait{10'000};
};

[[nodiscard]] ledger::Result<std::unique_ptr<Owner>> reach_owner(const std::string& directory,
                                                                 const ReachOptions& options);
/// Opens and serves on the socket, which must be possible. already_open at once when a lasting owner answers there.
[[nodiscard]] ledger::Result<std::unique_ptr<Owner>> hold_ledger(const std::string& directory,
                                                                 const ReachOptions& options);
/// not_found when nobody listens. What is returned fails with connection_lost once that process has left.
[[nodiscard]] ledger::Result<std::unique_ptr<Owner>> connect_owner(const std::string& directory,
                                                                   const Environment& environment);
/// Where the owner of `directory` listens.
[[nodiscard]] std::string owner_socket_path(const std::string& directory);

}  // namespace shiji::engine
