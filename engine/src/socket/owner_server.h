// OwnerServer: an Owner on its socket, `<directory>/socket`: every operation of shiji/engine/owner/owner.h as a route
// below /api/v1 (docs/formats/socket.md).
//
// Guarantees: a client gets the answer, refusal or error that a caller in this process would get. Destruction lets
// nobody new in, answers what was received, ends feeds with an end frame, and takes the socket away.
// Ownership: the Owner must outlive it. Errors: io when the socket cannot be made. Threads: one for each connection.
#pragma once

#include "socket/feed_writer.h"
#include "socket/http_server.h"
#include "socket/messages.h"

#include <memory>
#include <string>

namespace shiji::engine {

struct OwnerServerOptions {
  bool lasting = false;
  FeedLimits feed;
};

class OwnerServer {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<OwnerServer>> start(Owner& owner, OwnerServerOptions options);

 private:
  explicit OwnerServer(std::unique_ptr<HttpServer> server) : server_(std::move(server)) {}
  std::unique_ptr<HttpServer> server_;
};

}  // namespace shiji::engine
