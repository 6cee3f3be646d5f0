#include "socket/remote_owner.h"

#include "socket/feed_reader.h"

#include <array>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;

namespace {

constexpr unsigned answered = 200;
constexpr std::size_t idle_connections_max = 8;

/// What we ask must be the same when it is asked again: the client names the submission.
std::string named_by_client(Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.fill(bytes);
  return ledger::to_hex(bytes);
}

}  // namespace

Result<std::unique_ptr<RemoteOwner>> RemoteOwner::connect(const std::string& directory, Environment environment) {
  std::unique_ptr<RemoteOwner> owner(new RemoteOwner(directory, std::move(environment)));
  auto identity = owner->ask<OwnerIdentity>(route::identity);
  if (!identity) return identity.failure();
  owner->identity_ = std::move(*identity);
  return owner;
}

Result<std::unique_ptr<HttpClient>> RemoteOwner::take_connection() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto connection = HttpClient::connect(directory_, std::string(owner_socket));
  const bool left = !connection && !identity_.origin.empty();
  if (left) return Error{ErrorCode::connection_lost, directory_ + "/socket", "nobody listens any more"};
  return connection;
}

void RemoteOwner::give_back(std::unique_ptr<HttpClient> connection) const {
  const std::lock_guard lock(mutex_);
  if (connection->usable() && idle_.size() < idle_connections_max) idle_.push_back(std::move(connection));
}

template <typename Answer>
Result<Answer> RemoteOwner::ask(const Route& route, std::string body) const {
  auto connection = take_connection();
  if (!connection) return connection.failure();
  auto answer = (*connection)->ask({route.method, route.path, std::move(body)});
  if (!answer) return answer.failure();
  give_back(std::move(*connection));
  if (answer->status != answered) return failure_from_wire(answer->body);
  return from_wire<Answer>(answer->body);
}

Status RemoteOwner::read_feed(const Route& route, const std::string& query, std::string body,
                              FeedReader& reader) const {
  auto connection = take_connection();
  if (!connection) return connection.failure();
  const auto target = std::string(route.path) + query;
  auto answer = (*connection)->ask({route.method, target, std::move(body)}, [&reader](std::string_view piece) {
    return reader.add(piece);
  });
  if (answer && answer->status != answered) {
    give_back(std::move(*connection));
    return failure_from_wire(answer->body);
  }
  if (answer) give_back(std::move(*connection));
  // A connection that broke is a feed that was cut; the reader knows where.
  const bool broken = !answer && answer.error()->code != ErrorCode::connection_lost;
  return broken ? Status(answer.failure()) : reader.outcome();
}

Result<Receipt> RemoteOwner::append(Submission submission) {
  return ask<Receipt>(route::submissions, to_wire(submission));
}

void RemoteOwner::append_async(Submission submission, std::function<void(Result<Receipt>)> answer) {
  answer(append(std::move(submission)));
}

Result<Receipt> RemoteOwner::append_json(JsonSubmission submission) {
  if (submission.id.empty()) submission.id = named_by_client(*environment_.entropy);
  return ask<Receipt>(route::lines, to_wire(submission));
}

Result<Submission> RemoteOwner::prepare(const JsonSubmission& submission) {
  return ask<Submission>(route::prepare, to_wire(submission));
}

Result<Head> RemoteOwner::head() const { return ask<Head>(route::head); }

Status RemoteOwner::feed(ledger::Sequence from, std::optional<ledger::TreeSize> end, const EventVisitor& visit) const {
  auto query = "?from=" + std::to_string(from.value);
  if (end) query += "&end=" + std::to_string(end->value);
  const HeadVisitor unasked = [](const Head&) { return true; };
  FeedReader reader(from, visit, unasked);
  return read_feed(route::feed, query, {}, reader);
}

Status RemoteOwner::follow(ledger::Sequence from, const EventVisitor& visit, const HeadVisitor& at_head) const {
  FeedReader reader(from, visit, at_head);
  auto read = read_feed(route::feed, "?from=" + std::to_string(from.value) + "&follow=1", {}, reader);
  if (!read || reader.stopped()) return read;
  return Error{ErrorCode::connection_lost, directory_ + "/socket", "the owner left"};
}

Status RemoteOwner::read_stream(std::string_view stream, ledger::Version from, const EventVisitor& visit) const {
  FeedReader reader(from, visit);
  return read_feed(route::stream, "", to_wire(StreamRequest{std::string(stream), from}), reader);
}

Status RemoteOwner::search(const ledger::EventFilter& filter, const EventVisitor& visit) const {
  FeedReader reader(filter, visit);
  return read_feed(route::search, "", to_wire(filter), reader);
}

Result<SignedCheckpoint> RemoteOwner::checkpoint() { return ask<SignedCheckpoint>(route::checkpoint); }

Result<SignedCheckpoint> RemoteOwner::last_checkpoint() const { return ask<SignedCheckpoint>(route::last_checkpoint); }

Result<std::string> RemoteOwner::prove(ledger::Sequence sequence) {
  return ask<std::string>(route::proof, to_wire(sequence));
}

Result<std::string> RemoteOwner::prove_stream(std::string_view stream, std::optional<ledger::Version> through) {
  return ask<std::string>(route::stream_proof, to_wire(StreamProofRequest{std::string(stream), through}));
}

Result<std::string> RemoteOwner::prove_record(ledger::Sequence sequence, std::uint64_t record) {
  return ask<std::string>(route::record_proof, to_wire(RecordProofRequest{sequence, record}));
}

Result<StreamHeadsRecord> RemoteOwner::record_stream_heads() { return ask<StreamHeadsRecord>(route::stream_heads); }

Result<std::vector<ledger::Hash>> RemoteOwner::tile(std::uint32_t level, std::uint64_t index,
                                                    std::uint32_t width) const {
  return ask<std::vector<ledger::Hash>>(route::tile, to_wire(TileRequest{level, index, width}));
}

Result<Owner::SealedValue> RemoteOwner::seal_field(ledger::EventType type, std::string_view field,
                                                   const ledger::Subject& subject, std::string_view plaintext) {
  return ask<SealedValue>(route::seal, to_wire(SealRequest{std::string(ledger::name_of(type)), std::string(field),
                                                           subject, std::string(plaintext)}));
}

Result<std::string> RemoteOwner::open_sealed(ledger::EventType type, std::string_view field,
                                             const ledger::Sealed& sealed) const {
  return ask<std::string>(route::open, to_wire(OpenRequest{std::string(ledger::name_of(type)),
                                                           std::string(field),
                                                           sealed.subject,
                                                           sealed.key_version,
                                                           sealed.nonce,
                                                           {sealed.ciphertext.begin(), sealed.ciphertext.end()}}));
}

Result<std::string> RemoteOwner::store_snapshot() { return ask<std::string>(route::snapshot); }

Result<LedgerStatus> RemoteOwner::status() const { return ask<LedgerStatus>(route::status); }

}  // namespace shiji::engine
