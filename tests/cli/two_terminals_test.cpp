// serve in one terminal, the other verbs in another: they answer as if nobody held the ledger.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <sys/stat.h>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

/// A ledger and `shiji serve` on it.
struct ServedFixture : LedgerFixture {
  ServedFixture() { serve(); }
  void serve() {
    owner.reset();
    owner = beside("serve", {"--json", "serve"});
    const Reply told(owner->line());
    CHECK(told.text("/origin") == "test.example.org/shiji");
    CHECK(told.text("/socket") == directory() + "/socket");
    CHECK(told.number("/process") == owner->process());
  }
  [[nodiscard]] std::unique_ptr<RunningProgram> beside(const std::string& name, const Words& words) const {
    Words all{SHIJI_BINARY, "--ledger", directory()};
    all.insert(all.end(), words.begin(), words.end());
    return std::make_unique<RunningProgram>(scratch, name, all);
  }
  std::unique_ptr<RunningProgram> owner;
};

std::string sequence_of(const std::string& line) { return std::to_string(Reply(line).number("/sequence")); }

}  // namespace

TEST_CASE("every verb answers beside serve as it does alone") {
  ServedFixture ledger;
  const Reply receipt = ledger.append(a_whole_session(), {"--submission", "day-1"});
  CHECK(ledger.append(a_whole_session(), {"--submission", "day-1"}).flag("/repeated"));
  ledger.refuses("school_exists", "line 1", school("3701120001"));
  const std::string first = std::to_string(receipt.number("/first_sequence"));
  CHECK(ledger.ask({"show", first}).text("/leaf_hash") == receipt.text("/leaf_hashes/0"));
  CHECK(ledger.ask({"show", "teacher/" + teacher_id(1), "--from-version", "1"}).number("/version") == 1);
  CHECK_THAT(ledger.shiji({"show", "teacher/" + teacher_id(1)}).out, Contains("王小明"));
  CHECK(ledger.ask({"status"}).number("/head/tree_size") == receipt.number("/last_sequence") + 1);
  CHECK(ledger.ask({"keys", "list"}).count("/keys") == 2);
  const std::string proof = ledger.scratch.path("event.proof");
  static_cast<void>(ledger.ask({"prove", first, "-o", proof}));
  CHECK(ledger.ask({"check", proof, "--key", ledger.verifier_key()}).flag("/valid"));
  const std::string batch = std::to_string(ledger.append(telemetry_batch()).number("/first_sequence"));
  static_cast<void>(ledger.ask({"prove", batch, "--record", "2", "-o", proof}));
  CHECK(ledger.ask({"check", proof, "--key", ledger.verifier_key()}).text("/record/kind") == "article_read");
  CHECK(ledger.fails("not_found", {"prove", batch, "--record", "3"}).text("/error/place") ==
        "event " + batch + " record 3");
  const std::string kept = ledger.scratch.file("kept.txt", ledger.ask({"checkpoint"}).text("/checkpoint"));
  const Reply verified = ledger.ask({"verify", "--against", kept});
  CHECK(verified.number("/events") == ledger.size());
  CHECK(verified.count("/faults") == 0);
  CHECK(ledger.ask({"project"}).number("/projections/0/cursor") == ledger.size());
  CHECK(ledger.ask({"query", "profile", teacher_id(1)}).text("/name") == "王小明");
  static_cast<void>(ledger.ask({"log", "export", ledger.scratch.path("log")}));
  CHECK(ledger.ask({"log", "verify", ledger.scratch.path("log"), "--key", ledger.verifier_key()}).count("/faults") ==
        0);
  ledger.owner->signal(SIGTERM);
  CHECK(ledger.owner->wait().status == 0);
  CHECK_FALSE(std::filesystem::exists(ledger.directory() + "/socket"));
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("a client signs what the owner in the other terminal prepared") {
  const ServedFixture ledger;
  const std::string key = ledger.directory() + "/administrator.key";
  CHECK(ledger.append(teacher(1, "王小明"), {"--key", key}).count("/leaf_hashes") >= 1);
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("a second serve is told which process holds the ledger") {
  const ServedFixture ledger;
  const Reply error = ledger.fails("already_open", {"serve"});
  CHECK_THAT(error.text("/error/message"), Contains(std::to_string(ledger.owner->process())));
}

TEST_CASE("a killed owner leaves a socket that the next one takes away") {
  ServedFixture ledger;
  ledger.append(school("3701120001"));
  ledger.owner->signal(SIGKILL);
  CHECK(ledger.owner->wait().status == 1000 + SIGKILL);
  CHECK(std::filesystem::exists(ledger.directory() + "/socket"));
  const auto size = ledger.size();
  CHECK_FALSE(std::filesystem::exists(ledger.directory() + "/socket"));
  ledger.serve();
  CHECK(ledger.size() == size);
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("serve stops well on a signal, and says so") {
  for (const int number : {SIGINT, SIGTERM}) {
    ServedFixture ledger;
    ledger.owner->signal(number);
    const Outcome stopped = ledger.owner->wait();
    CHECK(stopped.status == 0);
    CHECK_THAT(stopped.err, Contains("stopped"));
  }
}

TEST_CASE("subscribe prints every event as show does, and those that were asked for") {
  const ServedFixture ledger;
  const Reply receipt = ledger.append(a_whole_session());
  const auto all = replies_by_line(ledger.shiji({"subscribe"}).out);
  REQUIRE(all.size() == static_cast<std::size_t>(ledger.size()));
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number("/sequence") == static_cast<std::int64_t>(i));
  const std::string first = std::to_string(receipt.number("/first_sequence"));
  CHECK(ledger.shiji({"subscribe", "--from", first}).out.starts_with(ledger.shiji({"--json", "show", first}).out));
  const auto session = replies_by_line(ledger.shiji({"subscribe", "--stream", "session/2023-001"}).out);
  CHECK(session.size() == 6);
  const auto signed_in = replies_by_line(ledger.shiji({"subscribe", "--type", "training.*SignedIn"}).out);
  CHECK(signed_in.size() == 2);
  CHECK(ledger.shiji({"subscribe", "--type", "nothing"}).out.empty());
}

TEST_CASE("subscribe goes on from its cursor, and refuses one of another history") {
  const LedgerFixture ledger;
  const std::string cursor = ledger.scratch.path("cursor.json");
  const Words words{"subscribe", "--cursor", cursor, "--stream", "school/"};
  ledger.append(school("3701120001"));
  CHECK(replies_by_line(ledger.shiji(words).out).size() == 1);
  CHECK(ledger.shiji(words).out.empty());
  ledger.append(school("3701120002"));
  const auto next = replies_by_line(ledger.shiji(words).out);
  REQUIRE(next.size() == 1);
  CHECK(next[0].text("/payload/code") == "3701120002");
  const Reply kept(text_of_file(cursor));
  CHECK(kept.number("/sequence") == ledger.size() - 1);
  CHECK(kept.text("/leaf_hash") == next[0].text("/leaf_hash"));

  ledger.scratch.file("cursor.json", R"({"sequence":3,"leaf_hash":")" + std::string(64, '0') + "\"}\n");
  CHECK_THAT(ledger.fails("corrupt", words).text("/error/place"), Contains("cursor.json sequence 3"));
  ledger.scratch.file("cursor.json", R"({"sequence":999999,"leaf_hash":")" + std::string(64, '0') + "\"}\n");
  ledger.fails("corrupt", words);
  ledger.scratch.file("cursor.json", "not a cursor\n");
  ledger.fails("corrupt", words);
}

TEST_CASE("subscribe --follow prints what comes, through a killed owner and its successor, without a gap") {
  ServedFixture ledger;
  const std::string start = std::to_string(ledger.size());
  const auto follower = ledger.beside(
      "subscribe", {"subscribe", "--follow", "--from", start, "--cursor", ledger.scratch.path("cursor.json")});
  ledger.append(school("3701120001"));
  CHECK(sequence_of(follower->line()) == start);
  ledger.owner->signal(SIGKILL);
  static_cast<void>(ledger.owner->wait());
  ledger.serve();
  ledger.append(school("3701120002"));
  CHECK(sequence_of(follower->line()) == std::to_string(std::stoll(start) + 1));
  follower->signal(SIGINT);
  const Outcome stopped = follower->wait();
  INFO(stopped.err);
  CHECK(stopped.status == 0);
  CHECK(stopped.out.empty());
  CHECK(Reply(text_of_file(ledger.scratch.path("cursor.json"))).number("/sequence") == std::stoll(start) + 1);
}

TEST_CASE("project --follow folds what comes until it is interrupted") {
  ServedFixture ledger;
  const auto follower = ledger.beside("project", {"--json", "project", "attendance", "--follow"});
  CHECK(Reply(follower->line()).number("/projections/0/cursor") == ledger.size());
  ledger.append(a_whole_session());
  const std::int64_t size = ledger.size();
  while (Reply(follower->line()).number("/projections/0/cursor") < size) {
  }
  follower->signal(SIGTERM);
  const Outcome stopped = follower->wait();
  INFO(stopped.err);
  REQUIRE(stopped.status == 0);
  CHECK(ledger.ask({"query", "attendance", "2023-001"}).number("/attended") == 2);
}

TEST_CASE("query, status and project ask whoever follows a projection") {
  const ServedFixture ledger;
  ledger.append(a_whole_session());
  const auto follower = ledger.beside("project", {"--json", "project", "profile", "--follow"});
  CHECK(Reply(follower->line()).number("/projections/0/lag") == 0);
  const Reply profile = ledger.ask({"query", "profile", teacher_id(1)});
  CHECK(profile.text("/name") == "王小明");
  CHECK(profile.number("/cursor") == ledger.size());
  CHECK(replies_by_line(ledger.shiji({"--json", "query", "profile"}).out).size() == 2);
  ledger.fails("not_found", {"query", "profile", teacher_id(9)});
  ledger.fails("usage", {"query", "profile", "--order", "name"});
  CHECK(ledger.ask({"status"}).text("/projections/0/name") == "profile");
  CHECK(ledger.ask({"project", "profile"}).number("/projections/0/cursor") == ledger.size());
  ledger.fails("already_open", {"project", "profile", "--rebuild"});
  ledger.fails("already_open", {"project", "profile", "--follow"});
  follower->signal(SIGTERM);
  CHECK(follower->wait().status == 0);
  CHECK(ledger.ask({"query", "profile", teacher_id(1)}).text("/name") == "王小明");
}
