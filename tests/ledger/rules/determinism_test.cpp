// The decision state is a pure fold, and decisions are a pure function of it.
#include "rules/rule_ledger.h"
#include "seed.h"

#include <catch2/catch.hpp>

#include <random>

namespace shiji::tests {
namespace {

Subject any_teacher(std::mt19937_64& random) { return subject(static_cast<std::uint8_t>(1 + random() % 5)); }

/// One random command that may or may not be accepted.
std::string any_command(RuleLedger& ledger, std::mt19937_64& random) {
  ledger.now = plus_seconds(ledger.now, static_cast<std::int64_t>(random() % 900));
  const std::string session = "session/s" + std::to_string(random() % 4);
  const Subject teacher = any_teacher(random);
  switch (random() % 9) {
    case 0: {
      const std::array units{training::SessionUnit{plus_seconds(ledger.now, 600), plus_seconds(ledger.now, 3'300)}};
      return ledger.send(session, training::SessionScheduled{.title = "t",
                                                             .level = Level::city,
                                                             .venue = "v",
                                                             .units = units,
                                                             .sign_out_required = random() % 2 == 0});
    }
    case 1: {
      const std::array teachers{teacher};
      return ledger.send(session, training::RosterFixed{.teachers = teachers});
    }
    case 2:
      return ledger.send(session, training::SessionClosed{});
    case 3:
      return ledger.send(session,
                         training::SessionSignedOut{.teacher = teacher, .method = training::SignInMethod::card});
    case 4:
      return ledger.register_teacher(teacher);
    case 5:
      return ledger.enrol("gate", secret_key(static_cast<std::uint8_t>(random() % 6)));
    default:
      return ledger.send(session,
                         training::SessionSignedIn{.teacher = teacher, .method = training::SignInMethod::card});
  }
}

}  // namespace

TEST_CASE("the same commands give the same answers, the same events and the same state") {
  const std::uint64_t seed = test_seed();
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (std::uint64_t round = 0; round < 20; ++round) {
    std::mt19937_64 first_random(seed + round);
    std::mt19937_64 second_random(seed + round);
    RuleLedger first = RuleLedger::furnished();
    RuleLedger second = RuleLedger::furnished();
    for (int step = 0; step < 150; ++step) {
      const std::string answer = any_command(first, first_random);
      REQUIRE(answer == any_command(second, second_random));
      ++(answer == "accepted" ? accepted : refused);
    }
    REQUIRE(first.events == second.events);
    REQUIRE(first.state_bytes() == second.state_bytes());

    MemoryDecisionState folded;
    Decider decider(first.origin());
    for (const auto& bytes : first.events) decider.fold(folded, *decode_event(bytes));
    std::string bytes;
    folded.scan("", [&](std::string_view key, std::string_view value) {
      bytes.append(std::to_string(key.size())).append(":").append(key);
      bytes.append(std::to_string(value.size())).append("=").append(value);
      return true;
    });
    REQUIRE(bytes == first.state_bytes());
  }
  CHECK(accepted > 100);
  CHECK(refused > 100);
}

TEST_CASE("a state in memory scans one prefix in byte order and stops when told") {
  MemoryDecisionState state;
  state.put("b/2", "two");
  state.put("a/1", "one");
  state.put(std::string("b/\xff", 3), "last");
  state.put("b/2", "zwei");
  state.put("c", "");
  CHECK(state.get("b/2") == std::optional<std::string>("zwei"));
  CHECK(state.get("c") == std::optional<std::string>(""));
  CHECK_FALSE(state.get("b/"));
  std::vector<std::string> seen;
  state.scan("b/", [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return true;
  });
  CHECK(seen == std::vector<std::string>{"b/2", "b/\xff"});
  seen.clear();
  state.scan("", [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return seen.size() < 2;
  });
  CHECK(seen == std::vector<std::string>{"a/1", "b/2"});
}

}  // namespace shiji::tests
