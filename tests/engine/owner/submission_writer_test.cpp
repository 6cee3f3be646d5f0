// Many events in signed submissions, one being committed while the next one is collected.
#include "shiji/engine/owner/submission_writer.h"

#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/events/codec.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::tests;

namespace {

ledger::Status add_school(engine::SubmissionWriter& writer, std::uint64_t number) {
  const auto command = school(number);
  ledger::Event event{};
  event.stream = command.stream;
  return writer.add(event, command.type, command.payload);
}

ledger::SecretKey service_key(const TestLedger& ledger) {
  auto key =
      engine::read_key_file(ledger.directory() + "/" + std::string(engine::service_key_file), ledger.environment());
  REQUIRE(key.ok());
  return std::move(key->key);
}

}  // namespace

TEST_CASE("a submission goes to the owner when the one before is committed, and the clock can be moved then") {
  TestLedger ledger;
  ledger.open();
  const auto before = ledger.size();
  std::vector<std::uint64_t> sizes;
  engine::SubmissionWriterOptions options{"w", std::string(engine::service_actor), 4};
  options.before_append = [&] { sizes.push_back(ledger.size() - before); };
  engine::SubmissionWriter writer(ledger.owner(), service_key(ledger), options);
  for (std::uint64_t number = 1; number <= 10; ++number) REQUIRE(add_school(writer, number).ok());
  REQUIRE(writer.flush().ok());
  CHECK(sizes == std::vector<std::uint64_t>{0, 4, 8});
  CHECK(ledger.size() == before + 10);
  CHECK(writer.submissions() == 3);
}

TEST_CASE("what is refused is told by a later call, and by every one after it") {
  TestLedger ledger;
  ledger.open();
  const auto before = ledger.size();
  engine::SubmissionWriter writer(ledger.owner(), service_key(ledger), {"w", std::string(engine::service_actor), 4});
  REQUIRE(add_school(writer, 1).ok());
  REQUIRE(add_school(writer, 1).ok());
  REQUIRE(writer.close_submission().ok());
  CHECK(outcome_of(writer.flush()) == "refused school_exists");
  CHECK(outcome_of(add_school(writer, 2)) == "refused school_exists");
  CHECK(outcome_of(writer.close_submission()) == "refused school_exists");
  CHECK(ledger.size() == before);
}
