// append --key: people sign with keys of their own, and only with keys that are theirs and in force.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;

namespace {

struct SigningFixture : LedgerFixture {
  std::string administrator = directory() + "/administrator.key";

  /// Makes a key for `actor` and gives its file; the enrolment line goes to `line`.
  std::string new_key(const std::string& actor, std::string* line) const {
    std::string file = scratch.path(actor + ".key");
    const Reply made = ask({"keys", "new", file, "--actor", actor});
    *line = made.text("/enrolment") + "\n";
    return file;
  }
  /// Registers `actor` as an administrator with a key; gives the key file.
  std::string enrolled(const std::string& actor) const {
    std::string line;
    std::string file = new_key(actor, &line);
    append(R"({"stream":"actor/)" + actor + R"(","type":"identity.ActorRegistered","payload":{"actor":")" + actor +
               "\",\"kind\":\"person\"}}\n" + line + R"({"stream":"actor/)" + actor +
               R"(","type":"identity.RoleGranted","payload":{"actor":")" + actor + "\",\"role\":\"administrator\"}}\n",
           {"--key", administrator});
    return file;
  }
  std::string key_id_of(const std::string& actor) const {
    const Reply list = ask({"keys", "list"});
    for (std::size_t i = 0; i < list.count("/keys"); ++i) {
      const std::string at = "/keys/" + std::to_string(i);
      if (list.text(at + "/actor") == actor) return list.text(at + "/key_id");
    }
    return "";
  }
};

}  // namespace

TEST_CASE("The administrator's key signs a submission, and the event says who it was") {
  const SigningFixture ledger;
  const Reply receipt = ledger.append(school("3701120001"), {"--key", ledger.administrator});
  const Reply event = ledger.ask({"show", std::to_string(receipt.number("/first_sequence"))});
  CHECK(event.text("/actor") == "administrator");
  CHECK(event.text("/submission_signature/key_id") == ledger.key_id_of("administrator"));
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
}

TEST_CASE("A key that proves its possession is enrolled and can sign from then on") {
  const SigningFixture ledger;
  const std::string key = ledger.enrolled("chen");
  const Reply receipt = ledger.append(school("3701120001"), {"--key", key});
  CHECK(ledger.ask({"show", std::to_string(receipt.number("/first_sequence"))}).text("/actor") == "chen");
}

TEST_CASE("Sealed names are sealed before a client signs") {
  const SigningFixture ledger;
  ledger.append(teacher(1, "王小明"), {"--key", ledger.administrator});
  CHECK(ledger.ask({"verify"}).count("/faults") == 0);
  CHECK(ledger.shiji({"--json", "show", "teacher/" + teacher_id(1)}).out.find("王小明") != std::string::npos);
}

TEST_CASE("A key that was never enrolled is refused") {
  const SigningFixture ledger;
  std::string line;
  const std::string key = ledger.new_key("stranger", &line);
  ledger.refuses("unknown_key", "", school("3701120001"), {"--key", key});
}

TEST_CASE("A key that signs for somebody else is refused") {
  const SigningFixture ledger;
  const std::string key = ledger.enrolled("chen");
  ledger.refuses("not_the_actor", "",
                 changed(school("3701120001"), "\"payload\"", R"("actor":"administrator","payload")"), {"--key", key});
}

TEST_CASE("A revoked key is refused") {
  const SigningFixture ledger;
  const std::string key = ledger.enrolled("chen");
  ledger.append(R"({"stream":"actor/chen","type":"identity.KeyRevoked","payload":{"actor":"chen","key_id":")" +
                    ledger.key_id_of("chen") + "\",\"reason\":\"lost\"}}\n",
                {"--key", ledger.administrator});
  ledger.refuses("key_revoked", "", school("3701120001"), {"--key", key});
}

TEST_CASE("A proof of possession made for another actor is refused") {
  const SigningFixture ledger;
  std::string line;
  ledger.new_key("chen", &line);
  ledger.append(R"({"stream":"actor/liu","type":"identity.ActorRegistered","payload":{"actor":"liu","kind":"person"}})"
                "\n",
                {"--key", ledger.administrator});
  while (line.find("chen") != std::string::npos) line = changed(line, "chen", "liu");
  ledger.refuses("bad_proof_of_possession", "", line, {"--key", ledger.administrator});
}

TEST_CASE("A torn key file cannot sign") {
  const SigningFixture ledger;
  const std::string torn = ledger.scratch.file("torn.key", text_of_file(ledger.administrator).substr(0, 40));
  const std::int64_t before = ledger.size();
  ledger.fails("key_missing", {"append", "--key", torn}, school("3701120001"));
  CHECK(ledger.size() == before);
}
