#include "socket/http_client.h"

#include "socket/http_stream.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>

namespace shiji::engine {

namespace http = boost::beast::http;
using ledger::Error;
using ledger::ErrorCode;

namespace {

constexpr std::uint64_t answer_bytes_max = std::uint64_t{256} << 20;
constexpr std::size_t piece_bytes = std::size_t{64} << 10;
constexpr unsigned answered_well = 200;

class SocketClient final : public HttpClient {
 public:
  SocketClient(Descriptor descriptor, std::string place) : place_(std::move(place)), stream_(std::move(descriptor)) {}

  bool usable() const override { return usable_; }

  ledger::Result<HttpAnswer> ask(HttpQuestion question) override {
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    if (auto sent = send(std::move(question)); !sent) return sent.failure();
    boost::system::error_code failed;
    http::read(stream_, buffer_, parser, failed);
    if (failed) return lost(failed);
    usable_ = parser.get().keep_alive();
    return HttpAnswer{parser.get().result_int(), std::move(parser.get().body())};
  }

  ledger::Result<HttpAnswer> ask(HttpQuestion question, const Taker& take) override {
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    if (auto sent = send(std::move(question)); !sent) return sent.failure();
    boost::system::error_code failed;
    http::read_header(stream_, buffer_, parser, failed);
    if (failed) return lost(failed);
    HttpAnswer answer{parser.get().result_int(), {}};
    std::array<char, piece_bytes> piece{};
    while (!parser.is_done()) {
      auto& body = parser.get().body();
      body.data = piece.data();
      body.size = piece.size();
      http::read_some(stream_, buffer_, parser, failed);
      if (failed && failed != http::error::need_buffer) return lost(failed);
      const std::string_view got(piece.data(), piece.size() - body.size);
      if (answer.status != answered_well) {
        answer.body.append(got);
      } else if (!got.empty() && !take(got)) {
        return answer;
      }
    }
    usable_ = parser.get().keep_alive();
    return answer;
  }

 private:
  ledger::Status send(HttpQuestion question) {
    usable_ = false;
    const auto method = question.method == "GET" ? http::verb::get : http::verb::post;
    http::request<http::string_body> request(method, boost::beast::string_view(question.target), 11);
    request.set(http::field::host, "localhost");
    request.body() = std::move(question.body);
    request.prepare_payload();
    boost::system::error_code failed;
    http::write(stream_, request, failed);
    // Whoever refuses a body unread has answered before he hung up: the answer says more than the broken pipe.
    const bool hung_up = failed.value() == EPIPE || failed.value() == ECONNRESET;
    if (failed && !hung_up) return lost(failed);
    return ledger::done();
  }

  Error lost(const boost::system::error_code& failed) const {
    const bool no_http = failed.category() == http::make_error_code(http::error::bad_method).category() &&
                         failed != http::error::end_of_stream && failed != http::error::partial_message;
    return {no_http ? ErrorCode::bad_message : ErrorCode::connection_lost, place_, failed.message()};
  }

  std::string place_;
  HttpStream stream_;
  boost::beast::flat_buffer buffer_;
  bool usable_ = true;
};

}  // namespace

ledger::Result<std::unique_ptr<HttpClient>> HttpClient::connect(const std::string& directory, const std::string& name) {
  auto descriptor = connect_socket(directory, name);
  if (!descriptor) return descriptor.failure();
  return std::unique_ptr<HttpClient>(std::make_unique<SocketClient>(std::move(*descriptor), directory + "/" + name));
}

}  // namespace shiji::engine
