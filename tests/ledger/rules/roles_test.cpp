// The roles as data: names, the table of what they write, units and levels.
#include "shiji/ledger/rules/roles.h"

#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

#include <set>

using namespace shiji::ledger;

TEST_CASE("every role has a name of its own and a title in both languages") {
  std::set<std::string_view> names;
  for (const auto& info : all_roles()) {
    CHECK(names.insert(info.name).second);
    CHECK(role_of(info.name) == info.role);
    CHECK(info_of(info.role).name == info.name);
    CHECK_FALSE(info.en.empty());
    CHECK_FALSE(info.zh.empty());
  }
  CHECK_FALSE(role_of("emperor"));
  CHECK(role_names().starts_with("administrator, information_administrator, viewer"));
}

TEST_CASE(
    "an administrator may write all but what the owner tells itself, who only reads nothing, a service all but "
    "affairs") {
  for (std::size_t i = 1; i <= event_type_count; ++i) {
    const auto type = static_cast<EventType>(i);
    INFO(name_of(type));
    CHECK_FALSE(may_write(Role::viewer, type));
    CHECK_FALSE(may_write(Role::auditor, type));
    // Where streams and projections stand is told by machines alone.
    const bool own =
        type == EventType::control_StreamHeadsRecorded || type == EventType::control_ProjectionDigestRecorded;
    const bool affair = !own && (info_of(type).area == "control" || info_of(type).stream_family == "actor");
    CHECK(may_write(Role::administrator, type) != own);
    CHECK(may_write(Role::service, type) != affair);
  }
}

TEST_CASE(
    "every area that is not the ledger's own and not a machine's has somebody beside the administrator who writes it") {
  for (const auto& [area, schema] : schema_areas()) {
    if (area == "control" || area == "documents" || area == "telemetry") continue;
    INFO("area " << area << " needs a line in ledger/src/rules/role_table.cpp");
    std::size_t writers = 0;
    for (std::size_t i = 1; i <= event_type_count; ++i) {
      const auto type = static_cast<EventType>(i);
      if (info_of(type).area != area) continue;
      for (const auto& info : all_roles()) {
        const bool always = info.role == Role::administrator || info.role == Role::service;
        if (!always && may_write(info.role, type)) ++writers;
      }
    }
    CHECK(writers > 0);
  }
}

TEST_CASE("a unit covers itself and what is below it, step by step") {
  struct Row {
    const char* scope;
    const char* unit;
    bool covered;
  };
  const std::vector<Row> rows{
      {"", "", true},          {"", "37/3701", true},         {"37", "37", true},
      {"37", "37/3701", true}, {"37", "371", false},          {"37/3701", "37", false},
      {"37", "", false},       {"37/3701", "37/3702", false}, {"37/3701", "37/3701/370112/1", true}};
  for (const auto& row : rows) {
    INFO(row.scope << " over " << row.unit);
    CHECK(covers(row.scope, row.unit) == row.covered);
  }
}

TEST_CASE("a unit path is codes and slashes, and says its level") {
  for (const char* path : {"37", "37/3701", "a/B/0"}) CHECK(is_unit_path(path));
  for (const char* path : {"", "/", "37/", "/37", "37//1", "37 1", "历城"}) CHECK_FALSE(is_unit_path(path));
  CHECK(level_of("") == Level::nation);
  CHECK(level_of("37") == Level::province);
  CHECK(level_of("37/3701") == Level::city);
  CHECK(level_of("37/3701/370112") == Level::county);
  CHECK(level_of("37/3701/370112/3701120001") == Level::school);
  CHECK_FALSE(level_of("37/3701/370112/3701120001/1"));
}
