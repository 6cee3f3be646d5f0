// The keys of checkpoints (320, 321).
#include "rules/rule_ledger.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/ledger_keys.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

constexpr std::string_view origin = "example.org/licheng";

std::string name_of_key(std::uint8_t number, std::string_view name = origin) {
  return to_text(verifier_key(name, ledger_key(number).public_key()));
}

/// What is signed, and by whom, may differ from what is said.
struct Rotating {
  std::uint8_t from, to;
  std::string_view of = origin;
  std::optional<std::uint8_t> old_signer{}, new_signer{}, signed_to{};
  std::string_view bound_to = origin;
};

std::string rotate(RuleLedger& ledger, const Rotating& how) {
  const auto to = how.signed_to.value_or(how.to);
  const Buffer message =
      ledger_key_bytes(sha256(how.bound_to), ledger_key(how.from).public_key(), ledger_key(to).public_key());
  const auto old_name = name_of_key(how.from);
  const auto new_name = name_of_key(how.to, how.of);
  return ledger.send(
      "ledger", control::LedgerKeyRotated{.old_verifier_key = old_name,
                                          .verifier_key = new_name,
                                          .old_signature = ledger_key(how.old_signer.value_or(how.from)).sign(message),
                                          .signature = ledger_key(how.new_signer.value_or(how.to)).sign(message)});
}

std::string retire(RuleLedger& ledger, std::uint8_t number) {
  const auto name = name_of_key(number);
  return ledger.send("ledger", control::LedgerKeyRetired{.verifier_key = name});
}

}  // namespace

TEST_CASE("a ledger key is rotated by the one in use, with the signatures of both") {
  check_rows({
      {"the next key", [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1}); }, "accepted"},
      {"from a key that is not in use", [](RuleLedger& l) { return rotate(l, {.from = 1, .to = 2}); },
       "ledger_key_wrong"},
      {"to the same key", [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 0}); }, "key_exists"},
      {"to a key of another name", [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1, .of = "b.example"}); },
       "out_of_range"},
      {"with another's signature for the old key",
       [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1, .old_signer = 1}); }, "bad_signature"},
      {"with another's signature for the new key",
       [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1, .new_signer = 0}); }, "bad_signature"},
      {"with signatures over another key",
       [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1, .signed_to = 2}); }, "bad_signature"},
      {"with signatures for another ledger",
       [](RuleLedger& l) { return rotate(l, {.from = 0, .to = 1, .bound_to = "b.example"}); }, "bad_signature"},
      {"a third key before the first is retired",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         return rotate(l, {.from = 1, .to = 2});
       },
       "ledger_key_rotating"},
      {"a third key afterwards",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         retire(l, 0);
         return rotate(l, {.from = 1, .to = 2});
       },
       "accepted"},
      {"back to a retired key",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         retire(l, 0);
         return rotate(l, {.from = 1, .to = 0});
       },
       "key_exists"},
  });
}

TEST_CASE("only the older of two ledger keys is retired") {
  check_rows({
      {"the only one", [](RuleLedger& l) { return retire(l, 0); }, "ledger_key_wrong"},
      {"one that never was", [](RuleLedger& l) { return retire(l, 5); }, "ledger_key_wrong"},
      {"the older",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         return retire(l, 0);
       },
       "accepted"},
      {"the newer",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         return retire(l, 1);
       },
       "ledger_key_wrong"},
      {"the older again",
       [](RuleLedger& l) {
         rotate(l, {.from = 0, .to = 1});
         retire(l, 0);
         return retire(l, 0);
       },
       "ledger_key_wrong"},
  });
}

TEST_CASE("the state knows which keys sign, and since when") {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(signing_ledger_keys(ledger.state).size() == 1);
  CHECK(to_text(signing_ledger_keys(ledger.state).front()) == name_of_key(0));
  REQUIRE(rotate(ledger, {.from = 0, .to = 1}) == "accepted");
  CHECK(signing_ledger_keys(ledger.state).size() == 2);
  REQUIRE(retire(ledger, 0) == "accepted");
  const auto keys = ledger_keys(ledger.state);
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].retired);
  CHECK(keys[0].since.value == 0);
  CHECK(keys[0].retired_at.value == ledger.events.size() - 1);
  CHECK_FALSE(keys[1].retired);
  CHECK(keys[1].since.value == ledger.events.size() - 2);
  CHECK(to_text(signing_ledger_keys(ledger.state).front()) == name_of_key(1));
}

}  // namespace shiji::tests
