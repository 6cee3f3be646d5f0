// prove --record and check: one telemetry record, shown to somebody without the ledger.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

struct TelemetryFixture : LedgerFixture {
  TelemetryFixture() {
    append(school("3701120001"));
    batch = std::to_string(append(telemetry_batch()).number("/first_sequence"));
  }
  [[nodiscard]] std::string proof_of(const std::string& record) const {
    std::string file = scratch.path("record.proof");
    REQUIRE(shiji({"prove", batch, "--record", record, "-o", file}).status == 0);
    return file;
  }
  std::string batch;  ///< its sequence
};

}  // namespace

TEST_CASE("A telemetry record's proof is checked without the ledger and says when, what, who and which") {
  const TelemetryFixture ledger;
  const std::string file = ledger.proof_of("0");
  const Outcome outcome =
      run_program(ledger.scratch, {SHIJI_BINARY, "--json", "check", file, "--key", ledger.verifier_key()}, "",
                  {{"SHIJI_LEDGER", ledger.scratch.path("no-ledger")}});
  CHECK(outcome.status == 0);
  const Reply checked(outcome.out);
  CHECK(checked.flag("/valid"));
  CHECK(checked.count("/faults") == 0);
  CHECK(checked.keys("/record") == Words{"sequence", "record", "count", "at", "kind", "person", "school", "object"});
  CHECK(std::to_string(checked.number("/record/sequence")) == ledger.batch);
  CHECK(checked.number("/record/record") == 0);
  CHECK(checked.number("/record/count") == 3);
  CHECK(checked.text("/record/at") == "2023-09-04T00:00:00.040000Z");
  CHECK(checked.text("/record/kind") == "resource_visited");
  CHECK(checked.text("/record/person") == "010203" + std::string(26, '0'));
  CHECK(checked.text("/record/school") == "3701120001");
  CHECK(checked.text("/record/object") == "resource/r1");
}

TEST_CASE("A telemetry record's proof is said to people in both languages") {
  const TelemetryFixture ledger;
  const std::string file = ledger.proof_of("1");
  const Outcome said = ledger.shiji({"check", file, "--key", ledger.verifier_key()});
  CHECK(said.status == 0);
  CHECK_THAT(said.out, Contains("record 1 of the 3 of event " + ledger.batch) && Contains("page opened") &&
                           Contains("2023-09-04T00:00:00.050000Z") && !Contains("object"));
  CHECK_THAT(ledger.shiji({"--lang", "zh", "check", file, "--key", ledger.verifier_key()}).out,
             Contains("证明成立") && Contains("打开页面"));
  const Reply told = ledger.ask({"prove", ledger.batch, "--record", "1"});
  CHECK(told.keys() == Words{"sequence", "record", "proof"});
  CHECK(told.text("/proof") == text_of_file(file));
  // The example of docs/formats/telemetry.md.
  CHECK_THAT(told.text("/proof"), Catch::StartsWith("shiji-record-proof@v1\nrecord 1\ncount 3\n"
                                                    "data AAYEfTEEQ1ACAQIDAAAAAAAAAAAAAAAAAAAA\n"
                                                    "he7F4kC2VeRNmY+ef3Njs2j3PZ5EehBEBiH/kKqMulc=\n"
                                                    "vZoxpDalnsaRsdWc2945UfH1VS5Ax7U2VlDx8YdUcCQ=\n\nevent "));
  CHECK_THAT(ledger.shiji({"prove", ledger.batch, "--record", "1", "-o", file}).out, Contains("proof of record 1"));
}

TEST_CASE("A telemetry record's proof with a byte changed does not hold") {
  const TelemetryFixture ledger;
  const std::string key = ledger.verifier_key();
  const std::string sound = text_of_file(ledger.proof_of("2"));
  for (std::size_t at = 0; at < sound.size(); at += 37) {
    std::string spoiled = sound;
    spoiled[at] = static_cast<char>(spoiled[at] ^ 1);
    const std::string file = ledger.scratch.file("changed.proof", spoiled);
    const Outcome checked = ledger.shiji({"check", file, "--key", key});
    INFO("byte " << at << ": " << checked.out);
    CHECK((checked.status == 1 || checked.status == 2));
  }
}

TEST_CASE("There is no proof of a record that is not there, and the place is named") {
  const TelemetryFixture ledger;
  const Reply beyond = ledger.fails("not_found", {"prove", ledger.batch, "--record", "3"});
  CHECK(beyond.text("/error/place") == "event " + ledger.batch + " record 3");
  const Reply other = ledger.fails("not_found", {"prove", "0", "--record", "0"});
  CHECK(other.text("/error/place") == "event 0");
  const Reply far = ledger.fails("not_found", {"prove", "100000", "--record", "0"});
  CHECK(far.text("/error/place") == "event 100000");
  ledger.fails("usage", {"prove", "telemetry/3701120001", "--record", "0"});
  ledger.fails("usage", {"prove", ledger.batch, "--record", "-1"});
  ledger.fails("usage", {"prove", ledger.batch, "--record", "first"});
}
