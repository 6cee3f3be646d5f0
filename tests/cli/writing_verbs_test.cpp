// init, append, keys: what the verbs that write print and keep.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace shiji::cli_test;

TEST_CASE("init makes a ledger and prints its verifier key") {
  const Scratch scratch;
  const Outcome made = run_program(
      scratch, {SHIJI_BINARY, "--json", "--ledger", scratch.path("l"), "init", "--origin", "a.example/log"});
  REQUIRE(made.status == 0);
  const Reply reply(made.out);
  CHECK(reply.keys() == Words{"ledger", "origin", "verifier_key"});
  CHECK(reply.text("/origin") == "a.example/log");
  CHECK_THAT(reply.text("/verifier_key"), Catch::StartsWith("a.example/log+"));
}

TEST_CASE("init refuses a directory that holds a ledger already") {
  const LedgerFixture ledger;
  const std::int64_t before = ledger.size();
  ledger.fails("already_exists", {"init", "--origin", "other.example/log"});
  CHECK(ledger.size() == before);
  CHECK(ledger.ask({"status"}).text("/origin") == "test.example.org/shiji");
}

TEST_CASE("init refuses a name that would break checkpoints") {
  const Scratch scratch;
  const std::string origin = GENERATE(as<std::string>{}, "", "two words", "a+b", "line\nbreak", "名称");
  const Outcome made =
      run_program(scratch, {SHIJI_BINARY, "--json", "--ledger", scratch.path("l"), "init", "--origin", origin});
  CHECK(made.status == 2);
  CHECK(Reply(made.out).text("/error/kind") == "usage");
  CHECK_FALSE(std::filesystem::exists(scratch.path("l")));
}

TEST_CASE("append gives a receipt with a hash for every event") {
  const LedgerFixture ledger;
  const std::int64_t before = ledger.size();
  const Reply receipt = ledger.append(school("3701120001") + school("3701120002"), {"--submission", "schools-1"});
  CHECK(receipt.keys() == Words{"submission", "first_sequence", "last_sequence", "leaf_hashes", "repeated"});
  CHECK(receipt.text("/submission") == "schools-1");
  CHECK(receipt.number("/first_sequence") == before);
  CHECK(receipt.number("/last_sequence") == before + 1);
  CHECK(receipt.count("/leaf_hashes") == 2);
  CHECK(receipt.text("/leaf_hashes/0").size() == 64);
  CHECK_FALSE(receipt.flag("/repeated"));
  CHECK(ledger.size() == before + 2);
}

TEST_CASE("append reads a file as it reads standard input") {
  const LedgerFixture ledger;
  const std::string file = ledger.scratch.file("lines.jsonl", "\n" + school("3701120001") + "\n\n");
  CHECK(ledger.ask({"append", file}).count("/leaf_hashes") == 1);
  CHECK(ledger.ask({"append", "-"}, school("3701120002")).count("/leaf_hashes") == 1);
}

TEST_CASE("The events that rules add are in the receipt") {
  const LedgerFixture ledger;
  const Reply receipt = ledger.append(a_whole_session());
  const auto last = std::to_string(receipt.number("/last_sequence"));
  CHECK(ledger.ask({"show", last}).text("/type") == "training.AttendanceFinalised");
}

TEST_CASE("The same submission again gives the same receipt and writes nothing") {
  const LedgerFixture ledger;
  const std::string lines = school("3701120001") + teacher(1, "王小明");
  const Reply first = ledger.append(lines, {"--submission", "once"});
  const std::int64_t size = ledger.size();
  const Reply again = ledger.append(lines, {"--submission", "once"});
  CHECK(again.flag("/repeated"));
  CHECK(again.number("/first_sequence") == first.number("/first_sequence"));
  CHECK(again.number("/last_sequence") == first.number("/last_sequence"));
  CHECK(again.text("/leaf_hashes/0") == first.text("/leaf_hashes/0"));
  CHECK(ledger.size() == size);
}

TEST_CASE("An expected version that holds lets a submission through") {
  const LedgerFixture ledger;
  ledger.append(session("s1"), {"--expect", "session/s1=none"});
  ledger.append(school("3701120001"), {"--expect", "session/s1=0", "--expect", "school/3701120001=none"});
  CHECK(ledger.ask({"show", "session/s1"}).number("/version") == 0);
}

TEST_CASE("keys new makes a key file that only its owner can read") {
  const LedgerFixture ledger;
  const std::string file = ledger.scratch.path("my.key");
  const Reply made = ledger.ask({"keys", "new", file});
  CHECK(made.keys() == Words{"file", "key_id", "public_key"});
  CHECK(made.text("/key_id").size() == 32);
  CHECK(made.text("/public_key").size() == 64);
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("keys new never overwrites a key") {
  const LedgerFixture ledger;
  const std::string file = ledger.scratch.path("my.key");
  ledger.ask({"keys", "new", file});
  const std::string before = text_of_file(file);
  ledger.fails("already_exists", {"keys", "new", file});
  CHECK(text_of_file(file) == before);
}

TEST_CASE("keys list names the keys of a new ledger") {
  const LedgerFixture ledger;
  const Reply list = ledger.ask({"keys", "list"});
  REQUIRE(list.count("/keys") >= 1);
  CHECK(list.keys("/keys/0") == Words{"actor", "key_id", "role", "revoked", "since", "roles"});
}
