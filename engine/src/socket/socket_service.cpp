#include "shiji/engine/owner/socket_service.h"

#include "socket/http_client.h"
#include "socket/http_server.h"
#include "socket/messages.h"
#include "socket/routes.h"

namespace shiji::engine {

namespace {

constexpr std::string_view questions_below = "/api/v1/";
constexpr unsigned service_answered = 200, service_failed = 500;

class AnsweringService final : public SocketService {
 public:
  explicit AnsweringService(std::unique_ptr<HttpServer> server) : server_(std::move(server)) {}

 private:
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

ledger::Result<std::unique_ptr<SocketService>> SocketService::start(const std::string& directory, Handler handler) {
  HttpServerOptions options;
  options.directory = directory;
  options.name = owner_socket;
  options.body_bytes_max = [](std::string_view) { return other_body_max; };
  options.too_large = [](std::string_view path, std::uint64_t bytes) {
    return failure_to_wire(ledger::Error{ledger::ErrorCode::bad_message, std::string(path),
                                         std::to_string(bytes) + " bytes are too many"});
  };
  auto server = HttpServer::start(std::move(options), [handler = std::move(handler)](HttpExchange& exchange) {
    const auto& [method, path, query, body] = exchange.request();
    const auto name = std::string_view(path).substr(std::min(path.size(), questions_below.size()));
    const auto answer = handler(name, body);
    if (answer) return exchange.answer(service_answered, *answer);
    exchange.answer(service_failed, failure_to_wire(answer.failure()));
  });
  if (!server) return server.failure();
  return std::unique_ptr<SocketService>(std::make_unique<AnsweringService>(std::move(*server)));
}

ledger::Result<std::string> ask_service(const std::string& directory, std::string_view question, std::string body) {
  auto client = HttpClient::connect(directory, std::string(owner_socket));
  if (!client) return client.failure();
  const auto target = std::string(questions_below).append(question);
  auto answer = (*client)->ask({"POST", target, std::move(body)});
  if (!answer) return answer.failure();
  if (answer->status == service_answered) return std::move(answer->body);
  return failure_from_wire(answer->body);
}

}  // namespace shiji::engine
