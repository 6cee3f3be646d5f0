// An owner behind its socket answers as it does in its own process; what comes broken is said to be broken.
#include "shiji/engine/owner/refusal_log.h"
#include "shiji/ledger/events/codec.h"
#include "socket/frames.h"
#include "socket/owner_server.h"
#include "socket/remote_owner.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sys/socket.h>
#include <thread>

using namespace shiji;
using namespace shiji::tests;

namespace {

struct ServedLedger {
  explicit ServedLedger(engine::OwnerServerOptions options = {}) {
    ledger.open();
    auto started = engine::OwnerServer::start(ledger.owner(), options);
    REQUIRE(outcome_of(started) == "ok");
    server = std::move(*started);
  }
  [[nodiscard]] std::unique_ptr<engine::RemoteOwner> connect() const {
    auto remote = engine::RemoteOwner::connect(ledger.directory(), ledger.environment());
    INFO(outcome_of(remote));
    REQUIRE(remote.ok());
    return std::move(*remote);
  }

  TestLedger ledger;
  std::unique_ptr<engine::OwnerServer> server;
};

/// Leaf hashes from `from` to the head at the call.
std::vector<ledger::Hash> hashes_from(const engine::Owner& owner, std::uint64_t from) {
  std::vector<ledger::Hash> hashes;
  const auto read = owner.feed({from}, std::nullopt, [&](const engine::RecordedEvent& event) {
    hashes.push_back(event.leaf_hash);
    return true;
  });
  CHECK(outcome_of(read) == "ok");
  return hashes;
}

/// Somebody who listens where an owner would, takes one request and answers with `answer`, whatever was asked.
class Impostor {
 public:
  Impostor(const std::string& directory, std::vector<std::string> answers)
      : listening_(*engine::ListeningSocket::open(directory, "socket")), answers_(std::move(answers)) {
    thread_ = std::thread([this] { answer_all(); });
  }
  Impostor(const Impostor&) = delete;
  Impostor& operator=(const Impostor&) = delete;
  ~Impostor() {
    listening_.wake();
    thread_.join();
  }

 private:
  void answer_all() {
    for (const auto& answer : answers_) {
      const auto client = listening_.accept();
      if (client.get() < 0) return;
      std::string request;
      std::array<char, 4'096> piece{};
      while (request.find("\r\n\r\n") == std::string::npos) {
        const auto got = ::recv(client.get(), piece.data(), piece.size(), 0);
        if (got <= 0) break;
        request.append(piece.data(), static_cast<std::size_t>(got));
      }
      (void)::send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }

  engine::ListeningSocket listening_;
  std::vector<std::string> answers_;
  std::thread thread_;
};

std::string whole_answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// `body` as one chunk, and the end of the chunks only when it is not `cut`.
std::string chunked_answer(const std::string& body, bool cut) {
  engine::Outgoing chunks;
  engine::append_chunk(chunks, body);
  if (!cut) engine::append_chunk(chunks, "");
  return "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks.bytes;
}

std::string identity_answer() { return whole_answer(engine::to_wire(engine::OwnerIdentity{"o", 1, false})); }

std::string event_frames(TestLedger& ledger, std::initializer_list<std::uint64_t> sequences) {
  std::string frames;
  for (const auto sequence : sequences) {
    REQUIRE(ledger.owner()
                .feed({sequence}, ledger::TreeSize{sequence + 1},
                      [&](const engine::RecordedEvent& event) {
                        const auto bytes = event.event.bytes;
                        engine::append_frame(frames, engine::FrameKind::event,
                                             {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
                        return true;
                      })
                .ok());
  }
  return frames;
}

/// The outcome of a feed of which `answer` is what comes.
ledger::Status feed_of(const std::string& answer) {
  const TemporaryDirectory directory;
  const Impostor impostor(directory.path(), {identity_answer(), answer});
  const auto remote = engine::RemoteOwner::connect(directory.path(), engine::system_environment());
  REQUIRE(outcome_of(remote) == "ok");
  return (*remote)->feed({0}, std::nullopt, [](const engine::RecordedEvent&) { return true; });
}

std::string raw_answer(const std::string& directory, const std::string& request) {
  const auto socket = engine::connect_socket(directory, "socket");
  REQUIRE(outcome_of(socket) == "ok");
  REQUIRE(::send(socket->get(), request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
  ::shutdown(socket->get(), SHUT_WR);
  std::string answer;
  std::array<char, 4'096> piece{};
  for (ssize_t got = 1; got > 0;) {
    got = ::recv(socket->get(), piece.data(), piece.size(), 0);
    if (got > 0) answer.append(piece.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

}  // namespace

TEST_CASE("a submission through the socket gets the receipt, the refusal, and the receipt again") {
  const ServedLedger served;
  const auto remote = served.connect();
  CHECK(remote->origin() == "test.example/ledger");
  const auto before = remote->head().value().tree_size;
  const auto receipt = remote->append(served.ledger.submission("s1", {school(1), school(2)}));
  REQUIRE(outcome_of(receipt) == "ok");
  CHECK(receipt->first_sequence.value == before.value);
  CHECK(receipt->leaf_hashes == hashes_from(*remote, before.value));
  const auto again = remote->append(served.ledger.submission("s1", {school(1), school(2)}));
  REQUIRE(outcome_of(again) == "ok");
  CHECK(again->repeated);
  const auto refused = remote->append(served.ledger.submission("s2", {school(2)}));
  REQUIRE(outcome_of(refused) == "refused school_exists");
  CHECK_FALSE(refused.refusal()->place.empty());
}

TEST_CASE("what is refused through the socket is noted by the owner, before the refusal is told") {
  ServedLedger served;
  const auto remote = served.connect();
  REQUIRE(outcome_of(served.ledger.append("s1", {school(1)})) == "ok");
  CHECK(outcome_of(remote->append(served.ledger.submission("s2", {school(1)}))) == "refused school_exists");
  CHECK(outcome_of(remote->append_json({"j1", "no JSON", {}})) == "refused not_json");
  CHECK(outcome_of(remote->prepare({"j2", "no JSON", {}})) == "refused not_json");
  std::vector<std::string> noted;
  const auto read =
      engine::read_refusals(served.ledger.directory(), served.ledger.environment(), [&](const auto& refusal) {
        noted.push_back(refusal.submission + " " + refusal.name);
        return true;
      });
  CHECK(outcome_of(read) == "ok");
  CHECK(noted == std::vector<std::string>{"s2 school_exists", "j1 not_json"});
}

TEST_CASE("everything that is read through the socket is what the owner has") {
  ServedLedger served;
  const auto remote = served.connect();
  auto& owner = served.ledger.owner();
  REQUIRE(outcome_of(served.ledger.append("s1", {document_part(7, 0, 2), document_part(7, 1, 2)})) == "ok");
  CHECK(remote->head()->root == owner.head()->root);
  CHECK(hashes_from(*remote, 0) == hashes_from(owner, 0));
  CHECK(remote->status()->verifier_key == owner.status()->verifier_key);
  CHECK(remote->status()->keys.size() == owner.status()->keys.size());
  CHECK(outcome_of(remote->last_checkpoint()) == "error not_found");
  const auto checkpoint = remote->checkpoint();
  REQUIRE(outcome_of(checkpoint) == "ok");
  CHECK(checkpoint->root == owner.head()->root);
  CHECK(remote->last_checkpoint()->note == checkpoint->note);
  CHECK(remote->prove({3}).value() == owner.prove({3}).value());
  CHECK(outcome_of(remote->prove({1'000'000})) == "error not_found");
  CHECK(outcome_of(remote->prove_record({3}, 0)) == "error not_found");
  CHECK(remote->tile(0, 0, 5).value() == owner.tile(0, 0, 5).value());
  std::vector<std::uint64_t> versions;
  REQUIRE(remote
              ->read_stream(document_part(7, 0, 2).stream, {1},
                            [&](const engine::RecordedEvent& event) {
                              versions.push_back(event.event.event.position.version.value);
                              return true;
                            })
              .ok());
  CHECK(versions == std::vector<std::uint64_t>{1});
  CHECK(outcome_of(remote->read_stream("school/none", {0}, [](const auto&) { return true; })) == "error not_found");
}

TEST_CASE("lines are prepared, sealed and opened through the socket") {
  const ServedLedger served;
  const auto remote = served.connect();
  const ledger::Subject subject{{1}};
  const auto type = ledger::EventType::identity_TeacherRegistered;
  const auto sealed = remote->seal_field(type, "name", subject, "王小明");
  REQUIRE(outcome_of(sealed) == "ok");
  const ledger::Sealed stored{subject, sealed->key_version, sealed->nonce, sealed->ciphertext};
  CHECK(remote->open_sealed(type, "name", stored).value() == "王小明");
  CHECK(outcome_of(remote->open_sealed(type, "other", stored)) == "error not_sealed_by_this_key");
  CHECK(outcome_of(remote->append_json({"", "{\"nonsense\":1}", {}})).starts_with("refused"));
  CHECK(outcome_of(remote->prepare({"", "no json", {}})) == "refused not_json");
}

TEST_CASE("many clients append at once and each finds his own in the ledger") {
  const ServedLedger served;
  constexpr std::uint64_t clients = 4;
  constexpr std::uint64_t each = 10;
  const auto before = served.connect()->head().value().tree_size.value;
  std::vector<std::vector<engine::Submission>> submissions(clients);
  for (std::uint64_t client = 0; client < clients; ++client) {
    for (std::uint64_t i = 0; i < each; ++i) {
      const auto number = client * each + i;
      submissions[client].push_back(served.ledger.submission("s" + std::to_string(number), {school(number)}));
    }
  }
  const auto remote = served.connect();
  std::vector<std::uint64_t> good(clients);
  std::vector<std::thread> threads;
  for (std::uint64_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      for (auto& submission : submissions[client]) good[client] += remote->append(std::move(submission)).ok() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == std::vector<std::uint64_t>(clients, each));
  CHECK(hashes_from(*remote, before).size() == clients * each);
}

TEST_CASE("a follower sees what is appended after it came") {
  const ServedLedger served;
  const auto remote = served.connect();
  const auto start = remote->head().value().tree_size;
  std::vector<std::uint64_t> seen;
  bool appended = false;
  const auto followed = remote->follow(
      {start.value},
      [&](const engine::RecordedEvent& event) {
        seen.push_back(event.event.event.position.sequence.value);
        return seen.size() < 2;
      },
      [&](const engine::Head&) {
        if (!appended) CHECK(remote->append(served.ledger.submission("s1", {school(1), school(2)})).ok());
        appended = true;
        return true;
      });
  CHECK(outcome_of(followed) == "ok");
  CHECK(seen == std::vector<std::uint64_t>{start.value, start.value + 1});
}

TEST_CASE("who follows from beyond the head is told") {
  const ServedLedger served;
  const auto never = [](const auto&) { return false; };
  CHECK(outcome_of(served.connect()->follow({1'000'000}, never, never)) == "error not_found");
}

TEST_CASE("a feed without an end is an error that names the event it was cut before") {
  TestLedger ledger;
  ledger.open();
  const auto events = event_frames(ledger, {0, 1});
  for (const auto& answer : {chunked_answer(events, true), chunked_answer(events, false),
                             chunked_answer(events + std::string(3, '\x01'), false)}) {
    const auto fed = feed_of(answer);
    REQUIRE(outcome_of(fed) == "error connection_lost");
    CHECK(fed.error()->place == "event 2");
  }
}

TEST_CASE("a gap, another event, and bytes that are none stop a reader") {
  TestLedger ledger;
  ledger.open();
  std::string end;
  engine::append_frame(end, engine::FrameKind::end, {});
  CHECK(outcome_of(feed_of(chunked_answer(event_frames(ledger, {0, 1}) + end, false))) == "ok");
  CHECK(outcome_of(feed_of(chunked_answer(event_frames(ledger, {0, 2}) + end, false))) == "error corrupt");
  CHECK(outcome_of(feed_of(chunked_answer(event_frames(ledger, {1}) + end, false))) == "error corrupt");
  auto changed = event_frames(ledger, {0, 1});
  changed[engine::frame_head_bytes + 200] = static_cast<char>(~changed[engine::frame_head_bytes + 200]);
  CHECK(outcome_of(feed_of(chunked_answer(changed + end, false))) == "error corrupt");
  std::string nonsense;
  engine::append_frame(nonsense, engine::FrameKind::event, std::string(64, '\xff'));
  CHECK(outcome_of(feed_of(chunked_answer(nonsense + end, false))) == "error corrupt");
  CHECK(outcome_of(feed_of(chunked_answer(end + end, false))) == "error bad_message");
}

TEST_CASE("an owner that answers nonsense, or hangs up, is an error") {
  const TemporaryDirectory directory;
  const Impostor impostor(directory.path(), {"what?\r\n\r\n", whole_answer("x"), ""});
  const auto connect = [&] {
    return outcome_of(engine::RemoteOwner::connect(directory.path(), engine::system_environment()));
  };
  CHECK(connect() == "error bad_message");
  CHECK(connect() == "error bad_message");
  CHECK(connect() == "error connection_lost");
}

TEST_CASE("garbage on the socket is answered with 400 and troubles nobody else") {
  const ServedLedger served;
  const auto remote = served.connect();
  CHECK(raw_answer(served.ledger.directory(), "\x01\x02 garbage\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(raw_answer(served.ledger.directory(), std::string(100'000, 'x')).starts_with("HTTP/1.1 400"));
  CHECK(raw_answer(served.ledger.directory(), "GET /nowhere HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
  CHECK(raw_answer(served.ledger.directory(), "GET /api/v1/feed?from=x HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(raw_answer(served.ledger.directory(), "POST /api/v1/tile HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
            .starts_with("HTTP/1.1 400"));
  CHECK(raw_answer(served.ledger.directory(), "").empty());
  CHECK(remote->head().ok());
}

TEST_CASE("a request that is too large is refused with the limit before it is read") {
  const ServedLedger served;
  const auto remote = served.connect();
  engine::Submission large;
  for (int i = 0; i < 300; ++i) large.events.emplace_back(60'000);
  const auto refused = remote->append(std::move(large));
  REQUIRE(outcome_of(refused) == "refused submission_too_large");
  CHECK(refused.refusal()->expected == std::to_string(16 << 20) + " bytes");
  CHECK(remote->head().ok());
}

TEST_CASE("requests under way when the owner leaves are answered, and what was answered is there") {
  ServedLedger served;
  const auto remote = served.connect();
  constexpr std::uint64_t clients = 3;
  std::vector<std::vector<engine::Submission>> submissions(clients);
  for (std::uint64_t number = 0; number < 300; ++number) {
    submissions[number % clients].push_back(served.ledger.submission("s" + std::to_string(number), {school(number)}));
  }
  std::vector<std::vector<ledger::Hash>> acknowledged(clients);
  std::vector<std::string> last(clients, "ok");
  std::atomic<std::uint64_t> started = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      for (auto& submission : submissions[client]) {
        auto receipt = remote->append(std::move(submission));
        last[client] = outcome_of(receipt);
        if (!receipt) return;
        acknowledged[client].push_back(receipt->leaf_hashes.front());
        started += 1;
        started.notify_all();
      }
    });
  }
  started.wait(0);
  served.server.reset();
  CHECK_FALSE(std::filesystem::exists(served.ledger.directory() + "/socket"));
  for (auto& thread : threads) thread.join();
  const auto there = hashes_from(served.ledger.owner(), 0);
  for (std::uint64_t client = 0; client < clients; ++client) {
    CHECK((last[client] == "ok" || last[client] == "error connection_lost"));
    for (const auto& hash : acknowledged[client]) CHECK(std::find(there.begin(), there.end(), hash) != there.end());
  }
}

TEST_CASE("followers are sent away with an end when the owner leaves") {
  ServedLedger served;
  const auto remote = served.connect();
  std::atomic<bool> there = false;
  std::string outcome;
  std::thread follower([&] {
    outcome = outcome_of(remote->follow(
        {0}, [](const auto&) { return true; },
        [&](const engine::Head&) {
          there = true;
          there.notify_all();
          return true;
        }));
  });
  there.wait(false);
  served.server.reset();
  follower.join();
  CHECK(outcome == "error connection_lost");
}
