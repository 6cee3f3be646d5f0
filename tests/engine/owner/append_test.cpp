// What a submitter is promised: whole or not at all, once, in order, and still there after closing.
#include "shiji/ledger/chain/proof.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::tests;

TEST_CASE("a new ledger begins with LedgerCreated and verifies") {
  TestLedger ledger;
  ledger.open();
  std::vector<std::string> types;
  REQUIRE(ledger.owner()
              .feed({0}, std::nullopt,
                    [&](const engine::RecordedEvent& event) {
                      types.emplace_back(event.event.event.type);
                      return true;
                    })
              .ok());
  CHECK(types.front() == "control.LedgerCreated");
  CHECK(types.back() == "identity.RoleGranted");
  const auto report = ledger.verify();
  CHECK(report.faults.empty());
  CHECK(report.events == types.size());
}

TEST_CASE("an appended submission is read back with dense sequences and both links") {
  TestLedger ledger;
  ledger.open();
  const auto before = ledger.size();
  const auto receipt = ledger.append("s1", {school(1), school(2), document_part(7, 0, 2), document_part(7, 1, 2)});
  REQUIRE(outcome_of(receipt) == "ok");
  CHECK(receipt->first_sequence.value == before);
  CHECK(receipt->last_sequence.value == before + 3);
  CHECK(receipt->leaf_hashes.size() == 4);
  std::vector<std::uint64_t> versions;
  REQUIRE(ledger.owner()
              .read_stream(document_part(7, 0, 2).stream, {0},
                           [&](const engine::RecordedEvent& event) {
                             versions.push_back(event.event.event.position.version.value);
                             if (versions.size() == 2)
                               CHECK(event.event.event.position.stream_previous == receipt->leaf_hashes[2]);
                             return true;
                           })
              .ok());
  CHECK(versions == std::vector<std::uint64_t>{0, 1});
}

TEST_CASE("a refused submission leaves nothing, not even its good half") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto before = ledger.owner().head().value();
  CHECK(outcome_of(ledger.append("s2", {school(2), school(1)})) == "refused school_exists");
  CHECK(ledger.owner().head()->root == before.root);
  CHECK(outcome_of(ledger.append("s3", {school(2)})) == "ok");
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("the same submission again gives the same receipt; other content under its id is refused") {
  TestLedger ledger;
  ledger.open();
  const auto first = ledger.append("s1", {school(1), school(2)});
  REQUIRE(first.ok());
  const auto check_repeated = [&] {
    const auto again = ledger.append("s1", {school(1), school(2)});
    REQUIRE(outcome_of(again) == "ok");
    CHECK(again->repeated);
    CHECK(again->first_sequence == first->first_sequence);
    CHECK(again->leaf_hashes == first->leaf_hashes);
    CHECK(outcome_of(ledger.append("s1", {school(3)})) == "refused submission_id_taken");
  };
  check_repeated();
  ledger.close();
  ledger.open();
  check_repeated();
}

TEST_CASE("a wrong expected version is refused with the expected and the actual one") {
  TestLedger ledger;
  ledger.open();
  auto submission = ledger.submission("s1", {school(1)});
  submission.expected = {{school(1).stream, ledger::Version{3}}};
  const auto refused = ledger.owner().append(std::move(submission));
  REQUIRE(outcome_of(refused) == "refused wrong_expected_version");
  CHECK(refused.refusal()->expected == "3");
  CHECK(refused.refusal()->actual == "none");
  auto fitting = ledger.submission("s1", {school(1)});
  fitting.expected = {{school(1).stream, std::nullopt}};
  const auto taken = ledger.owner().append(std::move(fitting));
  CHECK(outcome_of(taken) == "ok");
}

TEST_CASE("a checkpoint covers the head, and an event is proven under it") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto checkpoint = ledger.owner().checkpoint();
  REQUIRE(checkpoint.ok());
  CHECK(checkpoint->tree_size.value == ledger.size());
  const auto text = ledger.owner().prove({3});
  REQUIRE(text.ok());
  auto proof = ledger::parse_proof_text(*text);
  REQUIRE(proof.ok());
  const auto status = ledger.owner().status();
  REQUIRE(status.ok());
  const auto key = ledger::parse_verifier_key(status->verifier_key);
  REQUIRE(key.ok());
  CHECK(ledger::faults_of(*proof, *key).empty());
  proof->extra.back() ^= 1;
  CHECK_FALSE(ledger::faults_of(*proof, *key).empty());
}

TEST_CASE("a JSON line is filled, sealed, signed and told again") {
  TestLedger ledger;
  ledger.open();
  const std::string line =
      R"({"stream":"teacher/00000000000000000000000000000001","type":"identity.TeacherRegistered","payload":)"
      R"({"teacher":"00000000000000000000000000000001","name":"王芳","stage":"primary","subject_code":"SB0101","kind":"teacher"}})";
  const auto receipt = ledger.append_json("t1", line);
  REQUIRE(outcome_of(receipt) == "ok");
  CHECK(receipt->leaf_hashes.size() == 2);  // the subject's key, then the teacher
  const auto again = ledger.append_json("t1", line);
  REQUIRE(outcome_of(again) == "ok");
  CHECK(again->repeated);
  CHECK(again->leaf_hashes == receipt->leaf_hashes);
  auto other = line;
  other.replace(other.find("王芳"), std::string("王芳").size(), "李娜");
  CHECK(outcome_of(ledger.append_json("t1", other)) == "refused submission_id_taken");
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("a refused JSON line is named by its number, whatever was put in front of it") {
  TestLedger ledger;
  ledger.open();
  const auto before = ledger.size();
  const std::string teacher =
      R"({"stream":"teacher/00000000000000000000000000000001","type":"identity.TeacherRegistered","payload":)"
      R"({"teacher":"00000000000000000000000000000001","name":"王芳","stage":"primary","subject_code":"SB0101","kind":"teacher"}})";
  const auto refused = ledger.append_json("t1", teacher + "\n\n" + teacher + "\n");
  REQUIRE(outcome_of(refused) == "refused teacher_exists");
  CHECK(refused.refusal()->place.starts_with("line 3 "));
  CHECK(ledger.size() == before);
}

TEST_CASE("status counts streams, those of refused submissions not") {
  TestLedger ledger;
  ledger.open();
  const auto streams = [&] { return ledger.owner().status()->streams; };
  const auto before = streams();
  REQUIRE(ledger.append("s1", {school(1), school(2), document_part(7, 0, 2), document_part(7, 1, 2)}).ok());
  CHECK(streams() == before + 3);
  REQUIRE_FALSE(ledger.append("s2", {school(3), school(1)}).ok());
  CHECK(streams() == before + 3);
  ledger.close();
  ledger.open();
  CHECK(streams() == before + 3);
}
