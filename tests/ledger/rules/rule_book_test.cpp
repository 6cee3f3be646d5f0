#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

std::string credits(std::uint32_t version, std::uint32_t class_hours_per_credit) {
  return R"({"name":"C","version":)" + std::to_string(version) +
         R"(,"title_zh":"学","title_en":"C","source":"s","credits":{"item":"training","title_zh":"训","title_en":"T",)" +
         R"("minutes_per_class_hour":45,"class_hours_per_credit":)" + std::to_string(class_hours_per_credit) + "}}";
}

RuleBook book_of(const RuleLedger& ledger) {
  RuleBook book;
  for (const auto& bytes : ledger.events) REQUIRE(book.fold(*decode_event(bytes)));
  return book;
}

std::uint32_t version_at(const RuleBook& book, std::uint64_t before, const char* day) {
  const auto rules = book.credits(Sequence{before}, *date_from_text(day));
  return rules ? rules->head.version : 0;
}

}  // namespace

TEST_CASE("the rule set of an item is the newest adopted before it that holds on its day") {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.adopt_rules("C", 1, credits(1, 10), "2023-01-01") == "accepted");
  const std::uint64_t first = ledger.events.size();
  REQUIRE(ledger.adopt_rules("C", 2, credits(2, 8), "2023-09-01", "2023-12-31") == "accepted");
  const std::uint64_t second = ledger.events.size();
  const RuleBook book = book_of(ledger);

  CHECK(version_at(book, first - 1, "2023-09-01") == 0);  // an adoption holds for what comes behind it
  CHECK(version_at(book, first, "2023-09-01") == 1);
  CHECK(version_at(book, second - 1, "2023-09-01") == 1);
  CHECK(version_at(book, second, "2022-12-31") == 0);
  CHECK(version_at(book, second, "2023-01-01") == 1);
  CHECK(version_at(book, second, "2023-08-31") == 1);
  CHECK(version_at(book, second, "2023-09-01") == 2);
  CHECK(version_at(book, second, "2023-12-31") == 2);
  CHECK(version_at(book, second, "2024-01-01") == 1);
  CHECK(book.credits(Sequence{second}, *date_from_text("2023-10-01"))->class_hours_per_credit == 8);
  CHECK(book.points(Sequence{second}, *date_from_text("2023-10-01")) == nullptr);
  REQUIRE(book.attendance(Sequence{second}, *date_from_text("2023-10-01")) != nullptr);
  CHECK(book.attendance(Sequence{second}, *date_from_text("2023-10-01"))->late_minutes_max == 15);
}

TEST_CASE("events told twice change no rule") {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.adopt_rules("C", 1, credits(1, 10)) == "accepted");
  RuleBook book = book_of(ledger);
  for (const auto& bytes : ledger.events) REQUIRE(book.fold(*decode_event(bytes)));
  CHECK(version_at(book, ledger.events.size(), "2023-09-01") == 1);
}

TEST_CASE("an adoption without its document is damage, and said so") {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.adopt_rules("C", 1, credits(1, 10)) == "accepted");
  RuleBook book;
  const auto folded = book.fold(*decode_event(ledger.events.back()));
  REQUIRE_FALSE(folded);
  REQUIRE(folded.error() != nullptr);
  CHECK(folded.error()->code == ErrorCode::bad_document);
}

TEST_CASE("the cycle of this build asks for 72 class hours a calendar year, from its adoption on") {
  RuleLedger ledger = RuleLedger::furnished();
  const std::uint64_t before = ledger.events.size();
  REQUIRE(ledger.adopt_rules("CYCLE-DEMO", 1, built_in("rules/cycle.json"), "2023-01-01") == "accepted");
  const RuleBook book = book_of(ledger);
  CHECK(book.cycle(Sequence{before}, *date_from_text("2023-10-01")) == nullptr);
  CHECK(book.cycle(Sequence{ledger.events.size()}, *date_from_text("2022-12-31")) == nullptr);
  const auto rules = book.cycle(Sequence{ledger.events.size()}, *date_from_text("2023-10-01"));
  REQUIRE(rules != nullptr);
  CHECK(rules->window == document::Window::calendar_year);
  CHECK(rules->class_hours_centi_min == 7'200);
}

TEST_CASE("the points of this build have what a statement shows") {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.adopt_rules("PTS-DEMO", 1, built_in("rules/points.json")) == "accepted");
  const auto rules = book_of(ledger).points(Sequence{ledger.events.size()}, *date_from_text("2023-10-01"));
  REQUIRE(rules != nullptr);
  CHECK(rules->head.name == "PTS-DEMO");
  CHECK(rules->head.version == 1);
  CHECK_FALSE(rules->head.title_zh.empty());
  CHECK_FALSE(rules->head.title_en.empty());
  REQUIRE(rules->limits_of("activities") != nullptr);
  CHECK(rules->limits_of("activities")->window == document::Window::school_year);
  CHECK(rules->limits_of("titles") == nullptr);
}

}  // namespace shiji::tests
