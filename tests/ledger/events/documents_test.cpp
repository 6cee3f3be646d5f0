// Documents out of JSON, the files of the format, sealed fields in JSON, and the texts of ids and messages.
#include "random_events.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/error_codes.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace shiji::ledger;
using shiji::test::must;

namespace {

constexpr std::string_view teacher_line =
    R"({"stream":"teacher/1","type":"identity.TeacherRegistered","payload":{"teacher":"01000000000000000000000000000000",)"
    R"("name":"王老师","stage":"primary","subject_code":"yw","kind":"teacher"}})";

/// Seals by turning the bytes around, so that what is asked for can be seen.
JsonCommand::Sealer turning_sealer() {
  return [](EventType type, std::string_view field, const Subject& subject,
            std::string_view plaintext) -> Result<JsonCommand::SealedValue> {
    CHECK(type == identity::TeacherRegistered::type);
    CHECK(field == "name");
    return JsonCommand::SealedValue{subject, 3, Nonce{{9}}, Buffer(plaintext.rbegin(), plaintext.rend())};
  };
}

JsonCommand::Opener turning_opener() {
  return [](EventType, std::string_view, const Sealed& sealed) -> Result<std::string> {
    return std::string(sealed.ciphertext.rbegin(), sealed.ciphertext.rend());
  };
}

}  // namespace

TEST_CASE("every document of the format is read as its table") {
  REQUIRE_FALSE(built_in_documents().empty());
  for (const auto& document : built_in_documents()) {
    INFO(document.file);
    const auto bytes = must(document_from_json(document.table, document.text));
    if (document.table == "document.RuleSet") CHECK(verify_table<document::RuleSet>(bytes));
    if (document.table == "document.Calendar") CHECK(verify_table<document::Calendar>(bytes));
    if (document.table == "document.CodeTable") CHECK(verify_table<document::CodeTable>(bytes));
  }
}

TEST_CASE("a rule set out of JSON has the bytes its struct gives") {
  const std::vector<document::Tariff> tariffs = {{.level = Level::county, .points_centi = -150}};
  document::RuleSet rules{.name = "P", .version = 2, .title_zh = "积分", .title_en = "Points", .source = "s"};
  rules.points = document::PointRules{
      .items = {{.item = "i",
                 .title_zh = "z",
                 .title_en = "e",
                 .category = "c",
                 .occasion = document::PointOccasion::absent,
                 .tariffs = tariffs}},
      .categories = {{.category = "c", .window = document::Window::school_year, .cap_centi = 5, .floor_centi = -5}}};
  const auto bytes = must(document_from_json("document.RuleSet", R"({
    "name": "P", "version": 2, "title_zh": "积分", "title_en": "Points", "source": "s",
    "points": {"items": [{"item": "i", "title_zh": "z", "title_en": "e", "category": "c", "occasion": "absent",
                          "tariffs": [{"level": "county", "points_centi": -150}]}],
               "categories": [{"category": "c", "window": "school_year", "cap_centi": 5, "floor_centi": -5}]}})"));
  CHECK(to_hex(bytes) == to_hex(write_table(rules)));
  CHECK(read_table<document::RuleSet>(bytes).points->items[0].tariffs[0].points_centi == -150);
}

TEST_CASE("a fault of a document names its line") {
  const auto result = document_from_json("document.CodeTable",
                                         "{\n \"name\": \"C\",\n \"source\": \"s\",\n \"codes\": [\n"
                                         "  {\"code\": \"1\", \"zh\": 5, \"en\": \"e\"}]}");
  REQUIRE(result.refusal() != nullptr);
  CHECK(result.refusal()->code == RefusalCode::wrong_type);
  CHECK(result.refusal()->place == "line 5 /codes/0/zh");
}

TEST_CASE("the binary schemas of all areas are carried") {
  std::vector<std::string_view> areas;
  for (const auto& area : schema_areas()) {
    areas.push_back(area.area);
    CHECK(area.binary_schema.size() > 1'000);
    CHECK(area.binary_schema.size() <= 49'152);  // one document part
  }
  CHECK(areas == std::vector<std::string_view>{"achievement", "control", "documents", "employment", "highlight",
                                               "identity", "mentoring", "outreach", "reporting", "research", "resource",
                                               "review", "support", "telemetry", "training"});
}

TEST_CASE("a personal field is sealed on the way in and opened only by an opener") {
  const auto command = must(JsonCommand::parse(teacher_line, 1));
  const auto bytes = must(command.encode(turning_sealer()));
  const auto event = must(decode_event(bytes));
  const auto payload = payload_of<identity::TeacherRegistered>(event);
  CHECK(payload.name.subject == Subject{{1}});
  CHECK(payload.name.key_version == 3);
  const std::string stored(bytes.begin(), bytes.end());
  CHECK(stored.find("王老师") == std::string::npos);
  const auto closed = must(event_to_json(event, leaf_hash(bytes), {}));
  CHECK(closed.find(R"("name":{"subject":"01000000000000000000000000000000","key_version":3,"nonce":"09)") !=
        std::string::npos);
  CHECK(must(event_to_json(event, leaf_hash(bytes), turning_opener())).find(R"("name":"王老师")") != std::string::npos);
}

TEST_CASE("a repeated line agrees by its plaintext, and another plaintext does not") {
  const auto command = must(JsonCommand::parse(teacher_line, 4));
  const auto bytes = must(command.encode(turning_sealer()));
  const auto event = must(decode_event(bytes));
  std::string place;
  CHECK(must(command.agrees_with(event, turning_opener(), &place)));
  std::string changed(teacher_line);
  changed.replace(changed.find("王"), 3, "李");
  CHECK_FALSE(must(must(JsonCommand::parse(changed, 4)).agrees_with(event, turning_opener(), &place)));
  CHECK(place == "line 4 /payload/name");
}

TEST_CASE("a line's owner fills what it leaves out, and repeats agree without what was filled") {
  auto command = must(JsonCommand::parse(R"({"stream":"session/1","type":"training.SessionClosed","payload":{}})", 1));
  CHECK_FALSE(command.gives("actor"));
  command.fill("actor", "wang");
  command.fill("data_level", "L3");
  command.set_submission("s-9", 0, 2);
  const auto bytes = must(command.encode({}));
  const auto event = must(decode_event(bytes));
  CHECK(event.event.actor == "wang");
  CHECK(event.event.data_level == DataLevel::L3);
  CHECK(event.event.submission->id == "s-9");
  CHECK(event.event.submission->count == 2);
  CHECK(event.event.submission_signature == Signature{});
  CHECK(check_command(event).ok());
  auto again = must(JsonCommand::parse(R"({"type":"training.SessionClosed","payload":{},"stream":"session/1"})", 1));
  CHECK(must(again.agrees_with(event, {}, nullptr)));
  command.set_submission("s-9", 1, 2);
  CHECK_FALSE(again.gives("submission"));
}

TEST_CASE("times and dates are written one way and read only so") {
  CHECK(to_text(Time{1'693'789'323'000'004}) == "2023-09-04T01:02:03.000004Z");
  CHECK(to_text(Time{-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(time_from_text("2023-09-04T01:02:03.000004Z") == Time{1'693'789'323'000'004});
  CHECK(time_from_text("1969-12-31T23:59:59.999999Z") == Time{-1});
  for (const auto* text : {"2023-09-04T01:02:03Z", "2023-09-04 01:02:03.000004Z", "2023-09-04T24:00:00.000000Z",
                           "2023-09-04T01:60:03.000004Z", "2023-09-04T01:02:60.000000Z", "2023-02-30T01:02:03.000004Z",
                           "2023-09-04T01:02:03.000004+", "", "2023-09-04T01:02:03.00000-Z"}) {
    CHECK_FALSE(time_from_text(text).has_value());
  }
  CHECK(to_text(Date{0}) == "1970-01-01");
  CHECK(to_text(Date{-719'528}) == "0000-01-01");
  CHECK(to_text(Date{2'932'896}) == "9999-12-31");
  CHECK(date_from_text("2024-02-29") == Date{19'782});
  CHECK_FALSE(date_from_text("2023-02-29").has_value());
  CHECK_FALSE(date_from_text("2023-2-28").has_value());
  CHECK(business_date_of(must(Result<Time>(*time_from_text("2023-09-03T15:59:59.999999Z")))) ==
        *date_from_text("2023-09-03"));
  CHECK(business_date_of(*time_from_text("2023-09-03T16:00:00.000000Z")) == *date_from_text("2023-09-04"));
}

TEST_CASE("hexadecimal is lower case and whole bytes") {
  CHECK(to_hex(Buffer{0, 0xaf, 0xff}) == "00afff");
  CHECK(from_hex("00afff") == Buffer{0, 0xaf, 0xff});
  CHECK_FALSE(from_hex("00AF").has_value());
  CHECK_FALSE(from_hex("0").has_value());
  CHECK_FALSE(from_hex("0g").has_value());
  CHECK_FALSE(fixed_from_hex<Subject>("00").has_value());
}

TEST_CASE("every refusal and error has a name and a text in both languages") {
#define X(code_number, code_name, code_rule, english, chinese) \
  CHECK(text_of(RefusalCode::code_name).name == #code_name);   \
  CHECK(text_of(static_cast<RefusalCode>(code_number)).zh == chinese);
  SHIJI_REFUSALS(X)
#undef X
#define X(code_number, code_name, english, chinese)   \
  CHECK(text_of(ErrorCode::code_name).en == english); \
  CHECK(text_of(static_cast<ErrorCode>(code_number)).name == #code_name);
  SHIJI_ERRORS(X)
#undef X
}
