// The story without a ledger: what it hands over, and in which order.
#include "demo/story.h"

#include "shiji/ledger/events/codec.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace shiji;
using namespace shiji::cli::demo;

namespace {

class ListingSink final : public EventSink {
 public:
  struct Entry {
    ledger::EventType type;
    std::string stream;
    ledger::Time recorded, occurred;
    bool imported;
  };
  ledger::Status at(ledger::Time now) override {
    went_back = went_back || now < now_;
    now_ = now;
    return ledger::done();
  }
  ledger::Result<SubmissionWriter::SealedField> seal(ledger::EventType, std::string_view,
                                                     const ledger::Subject& subject,
                                                     std::string_view plaintext) override {
    plaintexts.emplace_back(plaintext);
    return SubmissionWriter::SealedField{subject, 1, {}, ledger::Buffer(plaintext.size() + 16)};
  }
  ledger::Status add(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload) override {
    const bool imported = event.source && event.source->kind == ledger::SourceKind::import_;
    entries.push_back({type, std::string(event.stream), now_, event.occurred_at.value(), imported});
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return ledger::done();
  }
  ledger::Status add_signed(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                            const ledger::SecretKey&) override {
    ++signed_events;
    return add(event, type, std::move(payload));
  }
  [[nodiscard]] const std::string& origin() const override { return origin_; }

  std::vector<Entry> entries;
  std::vector<std::string> plaintexts;
  ledger::Buffer bytes;
  std::uint64_t signed_events = 0;
  bool went_back = false;

 private:
  std::string origin_ = "story.example";
  ledger::Time now_{};
};

void tell_into(ListingSink& sink, std::uint32_t scale_ppm, std::uint64_t seed) {
  const auto plan = plan_year(scale_ppm, seed);
  const Year year(plan.organisation, scale_ppm, seed);
  const auto status = tell(plan, year, {seed, scale_ppm}, sink, {});
  REQUIRE(status.ok());
}

}  // namespace

TEST_CASE("the story goes forward in time and records nothing before it happened") {
  ListingSink sink;
  tell_into(sink, 1'000'000, 2023);
  CHECK_FALSE(sink.went_back);
  CHECK(sink.entries.front().recorded > story_begins());
  for (const auto& entry : sink.entries) {
    REQUIRE(entry.occurred <= entry.recorded);
    // The terminals send every ten minutes, paper rolls come in on the same evening.
    REQUIRE(entry.recorded.value - entry.occurred.value < 13LL * 3'600'000'000);
  }
  CHECK(sink.entries.back().type == ledger::EventType::control_DemoEnded);
}

TEST_CASE("each session is announced, gets its roster, people sign in, and it is closed, in this order") {
  ListingSink sink;
  tell_into(sink, 1'000'000, 2023);
  std::map<std::string, int> step;
  std::map<ledger::EventType, std::uint32_t> count;
  for (const auto& entry : sink.entries) {
    ++count[entry.type];
    int& at = step[entry.stream];
    switch (entry.type) {
      case ledger::EventType::training_SessionScheduled:
        REQUIRE(at++ == 0);
        break;
      case ledger::EventType::training_RosterFixed:
        REQUIRE(at++ == 1);
        break;
      case ledger::EventType::training_SessionSignedIn:
      case ledger::EventType::training_SessionSignedOut:
        REQUIRE(at == 2);
        break;
      case ledger::EventType::training_SessionClosed:
        REQUIRE(at++ == 2);
        break;
      default:
        break;
    }
  }
  CHECK(count[ledger::EventType::training_SessionScheduled] == 201);
  CHECK(count[ledger::EventType::training_RosterFixed] == 201);
  CHECK(count[ledger::EventType::training_SessionClosed] == 201);
  CHECK(count[ledger::EventType::training_SessionSignedIn] > 32'168);
  CHECK(count[ledger::EventType::training_SessionSignedOut] > 8'000);
  CHECK(count[ledger::EventType::identity_TeacherRegistered] == 11'000);
  CHECK(count[ledger::EventType::employment_EmploymentStarted] == 11'000);
  CHECK(count[ledger::EventType::employment_SchoolOpened] == 144);
  CHECK(count[ledger::EventType::control_DemoEnded] == 1);
  CHECK(count[ledger::EventType::research_ActivityOpened] == 91);
  CHECK(count[ledger::EventType::research_ActivityJoined] == 22'553);
  CHECK(count[ledger::EventType::research_MaterialSubmitted] == 83'107);
  CHECK(count[ledger::EventType::reporting_ReportRowSubmitted] == 30'680);
  CHECK(count[ledger::EventType::review_ReviewScored] == 83'241);
  CHECK(sink.signed_events == 83'241);
}

TEST_CASE("some sessions come from a paper roll, typed in the same evening") {
  ListingSink sink;
  tell_into(sink, 1'000'000, 2023);
  std::set<std::string> rolls;
  for (const auto& entry : sink.entries) {
    if (entry.imported) rolls.insert(entry.stream);
  }
  CHECK(rolls.size() >= 1);
  CHECK(rolls.size() < 30);
}

TEST_CASE("no name is in any payload in the clear") {
  ListingSink sink;
  tell_into(sink, 20'000, 7);
  const std::string_view all(reinterpret_cast<const char*>(sink.bytes.data()), sink.bytes.size());
  CHECK(sink.plaintexts.size() == 320);
  for (const auto& name : sink.plaintexts) {
    if (name.size() >= 9) CHECK(all.find(name) == std::string_view::npos);
  }
}

TEST_CASE("the same seed tells the same bytes, another seed others") {
  ListingSink first;
  ListingSink again;
  ListingSink other;
  tell_into(first, 20'000, 1);
  tell_into(again, 20'000, 1);
  tell_into(other, 20'000, 2);
  CHECK(first.bytes == again.bytes);
  CHECK(first.bytes != other.bytes);
}
