// log verify URL: a log that somebody publishes, checked from where it is published.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

/// An exported log, a web server over it, and somebody who has only its address and key.
struct WebFixture : LedgerFixture {
  WebFixture() {
    append(a_whole_session());
    log = scratch.path("site/log");
    std::filesystem::create_directories(scratch.path("site"));
    REQUIRE(shiji({"log", "export", log}).status == 0);
    key = verifier_key();
  }
  /// The log's address on a new server.
  std::string serve(const Words& more = {}, const std::string& host = "127.0.0.1") {
    Words words{"/usr/bin/env", "python3", SHIJI_WEB_SERVER, scratch.path("site")};
    words.insert(words.end(), more.begin(), more.end());
    const bool secure = std::ranges::find(more, "--tls") != more.end();
    server = std::make_unique<RunningProgram>(scratch, "server", words);
    return (secure ? "https://" : "http://") + host + ":" + server->line() + "/log";
  }
  [[nodiscard]] Outcome verified(const std::string& address, const Settings& settings = {}) const {
    Settings all{{"SHIJI_LEDGER", scratch.path("no-ledger")}};
    all.insert(all.end(), settings.begin(), settings.end());
    return run_program(scratch, {SHIJI_BINARY, "--json", "log", "verify", address, "--key", key}, "", all);
  }
  /// Could not be checked: exit status 2, an error that names `place` and says `why`.
  void could_not(const std::string& address, const std::string& place, const std::string& why,
                 const Settings& settings = {}) const {
    const Outcome outcome = verified(address, settings);
    CAPTURE(address, outcome.out, outcome.err);
    CHECK(outcome.status == 2);
    const Reply reply(outcome.out);
    CHECK_THAT(reply.text("/error/place"), Contains(place));
    CHECK_THAT(reply.text("/error/message"), Contains(why));
  }
  std::string log, key;
  std::unique_ptr<RunningProgram> server;
};

std::string first_tile(const std::string& log) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(log + "/tile/0")) {
    if (entry.is_regular_file()) return entry.path().string();
  }
  FAIL("no tile");
  return "";
}

/// A certificate for localhost that nobody but its holder vouches for.
void make_certificate(const Scratch& scratch) {
  const Outcome made = run_program(
      scratch, {"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", scratch.path("tls.key"), "-out", scratch.path("tls.crt"), "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"});
  INFO(made.err);
  REQUIRE(made.status == 0);
}

}  // namespace

TEST_CASE("A log is verified from its address as from its directory") {
  WebFixture ledger;
  const std::string address = ledger.serve();
  for (const char* const end : {"", "/", "//"}) {
    const Outcome outcome = ledger.verified(address + end);
    CAPTURE(outcome.out);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == ledger.verified(ledger.log).out);
  }
}

TEST_CASE("A published log with a byte changed in any file is refused") {
  WebFixture ledger;
  const std::string address = ledger.serve();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ledger.log)) {
    if (!entry.is_regular_file()) continue;
    const std::string sound = text_of_file(entry.path());
    std::string spoiled = sound;
    spoiled[sound.size() / 2] = static_cast<char>(spoiled[sound.size() / 2] ^ 1);
    std::ofstream(entry.path(), std::ios::binary) << spoiled;
    INFO(entry.path().string());
    const Outcome outcome = ledger.verified(address);
    CHECK(outcome.status == 1);
    CHECK(Reply(outcome.out).count("/faults") > 0);
    std::ofstream(entry.path(), std::ios::binary) << sound;
    ++files;
  }
  CHECK(files >= 3);
  CHECK(ledger.verified(address).status == 0);
}

TEST_CASE("A tile that a server does not have is a fault of the log") {
  WebFixture ledger;
  const Outcome outcome = ledger.verified(ledger.serve({"missing"}));
  CHECK(outcome.status == 1);
  CHECK_THAT(Reply(outcome.out).text("/faults/0/where"), Catch::StartsWith("tile/0/000"));
  CHECK_THAT(Reply(outcome.out).text("/faults/0/message"), Contains("http://127.0.0.1:") && Contains("404"));
}

TEST_CASE("A full tile may stand for a partial one that is gone") {
  WebFixture ledger;
  const std::string partial = first_tile(ledger.log);
  REQUIRE_THAT(partial, Contains(".p/"));
  std::string full = text_of_file(partial);
  full.resize(std::size_t{256} * 32, 'x');
  std::ofstream(ledger.log + "/tile/0/000", std::ios::binary) << full;
  CHECK(ledger.verified(ledger.serve({"full"})).status == 0);
}

TEST_CASE("A server that closes every connection after an answer is asked again") {
  WebFixture ledger;
  CHECK(ledger.verified(ledger.serve({"once"})).status == 0);
}

TEST_CASE("What goes wrong on the way to a file is an error with its address, not a fault of the log") {
  WebFixture ledger;
  struct Case {
    std::string fault, why;
  };
  const std::vector<Case> cases{
      {"close", "no whole answer came"},    {"redirect", "it is at http://elsewhere.example/tile"},
      {"error", "the server answered 500"}, {"gzip", "the body is encoded: gzip"},
      {"huge", "is larger than"},           {"babble", "no whole answer came"},
  };
  for (const auto& [fault, why] : cases) {
    const std::string address = ledger.serve({fault});
    ledger.could_not(address, address + "/tile/0/000", why);
  }
}

TEST_CASE("What is no address, no host, no server and no log is an error with its place") {
  WebFixture ledger;
  for (const char* const address : {"ftp://log.example/", "http://", "https:///log", "http://user@host/", "http://h:0/",
                                    "http://h:70000/", "http://h:x/", "http://h/?q", "http://h/a b", "http://[::1/"}) {
    const Outcome outcome = ledger.verified(address);
    CAPTURE(address, outcome.out);
    CHECK(outcome.status == 2);
    CHECK(Reply(outcome.out).text("/error/kind") == "usage");
    CHECK(Reply(outcome.out).text("/error/place") == address);
  }
  ledger.could_not("http://nowhere.invalid/log", "http://nowhere.invalid/log", "the host is not found");
  const std::string address = ledger.serve();
  const Outcome no_log = ledger.verified(address + "/tile");
  CHECK(no_log.status == 2);
  CHECK(Reply(no_log.out).text("/error/kind") == "not_found");
  CHECK(Reply(no_log.out).text("/error/place") == address + "/tile/checkpoint");
  ledger.server.reset();
  ledger.could_not(address, address, "cannot be reached");
}

TEST_CASE("A log behind TLS is verified when the server's certificate is good for the host, and only then") {
  WebFixture ledger;
  make_certificate(ledger.scratch);
  const Words tls{"--tls", ledger.scratch.path("tls.crt"), ledger.scratch.path("tls.key")};
  const Settings trusting{{"SSL_CERT_FILE", ledger.scratch.path("tls.crt")}};
  const std::string address = ledger.serve(tls, "localhost");
  CHECK(ledger.verified(address, trusting).status == 0);
  ledger.could_not(address, address, "no TLS connection");
  const std::string other_name = changed(address, "localhost", "127.0.0.1");
  ledger.could_not(other_name, other_name, "no TLS connection", trusting);
  ledger.could_not(changed(address, "https", "http"), "http://localhost", "no whole answer came", trusting);
  const std::string plain = changed(ledger.serve(), "http", "https");
  ledger.could_not(plain, plain, "no TLS connection", trusting);
}
