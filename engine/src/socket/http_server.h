// HttpServer: HTTP/1.1 on a Unix socket, a thread for each connection. Knows nothing of ledgers.
//
// What: reads a request whole, within the limit its path has, and gives it to the handler, which answers at once
// or in chunks. Guarantees: `stop` lets nobody new in, lets requests that were received be answered, and returns
// when all threads are gone; a client that takes nothing for `patience` meanwhile is cut off. What is not HTTP is
// answered with 400 and the connection ends. Ownership: what the handler captures outlives the server.
// Errors: io when the socket cannot be made. Threads: handlers run on the connections' threads.
#pragma once

#include "socket/socket_file.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shiji::engine {

struct HttpRequest {
  std::string method, path, query;  ///< "GET", "/api/v1/feed", "from=7"
  std::string body;
};

/// Bytes on their way to a client.
struct Outgoing {
  std::string bytes;
  std::size_t sent = 0;
  [[nodiscard]] std::size_t size() const { return bytes.size() - sent; }
};

/// One request and its answer.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;
  [[nodiscard]] virtual const HttpRequest& request() const = 0;
  virtual void answer(unsigned status, std::string_view body) = 0;
  /// From here on the handler sends chunks itself (append_chunk), the last of them empty.
  [[nodiscard]] virtual Outgoing begin_chunks() = 0;
  /// Sends what the client takes within `wait`. False: it took nothing.
  [[nodiscard]] virtual bool send(Outgoing& outgoing, std::chrono::milliseconds wait) = 0;
  /// Sends everything, however long the client takes; only when the server stops does its patience end.
  virtual void send_all(Outgoing& outgoing) = 0;
  [[nodiscard]] virtual bool gone() const = 0;      ///< the client left
  [[nodiscard]] virtual bool stopping() const = 0;  ///< the server is about to leave
};

void append_chunk(Outgoing& outgoing, std::string_view bytes);

struct HttpServerOptions {
  std::string directory, name;  ///< where the socket lies
  std::function<std::size_t(std::string_view path)> body_bytes_max;
  std::string not_understood;  ///< the body of the answer to what is not HTTP
  /// The body of the answer to a request whose body is larger.
  std::function<std::string(std::string_view path, std::uint64_t bytes)> too_large;
  /// How long a client may take nothing while the server wants to stop.
  std::chrono::milliseconds patience{10'000};
};

class HttpServer {
 public:
  using Handler = std::function<void(HttpExchange&)>;
  [[nodiscard]] static ledger::Result<std::unique_ptr<HttpServer>> start(HttpServerOptions options, Handler handler);
  virtual ~HttpServer() = default;
  virtual void stop() = 0;
};

}  // namespace shiji::engine
