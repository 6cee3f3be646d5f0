#include "web_connection.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <optional>

namespace shiji::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using ledger::Error;
using ledger::ErrorCode;

namespace {

using PlainStream = beast::tcp_stream;
using SecureStream = beast::ssl_stream<beast::tcp_stream>;

template <typename Stream>
class Connection final : public WebConnection {
 public:
  template <typename... Arguments>
  Connection(WebAddress address, const Patience& patience, Arguments&... arguments)
      : address_(std::move(address)), patience_(patience), stream_(context_, arguments...) {}

  ledger::Status open() {
    if (!set_host()) return failed("this host cannot be asked for by its name", {});
    asio::ip::tcp::resolver::results_type found;
    asio::ip::tcp::resolver resolver(context_);
    if (const auto problem = waited([&](auto done) {
          resolver.async_resolve(address_.host, address_.port, [&found, done](error_code code, auto results) {
            found = std::move(results);
            done(code);
          });
        })) {
      return failed("the host is not found", problem);
    }
    if (const auto problem = waited(
            [&](auto done) { tcp().async_connect(found, [done](error_code code, const auto&) { done(code); }); })) {
      return failed("cannot be reached", problem);
    }
    return shake_hands();
  }

  bool usable() const override { return usable_; }

  ledger::Result<WebAnswer> get(const std::string& target, std::size_t bytes_max) override {
    usable_ = false;
    target_ = target;
    const auto until = std::chrono::steady_clock::now() + patience_.whole;
    http::request<http::empty_body> request(http::verb::get, target, 11);
    request.set(http::field::host, address_.authority());
    request.set(http::field::user_agent, "shiji/" SHIJI_VERSION);
    request.set(http::field::accept_encoding, "identity");
    if (const auto problem = waited([&](auto done) {
          http::async_write(stream_, request, [done](error_code code, std::size_t) { done(code); });
        })) {
      return failed("the request could not be sent", problem);
    }
    http::response_parser<http::vector_body<std::uint8_t>> parser;
    parser.body_limit(bytes_max);
    while (!parser.is_done()) {
      const auto problem = waited([&](auto done) {
        http::async_read_some(stream_, buffer_, parser, [done](error_code code, std::size_t) { done(code); });
      });
      if (problem == http::error::body_limit)
        return failed("is larger than " + std::to_string(bytes_max) + " bytes", {});
      if (problem) return failed("no whole answer came", problem);
      if (std::chrono::steady_clock::now() > until) return failed("the answer took too long", {});
    }
    usable_ = parser.get().keep_alive();
    auto& answer = parser.get();
    return WebAnswer{.status = answer.result_int(),
                     .location = std::string(answer[http::field::location]),
                     .encoding = std::string(answer[http::field::content_encoding]),
                     .body = std::move(answer.body())};
  }

 private:
  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }

  /// One operation to its end, or until patience has one.
  template <typename Start>
  error_code waited(const Start& start) {
    error_code result = asio::error::would_block;
    tcp().expires_after(patience_.step);
    start([&result](error_code code) { result = code; });
    context_.restart();
    context_.run();
    tcp().expires_never();
    return result;
  }

  /// The name the certificate must have, told to the server too: an address of numbers is not.
  bool set_host() {
    if constexpr (std::is_same_v<Stream, SecureStream>) {
      error_code not_numbers;
      asio::ip::make_address(address_.host, not_numbers);
      stream_.set_verify_callback(asio::ssl::host_name_verification(address_.host));
      // SSL_set_tlsext_host_name, without the cast that its macro makes.
      return !not_numbers || SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                                      address_.host.data()) == 1;
    }
    return true;
  }

  ledger::Status shake_hands() {
    if constexpr (std::is_same_v<Stream, SecureStream>) {
      if (const auto problem =
              waited([&](auto done) { stream_.async_handshake(asio::ssl::stream_base::client, done); })) {
        const long trusted = SSL_get_verify_result(stream_.native_handle());
        const char* const why = trusted == X509_V_OK ? nullptr : X509_verify_cert_error_string(trusted);
        return failed("no TLS connection" + (why == nullptr ? std::string() : std::string(": ") + why), problem);
      }
    }
    return ledger::done();
  }

  [[nodiscard]] Error failed(std::string what, error_code problem) const {
    const auto origin = std::string(address_.secure ? "https://" : "http://") + address_.authority();
    if (problem == beast::error::timeout) {
      what += ": nothing came for " + std::to_string(patience_.step.count()) + " ms";
    } else if (problem) {
      what += ": " + problem.message();
    }
    return Error{ErrorCode::io, origin + (target_.empty() ? address_.path : target_), std::move(what)};
  }

  WebAddress address_;
  Patience patience_;
  asio::io_context context_{1};
  Stream stream_;
  beast::flat_buffer buffer_;
  std::string target_;  // what was asked for last
  bool usable_ = true;
};

/// Of all connections: reading the authorities takes milliseconds.
asio::ssl::context& trust() {
  static asio::ssl::context context = [] {
    asio::ssl::context made(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION);
    made.set_default_verify_paths();
    made.set_verify_mode(asio::ssl::verify_peer);
    return made;
  }();
  return context;
}

template <typename Stream, typename... Arguments>
ledger::Result<std::unique_ptr<WebConnection>> opened(const WebAddress& address,
                                                      const WebConnection::Patience& patience,
                                                      Arguments&... arguments) {
  auto connection = std::make_unique<Connection<Stream>>(address, patience, arguments...);
  if (auto open = connection->open(); !open) return open.failure();
  return std::unique_ptr<WebConnection>(std::move(connection));
}

}  // namespace

ledger::Result<std::unique_ptr<WebConnection>> WebConnection::connect(const WebAddress& address,
                                                                      const Patience& patience) {
  if (!address.secure) return opened<PlainStream>(address, patience);
  return opened<SecureStream>(address, patience, trust());
}

}  // namespace shiji::cli
