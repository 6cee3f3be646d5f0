// The ledger's birth, documents and adoptions (43x).
#include "rules/rule_ledger.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string send_part(RuleLedger& ledger, std::string_view whole, std::uint32_t part, std::uint32_t parts,
                      std::string_view text) {
  const Hash digest = sha256(whole);
  return ledger.send("document/" + to_hex(digest.span()),
                     control::DocumentPart{.digest = digest, .part = part, .parts = parts, .bytes = bytes_of(text)});
}

control::LedgerCreated creation() {
  static const std::string key = to_text(verifier_key("example.org/licheng", ledger_key(0).public_key()));
  return {.format = 1,
          .origin = "example.org/licheng",
          .unit = {},
          .hash_algorithm = HashAlgorithm::sha256,
          .signature_algorithm = SignatureAlgorithm::ed25519,
          .verifier_key = key,
          .demo = false};
}

std::string adopt_text(RuleLedger& ledger, const std::string& stream, std::string_view text, auto event) {
  event.digest = ledger.carry_document(bytes_of(text));
  return ledger.send(stream, event);
}

std::string adopt_attendance(RuleLedger& ledger, std::string_view json, std::uint32_t version = 2) {
  return ledger.adopt_rules("ATTEND-DEMO", version, json);
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string attendance_v2() {
  return with(std::string(built_in("rules/attendance.json")), "\"version\": 1", "\"version\": 2");
}

std::string adopt_points(RuleLedger& ledger, std::string_view from, std::string_view to) {
  return ledger.adopt_rules("PTS-DEMO", 1, with(std::string(built_in("rules/points.json")), from, to));
}

}  // namespace

TEST_CASE("a ledger is created once, first, and as this build writes it") {
  RuleLedger other_format;
  auto created = creation();
  created.format = 2;
  CHECK(other_format.send("ledger", created) == "out_of_range");
  created = creation();
  created.hash_algorithm = HashAlgorithm::sm3;
  CHECK(other_format.send("ledger", created) == "out_of_range");
  created = creation();
  created.origin = "example.org/elsewhere";
  CHECK(other_format.send("ledger", created) == "untrue_field");
  created = creation();
  created.verifier_key = "v";
  CHECK(other_format.send("ledger", created) == "out_of_range");
  created = creation();
  created.unit = "37//3701";
  CHECK(other_format.send("ledger", created) == "out_of_range");
  CHECK(other_format.send("ledger", creation()) == "accepted");
  CHECK(other_format.send("ledger", creation()) == "ledger_created_twice");

  RuleLedger late;
  REQUIRE(late.send("actor/bo", identity::ActorRegistered{.actor = "bo", .kind = identity::ActorKind::person}) ==
          "accepted");
  CHECK(late.send("ledger", creation()) == "ledger_created_twice");
}

TEST_CASE("a demonstration ends once, and only a demonstration") {
  RuleLedger ledger = RuleLedger::furnished();
  const control::DemoEnded ended{.seed = 1, .scale_ppm = 1'000'000};
  CHECK(ledger.send("ledger", ended) == "accepted");
  CHECK(ledger.send("ledger", ended) == "untrue_field");
  RuleLedger real;
  REQUIRE(real.send("ledger", creation()) == "accepted");
  CHECK(real.send("ledger", ended) == "untrue_field");
}

TEST_CASE("stream heads are recorded in a stream of their own, each for more events than the one before") {
  const auto heads = [](RuleLedger& l, std::uint64_t size, const char* stream = "heads/streams") {
    return l.send(stream, control::StreamHeadsRecorded{.tree_size = size, .count = 1, .root = {}});
  };
  RuleLedger ledger = RuleLedger::furnished();
  CHECK(heads(ledger, 0) == "out_of_range");
  CHECK(heads(ledger, 7) == "accepted");
  CHECK(heads(ledger, 7) == "out_of_range");
  CHECK(heads(ledger, 6) == "out_of_range");
  CHECK(heads(ledger, 8) == "accepted");
  CHECK(heads(ledger, 9, "heads/others") == "wrong_stream");
  CHECK(heads(ledger, 9, "ledger") == "bad_stream_name");
}

TEST_CASE("a projection's digest is recorded in that projection's stream, for a version and for events that are") {
  const auto digest = [](const char* stream, std::uint32_t version, std::uint64_t size) {
    RuleLedger ledger = RuleLedger::furnished();
    return ledger.send(stream, control::ProjectionDigestRecorded{
                                   .projection = "points", .version = version, .tree_size = size, .digest = {}});
  };
  CHECK(digest("projection/points", 1, 7) == "accepted");
  CHECK(digest("projection/credits", 1, 7) == "wrong_stream");
  CHECK(digest("heads/streams", 1, 7) == "bad_stream_name");
  CHECK(digest("projection/points", 0, 7) == "out_of_range");
  CHECK(digest("projection/points", 1, 0) == "out_of_range");
}

TEST_CASE("a document comes in parts, in order, and is what its digest says") {
  check_rows({
      {"one part", [](RuleLedger& l) { return send_part(l, "ab", 0, 1, "ab"); }, "accepted"},
      {"two parts",
       [](RuleLedger& l) {
         send_part(l, "ab", 0, 2, "a");
         return send_part(l, "ab", 1, 2, "b");
       },
       "accepted"},
      {"the last part first", [](RuleLedger& l) { return send_part(l, "ab", 1, 2, "b"); }, "document_part_wrong"},
      {"a part again",
       [](RuleLedger& l) {
         send_part(l, "ab", 0, 2, "a");
         return send_part(l, "ab", 0, 2, "a");
       },
       "document_part_wrong"},
      {"a part of a complete document",
       [](RuleLedger& l) {
         send_part(l, "ab", 0, 1, "ab");
         return send_part(l, "ab", 0, 1, "ab");
       },
       "document_part_wrong"},
      {"another number of parts",
       [](RuleLedger& l) {
         send_part(l, "ab", 0, 2, "a");
         return send_part(l, "ab", 1, 3, "b");
       },
       "document_part_wrong"},
      {"a part behind the last", [](RuleLedger& l) { return send_part(l, "ab", 1, 1, "ab"); }, "document_part_wrong"},
      {"no parts at all", [](RuleLedger& l) { return send_part(l, "ab", 0, 0, "ab"); }, "document_part_wrong"},
      {"an empty part", [](RuleLedger& l) { return send_part(l, "", 0, 1, ""); }, "document_part_wrong"},
      {"48 KiB",
       [](RuleLedger& l) {
         const std::string text(48 * 1024, 'x');
         return send_part(l, text, 0, 1, text);
       },
       "accepted"},
      {"a byte more",
       [](RuleLedger& l) {
         const std::string text(48 * 1024 + 1, 'x');
         return send_part(l, text, 0, 1, text);
       },
       "document_part_wrong"},
      {"other bytes than the digest's", [](RuleLedger& l) { return send_part(l, "ab", 0, 1, "ac"); },
       "document_part_wrong"},
      {"another document's stream",
       [](RuleLedger& l) {
         return l.send("document/" + to_hex(sha256(std::string_view("x")).span()),
                       control::DocumentPart{
                           .digest = sha256(std::string_view("ab")), .part = 0, .parts = 1, .bytes = bytes_of("ab")});
       },
       "wrong_stream"},
  });
}

TEST_CASE("a rule set is adopted once, whole, and as what it is") {
  check_rows({
      {"a second version", [](RuleLedger& l) { return adopt_attendance(l, attendance_v2()); }, "accepted"},
      {"the credits of this build",
       [](RuleLedger& l) { return l.adopt_rules("CREDIT-DEMO", 1, built_in("rules/credits.json")); }, "accepted"},
      {"the points of this build",
       [](RuleLedger& l) { return l.adopt_rules("PTS-DEMO", 1, built_in("rules/points.json")); }, "accepted"},
      {"the same version again",
       [](RuleLedger& l) {
         return adopt_attendance(l, with(std::string(built_in("rules/attendance.json")), "15", "10"), 1);
       },
       "rule_set_adopted_twice"},
      {"a document nobody sent",
       [](RuleLedger& l) {
         return l.send("rules/R",
                       control::RuleSetAdopted{.name = "R", .version = 1, .digest = {}, .effective_from = {}});
       },
       "document_incomplete"},
      {"a document half there",
       [](RuleLedger& l) {
         const std::string text = attendance_v2();
         send_part(l, text, 0, 2, text.substr(0, 10));
         return l.send("rules/ATTEND-DEMO",
                       control::RuleSetAdopted{
                           .name = "ATTEND-DEMO", .version = 2, .digest = sha256(text), .effective_from = {}});
       },
       "document_incomplete"},
      {"another stream",
       [](RuleLedger& l) {
         return adopt_text(l, "rules/OTHER", attendance_v2(),
                           control::RuleSetAdopted{.name = "ATTEND-DEMO", .version = 2});
       },
       "wrong_stream"},
      {"another version than the document's", [](RuleLedger& l) { return adopt_attendance(l, attendance_v2(), 3); },
       "document_invalid"},
      {"another name than the document's", [](RuleLedger& l) { return l.adopt_rules("ATTEND", 2, attendance_v2()); },
       "document_invalid"},
      {"an end before the beginning",
       [](RuleLedger& l) { return l.adopt_rules("ATTEND-DEMO", 2, attendance_v2(), "2023-09-02", "2023-09-01"); },
       "out_of_range"},
      {"a range of one day",
       [](RuleLedger& l) { return l.adopt_rules("ATTEND-DEMO", 2, attendance_v2(), "2023-09-02", "2023-09-02"); },
       "accepted"},
      {"no JSON", [](RuleLedger& l) { return adopt_attendance(l, "late_minutes_max = 15"); }, "document_invalid"},
      {"a rule set without content",
       [](RuleLedger& l) {
         return adopt_attendance(l,
                                 R"({"name":"ATTEND-DEMO","version":2,"title_zh":"考","title_en":"A","source":"s"})");
       },
       "document_invalid"},
      {"a rule set with two contents",
       [](RuleLedger& l) {
         return adopt_attendance(
             l, with(attendance_v2(), "\"attendance\"",
                     R"("credits":{"item":"t","title_zh":"t","title_en":"t","minutes_per_class_hour":45,)"
                     R"("class_hours_per_credit":10},"attendance")"));
       },
       "document_invalid"},
      {"class hours of no minutes",
       [](RuleLedger& l) {
         return l.adopt_rules("CREDIT-DEMO", 1, with(std::string(built_in("rules/credits.json")), "45,", "0,"));
       },
       "document_invalid"},
      {"a row of a category that is not there",
       [](RuleLedger& l) { return adopt_points(l, R"("category": "activities")", R"("category": "titles")"); },
       "document_invalid"},
      {"a level twice in a row",
       [](RuleLedger& l) { return adopt_points(l, R"("level": "city")", R"("level": "county")"); }, "document_invalid"},
      {"an item twice for one outcome",
       [](RuleLedger& l) { return adopt_points(l, R"("occasion": "late")", R"("occasion": "present")"); },
       "document_invalid"},
      {"a floor over nothing",
       [](RuleLedger& l) { return adopt_points(l, "\"floor_centi\": 0", "\"floor_centi\": 1"); }, "document_invalid"},
      {"a window that no date names",
       [](RuleLedger& l) { return adopt_points(l, "school_year", "registration_period"); }, "document_invalid"},
      {"a cycle whose window no date names",
       [](RuleLedger& l) {
         return l.adopt_rules(
             "CYCLE-DEMO", 1,
             with(std::string(built_in("rules/cycle.json")), R"("calendar_year")", R"("registration_period")"));
       },
       "document_invalid"},
      {"a cycle that asks for nothing",
       [](RuleLedger& l) {
         return l.adopt_rules("CYCLE-DEMO", 1, with(std::string(built_in("rules/cycle.json")), "7200", "0"));
       },
       "document_invalid"},
  });
}

TEST_CASE("schemas, calendars and code tables are adopted as what they are") {
  check_rows({
      {"a schema of this format",
       [](RuleLedger& l) {
         const auto& area = schema_areas().front();
         return l.send("schema/" + std::string(area.area),
                       control::SchemaAdopted{.area = area.area, .digest = l.carry_document(area.binary_schema)});
       },
       "accepted"},
      {"the schema of another area",
       [](RuleLedger& l) {
         const auto& area = schema_areas().front();
         const auto& other = schema_areas().back();
         return l.send("schema/" + std::string(area.area),
                       control::SchemaAdopted{.area = area.area, .digest = l.carry_document(other.binary_schema)});
       },
       "document_invalid"},
      {"an area that is not",
       [](RuleLedger& l) { return adopt_text(l, "schema/weather", "BFBS", control::SchemaAdopted{.area = "weather"}); },
       "document_invalid"},
      {"the calendar of 2023",
       [](RuleLedger& l) {
         return adopt_text(l, "calendar/CAL-CN-2023", built_in("calendars/CAL-CN-2023.json"),
                           control::CalendarAdopted{.name = "CAL-CN-2023"});
       },
       "accepted"},
      {"a calendar by another name",
       [](RuleLedger& l) {
         return adopt_text(l, "calendar/CAL", built_in("calendars/CAL-CN-2023.json"),
                           control::CalendarAdopted{.name = "CAL"});
       },
       "document_invalid"},
      {"a calendar with a day of another year",
       [](RuleLedger& l) {
         return adopt_text(l, "calendar/CAL-CN-2023",
                           with(std::string(built_in("calendars/CAL-CN-2023.json")), "2023-01-02", "2022-01-02"),
                           control::CalendarAdopted{.name = "CAL-CN-2023"});
       },
       "document_invalid"},
      {"a calendar with a day twice",
       [](RuleLedger& l) {
         return adopt_text(l, "calendar/CAL-CN-2023",
                           with(std::string(built_in("calendars/CAL-CN-2023.json")), "2023-01-23", "2023-01-02"),
                           control::CalendarAdopted{.name = "CAL-CN-2023"});
       },
       "document_invalid"},
      {"the units",
       [](RuleLedger& l) {
         return adopt_text(l, "codes/units", built_in("codes/units.json"), control::CodeTableAdopted{.name = "units"});
       },
       "accepted"},
      {"a code under a parent that is not there",
       [](RuleLedger& l) {
         return adopt_text(l, "codes/units",
                           with(std::string(built_in("codes/units.json")), R"("code": "3701")", R"("code": "3702")"),
                           control::CodeTableAdopted{.name = "units"});
       },
       "document_invalid"},
      {"a code twice",
       [](RuleLedger& l) {
         return adopt_text(
             l, "codes/stages",
             with(std::string(built_in("codes/stages.json")), R"("code": "junior")", R"("code": "primary")"),
             control::CodeTableAdopted{.name = "stages"});
       },
       "document_invalid"},
      {"a rule set as a calendar",
       [](RuleLedger& l) {
         return adopt_text(l, "calendar/X", built_in("rules/credits.json"), control::CalendarAdopted{.name = "X"});
       },
       "document_invalid"},
  });
}

TEST_CASE("every built-in document can be adopted as what its folder says") {
  RuleLedger ledger = RuleLedger::furnished();
  std::size_t adopted = 0;
  for (const auto& document : built_in_documents()) {
    INFO(document.file);
    const std::string file(document.file);
    const std::string stem = file.substr(file.find('/') + 1, file.size() - file.find('/') - 6);
    if (file.starts_with("calendars/")) {
      CHECK(adopt_text(ledger, "calendar/" + stem, document.text, control::CalendarAdopted{.name = stem}) ==
            "accepted");
      ++adopted;
    } else if (file.starts_with("codes/")) {
      CHECK(adopt_text(ledger, "codes/" + stem, document.text, control::CodeTableAdopted{.name = stem}) == "accepted");
      ++adopted;
    } else {
      CHECK(parse_rule_set(document.text));
      ++adopted;
    }
  }
  CHECK(adopted == built_in_documents().size());
  CHECK(adopted >= 8);
}

}  // namespace shiji::tests
