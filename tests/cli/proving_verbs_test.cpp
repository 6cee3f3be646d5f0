// verify, checkpoint, prove, check, log: what an auditor does, with the ledger and without it.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

/// A ledger with a whole session in it, and everything an outsider takes away from it.
struct AuditFixture : LedgerFixture {
  AuditFixture() { append(a_whole_session()); }
  [[nodiscard]] std::string kept_checkpoint() const {
    return scratch.file("kept.checkpoint", shiji({"checkpoint"}).out);
  }
  [[nodiscard]] std::string proof_of(std::int64_t sequence) const {
    std::string file = scratch.path("event.proof");
    REQUIRE(shiji({"prove", std::to_string(sequence), "-o", file}).status == 0);
    return file;
  }
  [[nodiscard]] std::string exported() const {
    REQUIRE(shiji({"log", "export", scratch.path("log")}).status == 0);
    return scratch.path("log");
  }
  /// Without --ledger and away from any: what a stranger can do.
  [[nodiscard]] Outcome stranger(const Words& words) const {
    Words all{SHIJI_BINARY, "--json"};
    all.insert(all.end(), words.begin(), words.end());
    return run_program(scratch, all, "", {{"SHIJI_LEDGER", scratch.path("no-ledger")}});
  }
};

void flip_a_bit(const std::string& file, std::size_t at) {
  std::string bytes = text_of_file(file);
  REQUIRE(at < bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("verify finds no fault in a sound ledger and says that nobody outside confirms it") {
  const AuditFixture ledger;
  const Reply report = ledger.ask({"verify"});
  for (const auto* key :
       {"events", "root", "tree_size", "seconds", "events_per_second", "faults", "outside", "confirmed_through"})
    CHECK(report.has(std::string("/") + key));
  CHECK(report.number("/events") == ledger.size());
  CHECK(report.text("/root") == ledger.ask({"status"}).text("/root"));
  CHECK(report.count("/faults") == 0);
  CHECK(report.number("/confirmed_through") == 0);
  CHECK_THAT(ledger.shiji({"verify"}).out, Catch::EndsWith("consistent in itself; nobody outside confirms it\n"));
  CHECK_THAT(ledger.shiji({"--lang", "zh", "verify"}).out, Catch::EndsWith("自身一致；无外部人员确认\n"));
}

TEST_CASE("verify says through where somebody outside confirms the ledger") {
  const AuditFixture ledger;
  const std::string kept = ledger.kept_checkpoint();
  const std::int64_t size = ledger.size();
  ledger.append(school("3701120009"));
  const Reply report = ledger.ask({"verify", "--against", kept});
  CHECK(report.keys("/outside/0") == Words{"who", "tree_size", "when", "agrees"});
  CHECK(report.text("/outside/0/who") == "kept.checkpoint");
  CHECK(report.flag("/outside/0/agrees"));
  CHECK(report.number("/confirmed_through") == size);
  CHECK_THAT(ledger.shiji({"verify", "--against", kept}).out,
             Contains("confirmed through " + std::to_string(size) + " by kept.checkpoint"));
}

TEST_CASE("verify refuses a checkpoint of another history") {
  const AuditFixture ledger;
  const AuditFixture other;
  const Reply report = ledger.ask({"verify", "--against", other.kept_checkpoint()}, "", 1);
  CHECK_FALSE(report.flag("/outside/0/agrees"));
  CHECK(report.number("/confirmed_through") == 0);
}

TEST_CASE("checkpoint prints a signed note, the same bytes for people and in JSON") {
  const AuditFixture ledger;
  const Outcome note = ledger.shiji({"checkpoint"});
  CHECK(note.status == 0);
  CHECK_THAT(note.out, Catch::StartsWith("test.example.org/shiji\n" + std::to_string(ledger.size()) + "\n"));
  CHECK_THAT(note.out, Contains("\n\n\xe2\x80\x94 test.example.org/shiji "));
  const Reply reply = ledger.ask({"checkpoint"});
  CHECK(reply.keys() == Words{"checkpoint", "tree_size", "root"});
  CHECK(reply.text("/checkpoint") == note.out);
  CHECK(reply.number("/tree_size") == ledger.size());
  CHECK(ledger.ask({"status"}).number("/last_checkpoint") == ledger.size());
}

TEST_CASE("A proof is checked by a stranger with the verifier key alone") {
  const AuditFixture ledger;
  const std::string proof = ledger.proof_of(ledger.size() - 1);
  const Outcome checked = ledger.stranger({"check", proof, "--key", ledger.verifier_key()});
  CHECK(checked.status == 0);
  CHECK(Reply(checked.out).keys() == Words{"valid", "faults"});
  CHECK(Reply(checked.out).flag("/valid"));
  CHECK(text_of_file(proof) == ledger.shiji({"prove", std::to_string(ledger.size() - 1)}).out);
}

TEST_CASE("A proof with a byte changed does not hold") {
  const AuditFixture ledger;
  const std::string key = ledger.verifier_key();
  const std::string sound = text_of_file(ledger.proof_of(3));
  for (std::size_t at = 0; at < sound.size(); at += 97) {
    const std::string file = ledger.scratch.file("changed.proof", sound);
    flip_a_bit(file, at);
    const Outcome checked = ledger.stranger({"check", file, "--key", key});
    INFO("byte " << at << ": " << checked.out);
    CHECK((checked.status == 1 || checked.status == 2));
  }
}

TEST_CASE("A proof does not hold under another log's key") {
  const AuditFixture ledger;
  const AuditFixture other;
  const Outcome checked = ledger.stranger({"check", ledger.proof_of(3), "--key", other.verifier_key()});
  CHECK(checked.status == 1);
  CHECK_FALSE(Reply(checked.out).flag("/valid"));
  CHECK(Reply(checked.out).count("/faults") > 0);
}

TEST_CASE("What is no proof and what is no key are errors") {
  const AuditFixture ledger;
  const std::string letter = ledger.scratch.file("letter.txt", "dear auditor\n");
  ledger.fails("bad_proof_file", {"check", letter, "--key", ledger.verifier_key()});
  ledger.fails("bad_proof_file", {"check", ledger.proof_of(3), "--key", "not a key"});
}

TEST_CASE("There is no proof of an event that is not there") {
  const AuditFixture ledger;
  ledger.fails("not_found", {"prove", std::to_string(ledger.size())});
  CHECK_FALSE(std::filesystem::exists(ledger.scratch.path("event.proof")));
}

TEST_CASE("An exported log is verified by a stranger, entry by entry") {
  const AuditFixture ledger;
  const std::string log = ledger.exported();
  const Outcome verified = ledger.stranger({"log", "verify", log, "--key", ledger.verifier_key()});
  CHECK(verified.status == 0);
  const Reply report(verified.out);
  CHECK(report.number("/tree_size") == ledger.size());
  CHECK(report.text("/root") == ledger.ask({"status"}).text("/root"));
  CHECK(report.count("/faults") == 0);
}

TEST_CASE("An exported log with a byte changed in any file is refused") {
  const AuditFixture ledger;
  const std::string log = ledger.exported();
  const std::string key = ledger.verifier_key();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(log)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    const std::string sound = text_of_file(path);
    for (const std::size_t at : {std::size_t{0}, sound.size() / 2, sound.size() - 2}) {
      flip_a_bit(path, at);
      const Outcome verified = ledger.stranger({"log", "verify", log, "--key", key});
      INFO(path << " byte " << at);
      CHECK(verified.status == 1);
      std::ofstream(path, std::ios::binary) << sound;
    }
    ++files;
  }
  CHECK(files >= 3);
  CHECK(ledger.stranger({"log", "verify", log, "--key", key}).status == 0);
}

TEST_CASE("A directory without a checkpoint is not a log") {
  const AuditFixture ledger;
  ledger.fails("not_found", {"log", "verify", ledger.scratch.path("nowhere"), "--key", ledger.verifier_key()});
}

TEST_CASE("A stream's proof is checked by a stranger, and says whether more may have come") {
  const AuditFixture ledger;
  const std::string file = ledger.scratch.path("stream.proof");
  CHECK(ledger.shiji({"prove", "session/2023-001", "-o", file}).status == 0);
  const Outcome checked = ledger.stranger({"check", file, "--key", ledger.verifier_key()});
  CHECK(checked.status == 0);
  CHECK(Reply(checked.out).flag("/valid"));
  const Outcome said = ledger.shiji({"check", file, "--key", ledger.verifier_key()});
  CHECK_THAT(said.out, Contains("none missing before the last") && Contains("is not shown"));
  CHECK_THAT(ledger.shiji({"--lang", "zh", "check", file, "--key", ledger.verifier_key()}).out, Contains("无遗漏"));
  const Reply first = ledger.ask({"prove", "session/2023-001", "--through", "0"});
  CHECK(first.keys() == Words{"stream", "proof"});
  CHECK(first.text("/proof").size() < text_of_file(file).size());
}

TEST_CASE("A stream's proof with a byte changed does not hold") {
  const AuditFixture ledger;
  const std::string key = ledger.verifier_key();
  const std::string sound = ledger.shiji({"prove", "session/2023-001"}).out;
  for (std::size_t at = 0; at < sound.size(); at += 397) {
    const std::string file = ledger.scratch.file("changed.proof", sound);
    flip_a_bit(file, at);
    const Outcome checked = ledger.stranger({"check", file, "--key", key});
    INFO("byte " << at << ": " << checked.out);
    CHECK((checked.status == 1 || checked.status == 2));
  }
}

TEST_CASE("There is no proof of a stream or a version that is not there") {
  const AuditFixture ledger;
  ledger.fails("not_found", {"prove", "session/nowhere"});
  ledger.fails("not_found", {"prove", "session/2023-001", "--through", "1000"});
}
