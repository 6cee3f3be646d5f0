// Bad input to the bytes way in, and directories that are not what they should be. Nothing is written by any of them.
#include "append/prepared_submission.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"
#include "store/head_file.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr std::int64_t minute_us = 60'000'000;

/// Checks that nothing was written: size and root stay.
class Unchanged {
 public:
  explicit Unchanged(TestLedger& ledger) : ledger_(ledger), before_(ledger.owner().head().value()) {}
  ~Unchanged() {
    CHECK(ledger_.owner().head()->tree_size == before_.tree_size);
    CHECK(ledger_.owner().head()->root == before_.root);
  }

 private:
  TestLedger& ledger_;
  engine::Head before_;
};

ledger::SecretKey foreign_key() {
  auto entropy = engine::seeded_entropy(99);
  return engine::new_secret_key(*entropy);
}

Command revocation(const ledger::KeyId& key) {
  const auto actor = engine::administrator_actor;
  return {"actor/administrator", ledger::EventType::identity_KeyRevoked,
          ledger::encode_payload(ledger::identity::KeyRevoked{
              .actor = actor, .key_id = key, .reason = ledger::identity::RevocationReason::lost})};
}

Command enrolment(const ledger::SecretKey& key) {
  const auto actor = engine::administrator_actor;
  const auto proof = key.sign(ledger::key_proof_bytes(ledger::sha256("test.example/ledger"), actor, key.public_key()));
  return {"actor/administrator", ledger::EventType::identity_KeyEnrolled,
          ledger::encode_payload(ledger::identity::KeyEnrolled{.actor = actor,
                                                               .algorithm = ledger::SignatureAlgorithm::ed25519,
                                                               .public_key = key.public_key(),
                                                               .proof = proof})};
}

}  // namespace

TEST_CASE("bytes that are no event are refused with their place") {
  TestLedger ledger;
  ledger.open();
  const Unchanged unchanged(ledger);
  engine::Submission submission;
  submission.events.emplace_back(64, std::uint8_t{0xff});
  const auto refused = ledger.owner().append(std::move(submission));
  CHECK(outcome_of(refused) == "refused not_an_event");
  CHECK(refused.refusal()->place.starts_with("event 0"));
}

TEST_CASE("an empty submission and one over its limits are refused") {
  TestLedger ledger;
  ledger.open();
  const Unchanged unchanged(ledger);
  CHECK(outcome_of(ledger.owner().append({})) == "refused submission_empty");
  engine::Submission too_many;
  too_many.events.resize(65'537);
  const auto many = outcome_of(ledger.owner().append(std::move(too_many)));
  CHECK(many == "refused submission_too_large");
  engine::Submission too_big;
  for (int i = 0; i < 300; ++i) too_big.events.emplace_back(60'000);
  const auto big = outcome_of(ledger.owner().append(std::move(too_big)));
  CHECK(big == "refused submission_too_large");
}

TEST_CASE("an unsigned, a foreign and a forged signature are refused, each by its own rule") {
  TestLedger ledger;
  ledger.open();
  const Unchanged unchanged(ledger);
  auto bare = ledger.submission("s1", {school(1)});
  auto decoded = ledger::decode_event(bare.events.front());
  REQUIRE(decoded.ok());
  ledger::patch_submission_signature(bare.events.front(), ledger::patch_offsets(*decoded), {});
  const auto outcome = outcome_of(ledger.owner().append(std::move(bare)));
  CHECK(outcome == "refused unsigned_submission");
  CHECK(outcome_of(ledger.owner().append(TestLedger::submission("s1", {school(1)}, foreign_key()))) ==
        "refused unknown_key");
  auto forged = ledger.submission("s1", {school(1), school(2)});
  std::swap(forged.events[1], ledger.submission("s1", {school(1), school(3)}).events[1]);
  const auto forgery = outcome_of(ledger.owner().append(std::move(forged)));
  CHECK(forgery == "refused bad_signature");
}

TEST_CASE("a revoked key signs nothing more") {
  TestLedger ledger;
  ledger.open();
  const auto second = foreign_key();
  REQUIRE(outcome_of(ledger.append("enrol", {enrolment(second)})) == "ok");
  REQUIRE(outcome_of(ledger.owner().append(TestLedger::submission("s1", {school(1)}, second))) == "ok");
  REQUIRE(outcome_of(ledger.append("revoke", {revocation(second.key_id())})) == "ok");
  const Unchanged unchanged(ledger);
  CHECK(outcome_of(ledger.owner().append(TestLedger::submission("s2", {school(2)}, second))) == "refused key_revoked");
}

TEST_CASE("a type that only the ledger writes is refused") {
  TestLedger ledger;
  ledger.open();
  const Unchanged unchanged(ledger);
  const Command finalised{"session/s", ledger::EventType::training_AttendanceFinalised,
                          ledger::encode_payload(ledger::training::AttendanceFinalised{
                              .part = 0, .parts = 1, .level = ledger::Level::county, .title = "t", .units = 1})};
  CHECK(outcome_of(ledger.append("s1", {finalised})) == "refused written_by_ledger");
}

TEST_CASE("what occurred more than five minutes after the clock is refused") {
  TestLedger ledger;
  ledger.open();
  auto command = school(1);
  command.occurred_at = ledger::Time{ledger.clock().now().value + 6 * minute_us};
  {
    const Unchanged unchanged(ledger);
    CHECK(outcome_of(ledger.append("s1", {command})) == "refused occurred_in_future");
  }
  command.occurred_at = ledger::Time{ledger.clock().now().value + 4 * minute_us};
  CHECK(outcome_of(ledger.append("s1", {command})) == "ok");
}

TEST_CASE("a clock behind the head holds recorded_at within the hour and stops appends beyond it") {
  TestLedger ledger;
  ledger.open();
  const auto start = ledger.clock().now();
  ledger.clock().set({start.value + 90 * minute_us});
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto head = ledger.owner().head().value();
  ledger.close();
  const auto open_at = [&](std::int64_t minutes) {
    auto options = ledger.options();
    options.environment.clock =
        std::make_shared<engine::SimulatedClock>(ledger::Time{start.value + minutes * minute_us});
    auto owner = engine::Owner::open(ledger.directory(), options);
    REQUIRE(owner.ok());
    return std::move(*owner);
  };
  auto owner = open_at(20);
  CHECK(outcome_of(owner->append(ledger.submission("s2", {school(2)}))) == "error clock_behind");
  owner.reset();
  owner = open_at(40);
  REQUIRE(outcome_of(owner->append(ledger.submission("s2", {school(2)}))) == "ok");
  CHECK(owner->head()->recorded_at == head.recorded_at);
  const auto status = owner->status();
  REQUIRE(status.ok());
  CHECK(status->clock_held_us == 50 * minute_us);
}

TEST_CASE("a ledger is opened once") {
  TestLedger ledger;
  ledger.open();
  CHECK(outcome_of(engine::Owner::open(ledger.directory(), ledger.options())) == "error already_open");
}

TEST_CASE("init refuses a directory that holds anything") {
  TestLedger ledger;
  ledger.open();
  ledger.close();
  engine::InitOptions options;
  options.origin = "other.example";
  options.environment = ledger.environment();
  CHECK(outcome_of(engine::Owner::init(ledger.directory(), options)) == "error already_exists");
}

TEST_CASE("a directory that is not a ledger is named as such") {
  TemporaryDirectory directory;
  CHECK(outcome_of(engine::Owner::open(directory.path(), {})) == "error not_a_ledger");
  CHECK(outcome_of(engine::Owner::open(directory / "absent", {})) == "error not_a_ledger");
}

TEST_CASE("a head behind HEAD is never opened for writing") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto head = ledger.owner().head().value();
  ledger.close();
  {
    auto file = engine::HeadFile::open(ledger.directory() + "/HEAD", ledger.environment());
    REQUIRE(file.ok());
    REQUIRE((*file)->write({{head.tree_size.value + 1}, head.leaf_hash, {}}).ok());
  }
  CHECK(outcome_of(engine::Owner::open(ledger.directory(), ledger.options())) == "error head_behind");
  const auto report = ledger.verify();
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults.front().kind == "head_behind");
}

TEST_CASE("a missing or another key file is told at open") {
  TestLedger ledger;
  ledger.open();
  ledger.close();
  const auto path = ledger.directory() + "/ledger.key";
  std::filesystem::rename(path, path + ".away");
  CHECK(outcome_of(engine::Owner::open(ledger.directory(), ledger.options())) == "error key_missing");
  REQUIRE(engine::write_key_file(path, "test.example/ledger", foreign_key(), ledger.environment()).ok());
  CHECK(outcome_of(engine::Owner::open(ledger.directory(), ledger.options())) == "error key_missing");
}

TEST_CASE("no file of a ledger holds a person's name") {
  TestLedger ledger;
  ledger.open();
  const std::vector<std::string> names = {"欧阳静怡", "诸葛明远", "Planted Name"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto subject = std::string(31, '0') + std::to_string(i + 1);
    std::string line = R"({"stream":"teacher/)";
    line.append(subject).append(R"(","type":"identity.TeacherRegistered","payload":{"teacher":")").append(subject);
    line.append(R"(","name":")").append(names[i]);
    line.append(R"(","stage":"primary","subject_code":"SB0101","kind":"teacher"}})");
    REQUIRE(outcome_of(ledger.append_json("t" + std::to_string(i), line)) == "ok");
  }
  ledger.close();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ledger.directory())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(file)), {});
    for (const auto& name : names) {
      INFO(entry.path());
      CHECK(content.find(name) == std::string::npos);
    }
  }
  CHECK(files > 5);
}
