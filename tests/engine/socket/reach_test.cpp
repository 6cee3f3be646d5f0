// Getting at a ledger: by the socket, by the directory, again when the owner left; and never two owners.
#include "shiji/engine/owner/reach.h"

#include "socket/socket_file.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace shiji;
using namespace shiji::tests;

namespace {

/// A ledger that nobody holds yet.
struct ReachableLedger {
  ReachableLedger() {
    ledger.open();
    ledger.close();
  }
  [[nodiscard]] engine::ReachOptions options(int wait_ms = 0) const {
    engine::ReachOptions options;
    options.owner = ledger.options();
    options.wait = std::chrono::milliseconds(wait_ms);
    return options;
  }
  [[nodiscard]] std::unique_ptr<engine::Owner> reach() const {
    auto reached = engine::reach_owner(ledger.directory(), options(10'000));
    INFO(outcome_of(reached));
    REQUIRE(reached.ok());
    return std::move(*reached);
  }
  [[nodiscard]] std::unique_ptr<engine::Owner> hold() const {
    auto held = engine::hold_ledger(ledger.directory(), options());
    INFO(outcome_of(held));
    REQUIRE(held.ok());
    return std::move(*held);
  }
  [[nodiscard]] std::string socket() const { return engine::owner_socket_path(ledger.directory()); }

  TestLedger ledger;
};

std::uint64_t size_of(const engine::Owner& owner) { return owner.head().value().tree_size.value; }

}  // namespace

TEST_CASE("whoever opens the directory listens on a socket of mode 0600 until he leaves") {
  const ReachableLedger reachable;
  {
    const auto owner = reachable.reach();
    struct stat there {};
    REQUIRE(::stat(reachable.socket().c_str(), &there) == 0);
    CHECK(S_ISSOCK(there.st_mode));
    CHECK((there.st_mode & 0777) == 0600);
    const auto second = reachable.reach();
    CHECK(second->append(reachable.ledger.submission("s1", {school(1)})).ok());
    CHECK(size_of(*owner) == size_of(*second));
  }
  CHECK_FALSE(std::filesystem::exists(reachable.socket()));
}

TEST_CASE("a second owner is told which process holds the ledger") {
  const ReachableLedger reachable;
  const auto owner = reachable.hold();
  const auto second = engine::hold_ledger(reachable.ledger.directory(), reachable.options(60'000));
  REQUIRE(outcome_of(second) == "error already_open");
  CHECK_THAT(second.error()->detail, Catch::Contains(std::to_string(::getpid())));
}

TEST_CASE("a holder who does not listen is named when the time is up") {
  ReachableLedger reachable;
  reachable.ledger.open();
  const auto reached = engine::reach_owner(reachable.ledger.directory(), reachable.options());
  REQUIRE(outcome_of(reached) == "error already_open");
  CHECK_THAT(reached.error()->detail, Catch::Contains(std::to_string(::getpid())));
  CHECK(outcome_of(engine::connect_owner(reachable.ledger.directory(), reachable.ledger.environment())) ==
        "error not_found");
}

TEST_CASE("what a dead owner left where the socket belongs is removed") {
  const ReachableLedger reachable;
  SECTION("a socket nobody listens on") {
    const auto bound = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(reachable.socket().size() < sizeof address.sun_path);
    std::copy_n(reachable.socket().begin(), reachable.socket().size(), std::begin(address.sun_path));
    REQUIRE(::bind(bound, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(bound);
  }
  SECTION("a file") { std::ofstream(reachable.socket()) << "x"; }
  REQUIRE(std::filesystem::exists(reachable.socket()));
  const auto owner = reachable.reach();
  CHECK(engine::connect_owner(reachable.ledger.directory(), reachable.ledger.environment()).ok());
}

TEST_CASE("a path longer than a socket's address is no hindrance") {
  const TemporaryDirectory directory;
  const auto parent = directory / std::string(120, 'd');
  std::filesystem::create_directory(parent);
  TestLedger elsewhere;
  engine::InitOptions init;
  init.origin = "test.example/ledger";
  init.environment = elsewhere.environment();
  REQUIRE(engine::Owner::init(parent + "/ledger", init).ok());
  engine::ReachOptions options;
  options.owner = elsewhere.options();
  const auto owner = engine::hold_ledger(parent + "/ledger", options);
  REQUIRE(outcome_of(owner) == "ok");
  CHECK(engine::connect_owner(parent + "/ledger", elsewhere.environment()).ok());
}

TEST_CASE("when the owner leaves, who asked him goes on by himself") {
  const ReachableLedger reachable;
  auto owner = reachable.reach();
  const auto client = reachable.reach();
  REQUIRE(client->append(reachable.ledger.submission("s1", {school(1)})).ok());
  const auto size = size_of(*client);
  owner.reset();
  CHECK(client->append(reachable.ledger.submission("s2", {school(2)})).ok());
  CHECK(size_of(*client) == size + 1);
  CHECK(std::filesystem::exists(reachable.socket()));
}

TEST_CASE("a feed that was begun is finished before the owner leaves") {
  const ReachableLedger reachable;
  auto owner = reachable.reach();
  const auto client = reachable.reach();
  const auto size = size_of(*client);
  std::vector<std::uint64_t> seen;
  std::thread leaving;
  const auto fed = client->feed({0}, std::nullopt, [&](const engine::RecordedEvent& event) {
    seen.push_back(event.event.event.position.sequence.value);
    if (seen.size() == 3) leaving = std::thread([&owner] { owner.reset(); });
    return true;
  });
  leaving.join();
  CHECK(outcome_of(fed) == "ok");
  REQUIRE(seen.size() == size);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("a follower of a lasting owner waits for it and sees what came meanwhile") {
  const ReachableLedger reachable;
  auto owner = reachable.hold();
  const auto client = reachable.reach();
  const auto start = size_of(*client);
  std::vector<std::uint64_t> seen;
  bool restarted = false;
  const auto followed = client->follow(
      {start},
      [&](const engine::RecordedEvent& event) {
        seen.push_back(event.event.event.position.sequence.value);
        return seen.size() < 2;
      },
      [&](const engine::Head&) {
        if (restarted) return true;
        restarted = true;
        CHECK(owner->append(reachable.ledger.submission("s1", {school(1)})).ok());
        owner.reset();
        owner = reachable.hold();
        CHECK(owner->append(reachable.ledger.submission("s2", {school(2)})).ok());
        return true;
      });
  CHECK(outcome_of(followed) == "ok");
  CHECK(seen == std::vector<std::uint64_t>{start, start + 1});
}

TEST_CASE("a ledger that is held is verified as it stands, and nothing stays behind") {
  const ReachableLedger reachable;
  const auto owner = reachable.hold();
  REQUIRE(owner->append(reachable.ledger.submission("s1", {school(1)})).ok());
  REQUIRE(owner->checkpoint().ok());
  engine::VerificationOptions options;
  options.environment = reachable.ledger.environment();
  const auto report = engine::verify_ledger(reachable.ledger.directory(), options);
  REQUIRE(outcome_of(report) == "ok");
  for (const auto& fault : report->faults) UNSCOPED_INFO(fault.kind + " " + fault.where + " " + fault.message);
  CHECK(report->faults.empty());
  CHECK(report->tree_size.value == size_of(*owner));
  CHECK(report->root == owner->head()->root);
  CHECK(std::filesystem::is_empty(reachable.ledger.directory() + "/snapshots"));
}

TEST_CASE("a snapshot that nobody holds is removed when the ledger is opened next") {
  const ReachableLedger reachable;
  auto owner = reachable.hold();
  const auto left = owner->store_snapshot();
  REQUIRE(outcome_of(left) == "ok");
  CHECK(std::filesystem::exists(*left + "/HEAD"));
  owner.reset();
  owner = reachable.hold();
  CHECK_FALSE(std::filesystem::exists(*left));
}
