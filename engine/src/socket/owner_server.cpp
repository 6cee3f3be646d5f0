#include "socket/owner_server.h"

#include "append/prepared_submission.h"
#include "socket/routes.h"

#include <array>
#include <charconv>
#include <unistd.h>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;

namespace {

constexpr unsigned status_answered = 200, status_not_asked_well = 400, status_not_found = 404;
constexpr unsigned status_refused = 422, status_failed = 500;

unsigned status_of_failure(const ledger::Failure& failure) {
  if (std::holds_alternative<ledger::Refusal>(failure)) return status_refused;
  const auto code = std::get<Error>(failure).code;
  if (code == ErrorCode::usage || code == ErrorCode::bad_message) return status_not_asked_well;
  return code == ErrorCode::not_found ? status_not_found : status_failed;
}

void fail(HttpExchange& exchange, const ledger::Failure& failure) {
  exchange.answer(status_of_failure(failure), failure_to_wire(failure));
}

template <typename Message>
void answer_with(HttpExchange& exchange, const Result<Message>& result) {
  if (result) return exchange.answer(status_answered, to_wire(*result));
  fail(exchange, result.failure());
}

/// The body is one message; `ask` makes the answer of it.
template <typename Request, typename Ask>
void answer_request(HttpExchange& exchange, const Ask& ask) {
  auto request = from_wire<Request>(exchange.request().body);
  if (!request) return fail(exchange, request.failure());
  answer_with(exchange, ask(std::move(*request)));
}

/// `name=NUMBER` in a query; nullopt when it is not there. Error usage when it is no number.
Result<std::optional<std::uint64_t>> number_in(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (!part.starts_with(name) || part.substr(name.size(), 1) != "=") continue;
    const auto text = part.substr(name.size() + 1);
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size() || text.empty())
      return Error{ErrorCode::usage, std::string(part), "it is no number"};
    return std::optional(number);
  }
  return std::optional<std::uint64_t>();
}

class OwnerRoutes {
 public:
  OwnerRoutes(Owner& owner, OwnerServerOptions options) : owner_(owner), options_(options) {}

  void operator()(HttpExchange& exchange) const {
    for (const auto& [route, handle] : table) {
      if (route.path == exchange.request().path && route.method == exchange.request().method)
        return (this->*handle)(exchange);
    }
    const Error nowhere{ErrorCode::not_found, exchange.request().method + " " + exchange.request().path, "no route"};
    fail(exchange, nowhere);
  }

 private:
  void identity(HttpExchange& exchange) const {
    answer_with(exchange, Result(OwnerIdentity{owner_.origin(), ::getpid(), options_.lasting}));
  }
  void head(HttpExchange& exchange) const { answer_with(exchange, owner_.head()); }
  void status(HttpExchange& exchange) const { answer_with(exchange, owner_.status()); }
  void checkpoint(HttpExchange& exchange) const { answer_with(exchange, owner_.checkpoint()); }
  void last_checkpoint(HttpExchange& exchange) const { answer_with(exchange, owner_.last_checkpoint()); }
  void snapshot(HttpExchange& exchange) const { answer_with(exchange, owner_.store_snapshot()); }
  void submissions(HttpExchange& exchange) const {
    answer_request<Submission>(exchange,
                               [this](Submission submission) { return owner_.append(std::move(submission)); });
  }
  void lines(HttpExchange& exchange) const {
    answer_request<JsonSubmission>(exchange,
                                   [this](JsonSubmission lines) { return owner_.append_json(std::move(lines)); });
  }
  void prepare(HttpExchange& exchange) const {
    answer_request<JsonSubmission>(exchange, [this](const JsonSubmission& lines) { return owner_.prepare(lines); });
  }
  void proof(HttpExchange& exchange) const {
    answer_request<ledger::Sequence>(exchange, [this](ledger::Sequence sequence) { return owner_.prove(sequence); });
  }
  void stream_proof(HttpExchange& exchange) const {
    answer_request<StreamProofRequest>(exchange, [this](const StreamProofRequest& request) {
      return owner_.prove_stream(request.stream, request.through);
    });
  }
  void record_proof(HttpExchange& exchange) const {
    answer_request<RecordProofRequest>(exchange, [this](const RecordProofRequest& request) {
      return owner_.prove_record(request.sequence, request.record);
    });
  }
  void stream_heads(HttpExchange& exchange) const { answer_with(exchange, owner_.record_stream_heads()); }
  void tile(HttpExchange& exchange) const {
    answer_request<TileRequest>(
        exchange, [this](const TileRequest& tile) { return owner_.tile(tile.level, tile.index, tile.width); });
  }
  void seal(HttpExchange& exchange) const {
    answer_request<SealRequest>(exchange, [this](const SealRequest& request) {
      return owner_.seal_field(ledger::event_type_of(request.type), request.field, request.subject, request.plaintext);
    });
  }
  void open(HttpExchange& exchange) const {
    answer_request<OpenRequest>(exchange, [this](const OpenRequest& request) {
      const ledger::Sealed sealed{request.subject, request.key_version, request.nonce, request.ciphertext};
      return owner_.open_sealed(ledger::event_type_of(request.type), request.field, sealed);
    });
  }

  void feed(HttpExchange& exchange) const {
    const auto& query = exchange.request().query;
    const auto from = number_in(query, "from");
    const auto end = number_in(query, "end");
    const auto follow = number_in(query, "follow");
    for (const auto* given : {&from, &end, &follow}) {
      if (!*given) return fail(exchange, given->failure());
    }
    FeedWriter writer(exchange, options_.feed);
    const auto visit = [&writer](const RecordedEvent& event) { return writer.event(event); };
    const ledger::Sequence first{from->value_or(0)};
    if (follow->value_or(0) == 1) {
      return writer.finish(owner_.follow(first, visit, [&writer](const Head& head) { return writer.at_head(head); }));
    }
    const auto before = *end ? std::optional(ledger::TreeSize{**end}) : std::nullopt;
    writer.finish(owner_.feed(first, before, visit));
  }

  void stream(HttpExchange& exchange) const {
    const auto request = from_wire<StreamRequest>(exchange.request().body);
    if (!request) return fail(exchange, request.failure());
    FeedWriter writer(exchange, options_.feed);
    writer.finish(owner_.read_stream(request->stream, request->from,
                                     [&writer](const RecordedEvent& event) { return writer.event(event); }));
  }

  void search(HttpExchange& exchange) const {
    const auto filter = from_wire<ledger::EventFilter>(exchange.request().body);
    if (!filter) return fail(exchange, filter.failure());
    FeedWriter writer(exchange, options_.feed);
    writer.finish(owner_.search(*filter, [&writer](const RecordedEvent& event) { return writer.event(event); }));
  }

  struct Entry {
    Route route;
    void (OwnerRoutes::*handle)(HttpExchange&) const;
  };
  static const std::array<Entry, 19> table;

  Owner& owner_;
  OwnerServerOptions options_;
};

const std::array<OwnerRoutes::Entry, 19> OwnerRoutes::table{{{route::identity, &OwnerRoutes::identity},
                                                             {route::head, &OwnerRoutes::head},
                                                             {route::status, &OwnerRoutes::status},
                                                             {route::feed, &OwnerRoutes::feed},
                                                             {route::stream, &OwnerRoutes::stream},
                                                             {route::search, &OwnerRoutes::search},
                                                             {route::submissions, &OwnerRoutes::submissions},
                                                             {route::lines, &OwnerRoutes::lines},
                                                             {route::prepare, &OwnerRoutes::prepare},
                                                             {route::checkpoint, &OwnerRoutes::checkpoint},
                                                             {route::last_checkpoint, &OwnerRoutes::last_checkpoint},
                                                             {route::proof, &OwnerRoutes::proof},
                                                             {route::stream_proof, &OwnerRoutes::stream_proof},
                                                             {route::record_proof, &OwnerRoutes::record_proof},
                                                             {route::stream_heads, &OwnerRoutes::stream_heads},
                                                             {route::tile, &OwnerRoutes::tile},
                                                             {route::seal, &OwnerRoutes::seal},
                                                             {route::open, &OwnerRoutes::open},
                                                             {route::snapshot, &OwnerRoutes::snapshot}}};

std::size_t body_bytes_max(std::string_view path) {
  if (path == route::submissions.path) return submission_body_max;
  const bool takes_lines = path == route::lines.path || path == route::prepare.path;
  return takes_lines ? lines_body_max : other_body_max;
}

std::string too_large(std::string_view path, std::uint64_t bytes) {
  const auto limit = path == route::submissions.path ? submission_bytes_max : body_bytes_max(path);
  return failure_to_wire(ledger::Refusal{ledger::RefusalCode::submission_too_large, std::string(path),
                                         std::to_string(limit) + " bytes", std::to_string(bytes) + " bytes"});
}

}  // namespace

Result<std::unique_ptr<OwnerServer>> OwnerServer::start(Owner& owner, OwnerServerOptions options) {
  HttpServerOptions serving;
  serving.directory = owner.directory();
  serving.name = owner_socket;
  serving.body_bytes_max = body_bytes_max;
  serving.too_large = too_large;
  serving.not_understood = failure_to_wire(Error{ErrorCode::bad_message, owner.directory() + "/socket", "not HTTP"});
  serving.patience = options.feed.patience;
  auto server = HttpServer::start(std::move(serving), OwnerRoutes(owner, options));
  if (!server) return server.failure();
  return std::unique_ptr<OwnerServer>(new OwnerServer(std::move(*server)));
}

}  // namespace shiji::engine
