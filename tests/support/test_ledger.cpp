#include "test_ledger.h"

#include "append/prepared_submission.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <catch2/catch.hpp>

namespace shiji::tests {

namespace {

constexpr ledger::Time start{1'693'785'600'000'000};  // 2023-09-04T00:00:00Z
constexpr std::string_view origin = "test.example/ledger";
constexpr std::size_t part_size = 200;

ledger::Buffer document_bytes(std::uint64_t document, std::uint32_t parts) {
  ledger::Buffer bytes(part_size * parts);
  engine::seeded_entropy(document)->fill(bytes);
  return bytes;
}

}  // namespace

Command school(std::uint64_t number) {
  const auto code = std::to_string(2'137'000'000 + number);
  const auto unit = "37/3701/370112/" + code;
  const auto name = "School " + std::to_string(number);
  return {"school/" + code, ledger::EventType::employment_SchoolOpened,
          ledger::encode_payload(ledger::employment::SchoolOpened{.code = code, .name = name, .unit = unit})};
}

Command document_part(std::uint64_t document, std::uint32_t part, std::uint32_t parts) {
  const auto bytes = document_bytes(document, parts);
  const auto digest = ledger::sha256(bytes);
  const auto piece = ledger::Bytes(bytes).subspan(part * part_size, part_size);
  return {"document/" + ledger::to_hex(digest.span()), ledger::EventType::control_DocumentPart,
          ledger::encode_payload(
              ledger::control::DocumentPart{.digest = digest, .part = part, .parts = parts, .bytes = piece})};
}

TestLedger::TestLedger(engine::Environment environment) : environment_(std::move(environment)) {
  clock_ = std::make_shared<engine::SimulatedClock>(start);
  if (!environment_.clock) environment_.clock = clock_;
  if (!environment_.entropy) environment_.entropy = engine::seeded_entropy(1);
  if (!environment_.file_system) environment_.file_system = engine::system_environment().file_system;
}

TestLedger::~TestLedger() = default;

engine::OwnerOptions TestLedger::options(engine::OwnerOptions options) const {
  options.environment = environment_;
  return options;
}

void TestLedger::open(engine::OwnerOptions wanted) {
  if (!std::filesystem::exists(directory())) {
    engine::InitOptions init;
    init.origin = std::string(origin);
    init.unit = "37/3701/370112";
    init.environment = environment_;
    const auto made = engine::Owner::init(directory(), init);
    INFO(outcome_of(made));
    REQUIRE(made.ok());
  }
  auto opened = engine::Owner::open(directory(), options(std::move(wanted)));
  INFO(outcome_of(opened));
  REQUIRE(opened.ok());
  owner_ = std::move(*opened);
}

void TestLedger::close() { owner_.reset(); }

engine::Submission TestLedger::submission(const std::string& id, const std::vector<Command>& commands) const {
  auto key = engine::read_key_file(directory() + "/" + std::string(engine::administrator_key_file), environment_);
  REQUIRE(key.ok());
  return submission(id, commands, key->key);
}

engine::Submission TestLedger::submission(const std::string& id, const std::vector<Command>& commands,
                                          const ledger::SecretKey& key) {
  engine::Submission submission;
  const auto count = static_cast<std::uint32_t>(commands.size());
  for (std::uint32_t index = 0; index < count; ++index) {
    const auto& command = commands[index];
    ledger::Event event{};
    event.stream = command.stream;
    event.type = ledger::name_of(command.type);
    event.payload = command.payload;
    event.actor = command.actor;
    event.occurred_at = command.occurred_at;
    event.submission = ledger::SubmissionPart{.id = id, .index = index, .count = count};
    if (index == 0) event.submission_signature = ledger::Signature{};
    submission.events.push_back(ledger::encode_event(event));
  }
  if (commands.empty()) return submission;
  REQUIRE(engine::sign_events(submission.events, key, ledger::sha256(origin)).ok());
  return submission;
}

ledger::Result<engine::Receipt> TestLedger::append(const std::string& id, const std::vector<Command>& commands) {
  return owner_->append(submission(id, commands));
}

ledger::Result<engine::Receipt> TestLedger::append_json(const std::string& id, const std::string& text) {
  return owner_->append_json({id, text, {}});
}

engine::VerificationReport TestLedger::verify() {
  close();
  engine::VerificationOptions verification;
  verification.environment = environment_;
  auto report = engine::verify_ledger(directory(), verification);
  INFO(outcome_of(report));
  REQUIRE(report.ok());
  return std::move(*report);
}

std::string outcome_of(const ledger::Failure& failure) {
  if (const auto* refusal = std::get_if<ledger::Refusal>(&failure)) {
    return "refused " + std::string(ledger::text_of(refusal->code).name);
  }
  const auto& error = std::get<ledger::Error>(failure);
  return "error " + std::string(ledger::text_of(error.code).name);
}

}  // namespace shiji::tests
