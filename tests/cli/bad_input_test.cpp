// Every kind of bad input that can be typed: a clear refusal or error with its place, and nothing written.
#include "ledger_fixture.h"
#include "shiji/engine/owner/owner.h"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace shiji::cli_test;

TEST_CASE("A line that is not JSON is refused with its number") {
  const LedgerFixture ledger;
  const std::string broken =
      GENERATE(as<std::string>{}, "{\"stream\":", "stream", "[1]", "\"text\"", "{} {}", "{'a':1}");
  ledger.refuses("not_json", "line 2", school("3701120001") + broken + "\n");
}

TEST_CASE("A place inside a file names the file") {
  const LedgerFixture ledger;
  const std::string file = ledger.scratch.file("lines.jsonl", school("3701120001") + "{\n");
  const Reply reply = ledger.ask({"append", file}, "", 1);
  CHECK_THAT(reply.text("/refusal/place"), Catch::StartsWith(file + " line 2"));
}

TEST_CASE("An unknown type is refused") {
  const LedgerFixture ledger;
  ledger.refuses("unknown_type", "line 1",
                 changed(school("3701120001"), "employment.SchoolOpened", "employment.SchoolPainted"));
}

TEST_CASE("An unknown field is refused, in the envelope and in the payload") {
  const LedgerFixture ledger;
  ledger.refuses("unknown_field", "/colour",
                 changed(school("3701120001"), R"({"stream")", R"({"colour":"red","stream")"));
  ledger.refuses("unknown_field", "/payload/colour",
                 changed(school("3701120001"), R"("payload":{)", R"("payload":{"colour":"red",)"));
}

TEST_CASE("A value of the wrong kind is refused with its pointer") {
  const LedgerFixture ledger;
  ledger.refuses("wrong_type", "/payload/name", changed(school("3701120001"), R"("历城区第一小学")", "17"));
  ledger.refuses("wrong_type", "/payload/sign_out_required", changed(session("s1"), ":false", R"(:"no")"));
  ledger.refuses("wrong_type", "/payload/title", changed(session("s1"), "\"课堂观察\"", "null"));
  ledger.refuses("wrong_type", "/business_date",
                 changed(session("s1"), R"("payload")", R"("business_date":"2023-02-29","payload")"));
}

TEST_CASE("A missing field is refused with its pointer") {
  const LedgerFixture ledger;
  ledger.refuses("missing_field", "/payload/sign_out_required",
                 changed(session("s1"), R"(,"sign_out_required":false)", ""));
  ledger.refuses("missing_field", "stream", changed(school("3701120001"), R"("stream":"school/3701120001",)", ""));
}

TEST_CASE("A value out of its range is refused with its pointer") {
  const LedgerFixture ledger;
  ledger.refuses("out_of_range", "/payload/level", changed(session("s1"), "\"county\"", "\"galaxy\""));
  ledger.refuses("out_of_range", "/source/row",
                 changed(session("s1"), R"("payload")", R"("source":{"kind":"manual","row":4294967296},"payload")"));
}

TEST_CASE("A field given twice is refused") {
  const LedgerFixture ledger;
  ledger.refuses("repeated_field", "/type",
                 changed(school("3701120001"), R"("payload")", R"("type":"employment.SchoolOpened","payload")"));
}

TEST_CASE("A command that brings its own position is refused") {
  const LedgerFixture ledger;
  ledger.refuses("position_given", "/sequence",
                 changed(school("3701120001"), R"({"stream")", R"({"sequence":7,"stream")"));
}

TEST_CASE("An event over 65,535 bytes is refused") {
  const LedgerFixture ledger;
  ledger.refuses("event_too_large", "line 1", changed(session("s1"), "课堂观察", std::string(70'000, 'x')));
}

TEST_CASE("A submission of more than 65,536 events is refused") {
  const LedgerFixture ledger;
  std::string lines;
  const std::string line = school("3701120001");
  for (int i = 0; i < 65'537; ++i) lines += line;
  ledger.refuses("submission_too_large", "", lines);
}

TEST_CASE("A submission of more than 16 MiB is refused") {
  const LedgerFixture ledger;
  std::string lines;
  for (int i = 0; i < 300; ++i)
    lines += changed(session("s" + std::to_string(i)), "课堂观察", std::string(60'000, 'x'));
  ledger.refuses("submission_too_large", "", lines);
}

TEST_CASE("A submission without a command is refused") {
  const LedgerFixture ledger;
  const std::string nothing = GENERATE(as<std::string>{}, "", "\n", " \n\n");
  ledger.refuses("submission_empty", "", nothing);
}

TEST_CASE("A submission id that is too long or not printable is refused") {
  const LedgerFixture ledger;
  const std::string id = GENERATE(as<std::string>{}, std::string(65, 'x'), "a\tb", "a\x7f");
  ledger.refuses("bad_submission_id", "", school("3701120001"), {"--submission", id});
}

TEST_CASE("Control characters in a stream name are refused") {
  const LedgerFixture ledger;
  ledger.refuses("bad_stream_name", "line 1 /stream", changed(session("s1"), "session/s1", "session/a\\nb"));
  const std::string name = GENERATE(as<std::string>{}, "session/a\\u0007", "session/\\u0000", "session/\\u007f");
  const Reply refused = ledger.refuses("not_json", "line 1 /stream", changed(session("s1"), "session/s1", name));
  CHECK_THAT(refused.text("/refusal/expected"), Catch::Contains("without control characters"));
}

TEST_CASE("A stream of another family than the type's is refused") {
  const LedgerFixture ledger;
  ledger.refuses("bad_stream_name", "stream", changed(session("s1"), "session/s1", "school/s1"));
}

TEST_CASE("A wrong expected version is refused and names both versions") {
  const LedgerFixture ledger;
  ledger.append(session("s1"));
  const Reply none =
      ledger.refuses("wrong_expected_version", "session/s1", school("3701120001"), {"--expect", "session/s1=none"});
  CHECK_FALSE(none.text("/refusal/expected").empty());
  CHECK_FALSE(none.text("/refusal/actual").empty());
  ledger.refuses("wrong_expected_version", "session/s1", school("3701120001"), {"--expect", "session/s1=1"});
  ledger.refuses("wrong_expected_version", "session/s2", school("3701120001"), {"--expect", "session/s2=0"});
}

TEST_CASE("The same submission id with other content is refused") {
  const LedgerFixture ledger;
  ledger.append(school("3701120001"), {"--submission", "once"});
  ledger.refuses("submission_id_taken", "", school("3701120002"), {"--submission", "once"});
  ledger.refuses("submission_id_taken", "", changed(school("3701120001"), "第一", "第二"), {"--submission", "once"});
}

TEST_CASE("The same submission id with another sealed name is refused") {
  const LedgerFixture ledger;
  ledger.append(teacher(1, "王小明"), {"--submission", "once"});
  ledger.refuses("submission_id_taken", "", teacher(1, "王小红"), {"--submission", "once"});
}

TEST_CASE("A type that only the ledger writes is refused") {
  const LedgerFixture ledger;
  ledger.refuses("written_by_ledger", "",
                 R"({"stream":"session/s1","type":"training.AttendanceFinalised","payload":{"part":0,"parts":1,)"
                 R"("level":"county","title":"t","units":1,"entries":[]}})"
                 "\n");
}

TEST_CASE("An event that happened after now is refused") {
  const LedgerFixture ledger;
  ledger.refuses(
      "occurred_in_future", "",
      changed(school("3701120001"), R"("payload")", R"("occurred_at":"2999-01-01T00:00:00.000000Z","payload")"));
}

TEST_CASE("A role that the actor does not hold is refused") {
  const LedgerFixture ledger;
  ledger.refuses("untrue_field", "", changed(school("3701120001"), R"("payload")", R"("role":"emperor","payload")"));
}

TEST_CASE("One bad line keeps the good ones out: all or nothing") {
  const LedgerFixture ledger;
  ledger.refuses("school_exists", "", school("3701120001") + school("3701120002") + school("3701120001"));
  ledger.append(school("3701120001"));
}

TEST_CASE("A ledger that another process holds open cannot be opened again") {
  const LedgerFixture ledger;
  const std::int64_t before = ledger.size();
  {
    const auto held = shiji::engine::Owner::open(ledger.directory(), {});
    REQUIRE(held.ok());
    // Each tries for ten seconds; together.
    std::vector<std::unique_ptr<RunningProgram>> tries;
    for (const auto* verb : {"status", "checkpoint", "verify"}) {
      tries.push_back(std::make_unique<RunningProgram>(
          ledger.scratch, verb, Words{SHIJI_BINARY, "--ledger", ledger.directory(), "--json", verb}));
    }
    for (const auto& verb : tries) {
      const Outcome failed = verb->wait();
      CHECK(failed.status == 2);
      CHECK(Reply(failed.out).text("/error/kind") == "already_open");
      CHECK_THAT(Reply(failed.out).text("/error/message"), Catch::Contains(std::to_string(::getpid())));
    }
  }
  CHECK(ledger.size() == before);
}

TEST_CASE("A directory that is not a ledger is an error with its place") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.path("other"));
  scratch.file("other/letter.txt", "dear ledger");
  for (const Words& verb : {Words{"status"}, Words{"verify"}, Words{"append"}, Words{"project"}, Words{"show", "0"},
                            Words{"checkpoint"}, Words{"keys", "list"}}) {
    Words words{SHIJI_BINARY, "--json", "--ledger", scratch.path("other")};
    words.insert(words.end(), verb.begin(), verb.end());
    const Outcome outcome = run_program(scratch, words, school("3701120001"));
    INFO(verb.front());
    CHECK(outcome.status == 2);
    CHECK(Reply(outcome.out).text("/error/kind") == "not_a_ledger");
    CHECK_THAT(Reply(outcome.out).text("/error/place"), Catch::Contains("other"));
  }
  CHECK(text_of_file(scratch.path("other/letter.txt")) == "dear ledger");
  CHECK(std::distance(std::filesystem::directory_iterator(scratch.path("other")), {}) == 1);
}

TEST_CASE("A directory that does not exist is not made by looking at it") {
  const Scratch scratch;
  const Outcome outcome = run_program(scratch, {SHIJI_BINARY, "--ledger", scratch.path("nothing"), "status"});
  CHECK(outcome.status == 2);
  CHECK_FALSE(std::filesystem::exists(scratch.path("nothing")));
}

TEST_CASE("A file that does not exist is not found") {
  const LedgerFixture ledger;
  const std::string file = ledger.scratch.path("nothing.jsonl");
  CHECK(ledger.fails("not_found", {"append", file}).text("/error/place") == file);
  ledger.fails("not_found", {"verify", "--against", file});
  ledger.fails("not_found", {"check", file, "--key", ledger.verifier_key()});
}
