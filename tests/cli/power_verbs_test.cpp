// keys rotate and revoke, grant, revoke, append --as: people's keys and powers.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace shiji::cli_test;

namespace {

const std::string county = "37/3701/370112";
const std::string here = county + "/3701120001";
const std::string there = county + "/3701120002";

struct PowerFixture : LedgerFixture {
  std::string administrator = directory() + "/administrator.key";

  /// Registers `actor` with a key of its own and gives its file.
  std::string person(const std::string& actor) const {
    std::string file = scratch.path(actor + ".key");
    const std::string line = ask({"keys", "new", file, "--actor", actor}).text("/enrolment");
    append(R"({"stream":"actor/)" + actor + R"(","type":"identity.ActorRegistered","payload":{"actor":")" + actor +
               "\",\"kind\":\"person\"}}\n" + line + "\n",
           {"--key", administrator});
    return file;
  }
  std::string key_id_of(const std::string& actor, bool revoked = false) const {
    const Reply list = ask({"keys", "list"});
    for (std::size_t i = 0; i < list.count("/keys"); ++i) {
      const std::string at = "/keys/" + std::to_string(i);
      if (list.text(at + "/actor") == actor && list.flag(at + "/revoked") == revoked) return list.text(at + "/key_id");
    }
    return "";
  }
  /// A verb that must be refused by `name` and write nothing.
  Reply refused(const std::string& name, const Words& words) const {
    const std::int64_t before = size();
    Reply reply = ask(words, "", 1);
    CHECK(reply.text("/refusal/name") == name);
    CHECK(size() == before);
    return reply;
  }
  void misused(const Words& words) const {
    const std::int64_t before = size();
    fails("usage", words);
    CHECK(size() == before);
  }
};

bool exists(const std::string& path) { return std::filesystem::exists(path); }

}  // namespace

TEST_CASE("grant gives a role over a unit, which reaches that unit and nothing else") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  ledger.refuses("no_role", "/actor", school("3701120001"), {"--key", chen});
  const Reply granted = ledger.ask({"grant", "chen", "registrar", "--unit", here});
  CHECK(granted.keys() == Words{"actor", "role", "unit", "sequence"});
  CHECK(granted.number("/sequence") == ledger.size() - 1);
  ledger.append(school("3701120001"), {"--key", chen});
  const Reply refusal = ledger.refuses("outside_unit", "line 1 /actor", school("3701120002"), {"--key", chen});
  CHECK(refusal.text("/refusal/expected") == "a role over " + there);
  CHECK(refusal.text("/refusal/actual") == "chen: registrar of " + here);
  ledger.refuses("no_role", "/actor", session("s1"), {"--key", chen});
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("What the owner prepares for an actor carries the role and the unit it acts for") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  ledger.ask({"grant", "chen", "training_officer", "--unit", here});
  const Reply receipt = ledger.append(session("s1"), {"--key", chen});
  const Reply event = ledger.ask({"show", std::to_string(receipt.number("/first_sequence"))});
  CHECK(event.text("/actor") == "chen");
  CHECK(event.text("/role") == "training_officer");
  CHECK(event.text("/working_unit") == here);
}

TEST_CASE("grant is refused where the actor, the role or the unit is none, or out of the granter's reach") {
  const PowerFixture ledger;
  const std::string head = ledger.person("head");
  ledger.person("chen");
  ledger.ask({"grant", "head", "administrator", "--unit", here});
  ledger.refused("unknown_actor", {"grant", "nobody", "registrar"});
  ledger.refused("role_unknown", {"grant", "chen", "emperor"});
  ledger.refused("out_of_range", {"grant", "chen", "registrar", "--unit", "37//3701"});
  ledger.refused("role_held", {"grant", "head", "administrator", "--unit", here});
  ledger.ask({"grant", "chen", "registrar", "--unit", here, "--key", head});
  ledger.refused("outside_unit", {"grant", "chen", "registrar", "--unit", there, "--key", head});
  ledger.refused("outside_unit", {"grant", "chen", "administrator", "--key", head});
  ledger.misused({"grant", "chen"});
  ledger.misused({"grant"});
  ledger.fails("key_missing", {"grant", "chen", "mentor", "--key", ledger.scratch.path("absent.key")});
}

TEST_CASE("revoke takes a role that is held, and never the last administrator's") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  ledger.ask({"grant", "chen", "registrar", "--unit", here});
  ledger.refused("role_held", {"revoke", "chen", "registrar"});
  ledger.refused("role_held", {"revoke", "chen", "mentor", "--unit", here});
  ledger.refused("unknown_actor", {"revoke", "nobody", "registrar"});
  CHECK(ledger.ask({"revoke", "chen", "registrar", "--unit", here}).text("/role") == "registrar");
  ledger.refuses("no_role", "/actor", school("3701120001"), {"--key", chen});
  ledger.refused("last_administrator", {"revoke", "administrator", "administrator", "--unit", county});
}

TEST_CASE("keys rotate replaces the key, its file and its powers in one step") {
  const PowerFixture ledger;
  const std::string old_id = ledger.key_id_of("administrator");
  const std::string old_text = text_of_file(ledger.administrator);
  const std::int64_t before = ledger.size();
  const Reply rotated = ledger.ask({"keys", "rotate"});
  CHECK(rotated.keys() == Words{"actor", "file", "key_id", "old_file", "old_key_id"});
  CHECK(rotated.text("/actor") == "administrator");
  CHECK(rotated.text("/old_key_id") == old_id);
  CHECK(ledger.size() == before + 2);
  CHECK(ledger.key_id_of("administrator") == rotated.text("/key_id"));
  CHECK(ledger.key_id_of("administrator", true) == old_id);
  CHECK(text_of_file(rotated.text("/old_file")) == old_text);
  struct stat about {};
  REQUIRE(stat(ledger.administrator.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK_FALSE(exists(ledger.administrator + ".next"));
  ledger.append(school("3701120001"), {"--key", ledger.administrator});
  ledger.refuses("key_revoked", "", school("3701120002"), {"--key", rotated.text("/old_file")});
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("The service's key can be rotated like any other, by itself or by an administrator") {
  const PowerFixture ledger;
  ledger.ask({"keys", "rotate", "service"});
  ledger.append(school("3701120001"));
  ledger.ask({"keys", "rotate", "service", "--key", ledger.administrator});
  ledger.append(school("3701120002"));
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("A person rotates a key file anywhere, and a stopped rotation is finished by the next") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  const std::string old_text = text_of_file(chen);
  const Reply rotated = ledger.ask({"keys", "rotate", "chen", "--file", chen});
  std::filesystem::rename(chen, chen + ".next");  // as if it had been stopped before its last step
  std::filesystem::rename(rotated.text("/old_file"), chen);
  const std::int64_t before = ledger.size();
  const Reply again = ledger.ask({"keys", "rotate", "chen", "--file", chen});
  CHECK(again.text("/key_id") == rotated.text("/key_id"));
  CHECK(again.text("/old_key_id") == rotated.text("/old_key_id"));
  CHECK(ledger.size() == before);
  CHECK(text_of_file(again.text("/old_file")) == old_text);
  CHECK_FALSE(exists(chen + ".next"));
}

TEST_CASE("keys rotate refuses what is no key of the actor's in force, and leaves the file as it was") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  const std::string liu = ledger.person("liu");
  const std::string torn = ledger.scratch.file("torn.key", text_of_file(chen).substr(0, 40));
  const std::string stranger = ledger.scratch.path("stranger.key");
  ledger.ask({"keys", "new", stranger});
  ledger.fails("key_missing", {"keys", "rotate", "chen", "--file", torn});
  ledger.fails("key_missing", {"keys", "rotate", "chen", "--file", ledger.scratch.path("absent.key")});
  ledger.refused("unknown_key", {"keys", "rotate", "--file", stranger});
  ledger.refused("untrue_field", {"keys", "rotate", "chen", "--file", liu});
  ledger.refused("no_role", {"keys", "rotate", "chen", "--file", chen, "--key", liu});
  CHECK_FALSE(exists(chen + ".next"));
  ledger.ask({"keys", "revoke", ledger.key_id_of("chen"), "--reason", "lost"});
  const std::string before = text_of_file(chen);
  ledger.refused("key_revoked", {"keys", "rotate", "chen", "--file", chen});
  CHECK(text_of_file(chen) == before);
}

TEST_CASE("keys revoke ends a key, by its id and with a reason") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  const std::string id = ledger.key_id_of("chen");
  const std::string unknown(32, 'a');
  ledger.misused({"keys", "revoke", id});
  ledger.misused({"keys", "revoke", id, "--reason", "bored"});
  ledger.misused({"keys", "revoke", "not-an-id", "--reason", "lost"});
  ledger.misused({"keys", "revoke", id, "--reason", "lost", "--since", "2023-01-01T00:00:00.000000Z"});
  ledger.misused({"keys", "revoke", id, "--reason", "compromised", "--since", "yesterday"});
  ledger.refused("unknown_key", {"keys", "revoke", unknown, "--reason", "lost"});
  ledger.refused("out_of_range",
                 {"keys", "revoke", id, "--reason", "compromised", "--since", "2999-01-01T00:00:00.000000Z"});
  ledger.refused("last_administrator", {"keys", "revoke", ledger.key_id_of("administrator"), "--reason", "lost"});
  CHECK(ledger.ask({"keys", "revoke", id, "--reason", "retired", "--key", chen}).text("/actor") == "chen");
  ledger.refused("key_revoked", {"keys", "revoke", id, "--reason", "lost"});
}

TEST_CASE("verify warns of what a key signed after it was compromised, and finds nothing wrong") {
  const PowerFixture ledger;
  const std::string chen = ledger.person("chen");
  ledger.ask({"grant", "chen", "registrar", "--unit", county});
  const std::int64_t first = ledger.append(school("3701120001"), {"--key", chen}).number("/first_sequence");
  ledger.append(school("3701120002"), {"--key", ledger.administrator});
  ledger.append(school("3701120003"), {"--key", chen, "--submission", "second"});
  CHECK(ledger.ask({"verify"}).count("/warnings") == 0);
  ledger.ask({"keys", "revoke", ledger.key_id_of("chen"), "--reason", "compromised", "--since",
              "2020-01-01T00:00:00.000000Z"});
  const Reply verified = ledger.ask({"verify"});
  CHECK(verified.count("/faults") == 0);
  REQUIRE(verified.count("/warnings") == 2);
  CHECK(verified.text("/warnings/0/kind") == "compromised_key");
  CHECK(verified.number("/warnings/0/sequence") == first);
  CHECK(verified.text("/warnings/1/where") == "second");
  CHECK_THAT(ledger.shiji({"--lang", "en", "verify"}).out, Catch::Contains("2 warnings"));
}

TEST_CASE("append --as says who acts, in every line that does not") {
  const PowerFixture ledger;
  ledger.person("chen");
  ledger.ask({"grant", "chen", "registrar", "--unit", county});
  const Reply receipt = ledger.append(school("3701120001"), {"--as", "chen"});
  const Reply event = ledger.ask({"show", std::to_string(receipt.number("/first_sequence"))});
  CHECK(event.text("/actor") == "chen");
  CHECK(event.text("/role") == "registrar");
  const std::string by_another = changed(school("3701120002"), R"("payload")", R"("actor":"service","payload")");
  ledger.refuses("untrue_field", "line 1 /actor", by_another, {"--as", "chen"});
  ledger.refuses("unknown_actor", "/actor", school("3701120002"), {"--as", "nobody"});
  ledger.refuses("no_role", "/actor", session("s1"), {"--as", "chen"});
  ledger.refuses("not_the_actor", "/actor", school("3701120002"), {"--as", "chen", "--key", ledger.administrator});
  ledger.misused({"append", "--as", ""});
}
