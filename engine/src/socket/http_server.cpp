#include "socket/http_server.h"

#include "socket/http_stream.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <poll.h>
#include <sstream>
#include <thread>

namespace shiji::engine {

namespace http = boost::beast::http;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t connections_max = 128;
constexpr std::uint32_t head_bytes_max = 16U << 10;
constexpr unsigned status_ok = 200, status_bad_request = 400, status_too_large = 413;

std::string head_of_answer(unsigned status, std::optional<std::size_t> length, bool keep_alive) {
  http::response<http::empty_body> response;
  response.version(11);
  response.result(status);
  response.set(http::field::content_type, "application/octet-stream");
  response.keep_alive(keep_alive);
  if (length) response.content_length(*length);
  if (!length) response.chunked(true);
  std::ostringstream text;
  text << response.base();
  return text.str();
}

class Connection final : public HttpExchange {
 public:
  Connection(Descriptor descriptor, const HttpServerOptions& options, const std::atomic<bool>& stopping)
      : options_(options), stopping_(stopping), stream_(std::move(descriptor)) {}

  void run(const HttpServer::Handler& handler) {
    boost::beast::flat_buffer buffer;
    while (!stopping_ && !gone_ && keep_alive_ && read_request(buffer)) {
      handler(*this);
    }
  }
  /// Ends the reading of a request that has not come yet; one that has is answered.
  void wake() { ::shutdown(stream_.descriptor(), SHUT_RD); }

  const HttpRequest& request() const override { return request_; }
  bool gone() const override { return gone_; }
  bool stopping() const override { return stopping_; }

  void answer(unsigned status, std::string_view body) override {
    Outgoing outgoing{head_of_answer(status, body.size(), keep_alive_), 0};
    outgoing.bytes.append(body);
    send_all(outgoing);
  }

  Outgoing begin_chunks() override { return {head_of_answer(status_ok, std::nullopt, keep_alive_), 0}; }

  bool send(Outgoing& outgoing, milliseconds wait) override {
    if (gone_) return false;
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto rest = std::string_view(outgoing.bytes).substr(outgoing.sent);
      const auto taken = ::send(stream_.descriptor(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (taken >= 0) return note_sent(outgoing, static_cast<std::size_t>(taken));
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) gone_ = true;
      if (gone_ || attempt > 0) return false;
      pollfd ready{stream_.descriptor(), POLLOUT, 0};
      ::poll(&ready, 1, static_cast<int>(wait.count()));
    }
    return false;
  }

  void send_all(Outgoing& outgoing) override {
    auto quiet_since = std::chrono::steady_clock::now();
    while (outgoing.size() > 0 && !gone_) {
      const auto now = std::chrono::steady_clock::now();
      if (send(outgoing, milliseconds(100))) quiet_since = now;
      if (stopping_ && now - quiet_since > options_.patience) gone_ = true;
    }
  }

 private:
  static bool note_sent(Outgoing& outgoing, std::size_t taken) {
    outgoing.sent += taken;
    if (outgoing.sent * 2 >= outgoing.bytes.size()) {
      outgoing.bytes.erase(0, outgoing.sent);
      outgoing.sent = 0;
    }
    return taken > 0;
  }

  bool refuse(unsigned status, std::string_view body) {
    keep_alive_ = false;
    answer(status, body);
    return false;
  }

  /// False: the client left, or sent what is no request.
  bool read_request(boost::beast::flat_buffer& buffer) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(head_bytes_max);
    parser.body_limit(boost::none);
    boost::system::error_code failed;
    http::read_header(stream_, buffer, parser, failed);
    // Silence, or an end between two requests, is how clients leave.
    const bool left = failed == http::error::end_of_stream || failed == http::error::partial_message;
    const bool not_http = failed && failed.category() == http::make_error_code(http::error::bad_method).category();
    if (failed) return not_http && !left && refuse(status_bad_request, options_.not_understood);
    take_target(std::string(parser.get().target()));
    request_.method = std::string(parser.get().method_string());
    keep_alive_ = parser.get().keep_alive();
    const auto limit = options_.body_bytes_max(request_.path);
    const auto length = parser.content_length().value_or(0);
    if (length > limit) return refuse(status_too_large, options_.too_large(request_.path, length));
    parser.body_limit(limit);
    http::read(stream_, buffer, parser, failed);
    if (failed == http::error::body_limit)
      return refuse(status_too_large, options_.too_large(request_.path, std::uint64_t{limit} + 1));
    if (failed) return false;
    request_.body = std::move(parser.get().body());
    return true;
  }

  void take_target(const std::string& target) {
    const auto question = std::min(target.find('?'), target.size());
    request_.path = target.substr(0, question);
    request_.query = question < target.size() ? target.substr(question + 1) : "";
  }

  const HttpServerOptions& options_;
  const std::atomic<bool>& stopping_;
  HttpStream stream_;
  HttpRequest request_;
  bool keep_alive_ = true;
  bool gone_ = false;
};

class SocketServer final : public HttpServer {
 public:
  SocketServer(HttpServerOptions options, Handler handler, ListeningSocket listening)
      : options_(std::move(options)), handler_(std::move(handler)), listening_(std::move(listening)) {
    acceptor_ = std::thread([this] { accept_all(); });
  }
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;
  ~SocketServer() override { stop(); }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    listening_.wake();
    left_.notify_all();
    if (acceptor_.joinable()) acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (auto& guest : guests_) {
        if (guest.connection) guest.connection->wake();
      }
    }
    for (auto& guest : guests_) guest.thread.join();
    guests_.clear();
  }

 private:
  struct Guest {
    std::unique_ptr<Connection> connection;
    std::thread thread;
    bool left = false;
  };

  void accept_all() {
    while (!stopping_) {
      auto descriptor = listening_.accept();
      if (descriptor.get() < 0) return;
      std::unique_lock lock(mutex_);
      left_.wait(lock, [&] { return see_off() < connections_max || stopping_; });
      if (stopping_) return;
      auto& guest = guests_.emplace_back();
      guest.connection = std::make_unique<Connection>(std::move(descriptor), options_, stopping_);
      guest.thread = std::thread([this, &guest] {
        guest.connection->run(handler_);
        // Closed at once, not when somebody looks: the client waits for the end.
        const std::lock_guard inside(mutex_);
        guest.connection.reset();
        guest.left = true;
        left_.notify_all();
      });
    }
  }

  /// Joins the threads of connections that ended; how many are left.
  std::size_t see_off() {
    for (auto guest = guests_.begin(); guest != guests_.end();) {
      if (!guest->left) {
        ++guest;
        continue;
      }
      guest->thread.join();
      guest = guests_.erase(guest);
    }
    return guests_.size();
  }

  HttpServerOptions options_;
  Handler handler_;
  ListeningSocket listening_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable left_;
  std::list<Guest> guests_;
  std::thread acceptor_;
};

}  // namespace

void append_chunk(Outgoing& outgoing, std::string_view bytes) {
  std::ostringstream size;
  size << std::hex << bytes.size() << "\r\n";
  outgoing.bytes.append(size.str()).append(bytes).append("\r\n");
}

ledger::Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpServerOptions options, Handler handler) {
  auto listening = ListeningSocket::open(options.directory, options.name);
  if (!listening) return listening.failure();
  return std::unique_ptr<HttpServer>(
      std::make_unique<SocketServer>(std::move(options), std::move(handler), std::move(*listening)));
}

}  // namespace shiji::engine
