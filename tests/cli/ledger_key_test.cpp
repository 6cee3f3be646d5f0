// keys rotate --ledger-key: checkpoints signed by two keys, then by the new one alone.
#include "ledger_fixture.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/chain/note.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace shiji::cli_test;

namespace {

std::ptrdiff_t signatures_of(const std::string& note) {
  return std::count(note.begin(), note.end(), '\n') - 4;  // three lines and a blank one before them
}

struct LedgerKeyFixture : LedgerFixture {
  std::string kept(const std::string& name) const {
    return scratch.file(name, ask({"checkpoint"}).text("/checkpoint"));
  }
  std::string own_key_id(int index) const {
    return ask({"keys", "list"}).text("/ledger_keys/" + std::to_string(index) + "/key_id");
  }
  void refused(const std::string& name, const Words& words) const {
    const std::int64_t before = size();
    CHECK(ask(words, "", 1).text("/refusal/name") == name);
    CHECK(size() == before);
  }
};

}  // namespace

TEST_CASE("A rotated ledger key signs beside the old one until that is retired") {
  const LedgerKeyFixture ledger;
  ledger.append(school("3701120001"));
  const std::string old_key = ledger.verifier_key();
  const std::string before = ledger.kept("before");
  const Reply rotated = ledger.ask({"keys", "rotate", "--ledger-key"});
  CHECK(rotated.keys() == Words{"verifier_key", "old_verifier_key", "file", "sequence"});
  CHECK(rotated.text("/old_verifier_key") == old_key);
  const std::string new_key = rotated.text("/verifier_key");
  CHECK(ledger.verifier_key() == new_key);
  const std::string between = ledger.kept("between");
  CHECK(signatures_of(text_of_file(between)) == 2);

  const std::string proof = ledger.scratch.path("proof");
  ledger.ask({"prove", "0", "-o", proof});
  for (const auto& key : {old_key, new_key}) CHECK(ledger.ask({"check", proof, "--key", key}).flag("/valid"));
  const std::string log = ledger.scratch.path("log");
  ledger.ask({"log", "export", log});
  for (const auto& key : {old_key, new_key})
    CHECK(ledger.ask({"log", "verify", log, "--key", key}).count("/faults") == 0);

  ledger.ask({"keys", "revoke", ledger.own_key_id(0), "--reason", "retired"});
  const std::string after = ledger.kept("after");
  CHECK(signatures_of(text_of_file(after)) == 1);
  const Reply verified = ledger.ask({"verify", "--against", before, "--against", between, "--against", after});
  CHECK(verified.count("/faults") == 0);
  for (const auto* place : {"/outside/0/agrees", "/outside/1/agrees", "/outside/2/agrees"}) {
    CHECK(verified.flag(place));
  }
  CHECK(ledger.ask({"keys", "list"}).flag("/ledger_keys/0/retired"));
}

TEST_CASE("A checkpoint signed by a retired key is a fault, though its root is right") {
  const LedgerKeyFixture ledger;
  ledger.ask({"keys", "rotate", "--ledger-key"});
  ledger.ask({"keys", "revoke", ledger.own_key_id(0), "--reason", "retired"});
  const std::string note = text_of_file(ledger.kept("new"));
  const auto retired =
      shiji::engine::read_key_file(ledger.directory() + "/ledger.key", shiji::engine::system_environment());
  REQUIRE(retired.ok());
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  const std::string forged = ledger.scratch.file("forged", shiji::ledger::sign_note(text, retired->name, retired->key));
  const Reply verified = ledger.ask({"verify", "--against", forged}, "", 1);
  REQUIRE(verified.count("/faults") == 1);
  CHECK(verified.text("/faults/0/kind") == "checkpoint");
  CHECK(verified.text("/faults/0/where") == "forged");
}

TEST_CASE("A ledger key is rotated one at a time, and only the older of two is retired") {
  const LedgerKeyFixture ledger;
  ledger.refused("ledger_key_wrong", {"keys", "revoke", ledger.own_key_id(0), "--reason", "retired"});
  ledger.fails("usage", {"keys", "rotate", "administrator", "--ledger-key"});
  ledger.fails("usage", {"keys", "revoke", ledger.own_key_id(0), "--reason", "lost"});
  ledger.ask({"keys", "rotate", "--ledger-key"});
  ledger.refused("ledger_key_rotating", {"keys", "rotate", "--ledger-key"});
  ledger.refused("ledger_key_wrong", {"keys", "revoke", ledger.own_key_id(1), "--reason", "retired"});
  ledger.refused("no_role", {"keys", "rotate", "--ledger-key", "--key", ledger.directory() + "/service.key"});
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("The new ledger key must lie beside the ledger, the old one need not") {
  const LedgerKeyFixture ledger;
  const std::string file = ledger.ask({"keys", "rotate", "--ledger-key"}).text("/file");
  std::filesystem::rename(ledger.directory() + "/ledger.key", ledger.scratch.path("aside"));
  CHECK(signatures_of(ledger.ask({"checkpoint"}).text("/checkpoint")) == 1);
  std::filesystem::rename(file, ledger.scratch.path("aside too"));
  ledger.fails("key_missing", {"checkpoint"});
}
