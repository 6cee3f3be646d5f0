// Reaching: one attempt after another to get at a ledger, by its socket or by its directory.
//
// Errors: see shiji/engine/owner/reach.h. Threads: any thread.
#pragma once

#include "shiji/engine/owner/reach.h"
#include "socket/owner_server.h"
#include "socket/remote_owner.h"

#include <memory>

namespace shiji::engine {

/// A ledger within reach: held here, with its server, or elsewhere.
struct Reached {
  std::unique_ptr<Owner> owner;
  std::unique_ptr<OwnerServer> server;  ///< of an owner held here; gone before it
  bool elsewhere = false;
  bool lasting = false;  ///< held elsewhere, by a process that stays
};

[[nodiscard]] ledger::Result<std::shared_ptr<Reached>> reach_somehow(const std::string& directory,
                                                                     const ReachOptions& options);
[[nodiscard]] ledger::Result<std::shared_ptr<Reached>> reach_by_socket(const std::string& directory,
                                                                       const ReachOptions& options);
[[nodiscard]] ledger::Result<std::shared_ptr<Reached>> reach_by_holding(const std::string& directory,
                                                                        const ReachOptions& options);

}  // namespace shiji::engine
