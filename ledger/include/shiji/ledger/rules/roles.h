// The roles there are, what each may write, and how a unit covers another.
//
// What: a role is held for a unit and all below it (37/3701/370112), or for the whole ledger. The three kinds of
// account of each of the five levels (国家、省、市、县、校) are not roles of their own: an administrator, an
// information administrator or a viewer of a county is one who holds that role for the county. What a role may write is
// a table, one line an area, in ledger/src/rules/role_table.cpp. Guarantees: pure; names are persistent. Threads: any
// thread.
#pragma once

#include "shiji/ledger/events/event.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shiji::ledger {

enum class Role : std::uint8_t {
  administrator,
  information_administrator,
  viewer,
  registrar,
  training_officer,
  organiser,
  review_office,
  inspector,
  studio_host,
  mentor,
  expert,
  teacher,
  support,
  auditor,
  service,
};

struct RoleInfo {
  Role role;
  std::string_view name;  ///< as events carry it
  std::string_view en, zh;
};

inline constexpr std::string_view role_administrator = "administrator";
inline constexpr std::string_view role_service = "service";

[[nodiscard]] std::span<const RoleInfo> all_roles();
[[nodiscard]] const RoleInfo& info_of(Role role);
[[nodiscard]] std::optional<Role> role_of(std::string_view name);
/// "administrator, information_administrator, ...": what a refusal says was expected.
[[nodiscard]] std::string role_names();

[[nodiscard]] bool may_write(Role role, EventType type);
/// The roles that may, by name, in the order of the table.
[[nodiscard]] std::string writers_of(EventType type);

/// Codes separated by '/': "37/3701/370112".
[[nodiscard]] bool is_unit_path(std::string_view path);
/// Whether `unit` is `scope` or below it. The empty scope is the whole ledger; an empty unit is only below that.
[[nodiscard]] bool covers(std::string_view scope, std::string_view unit);
/// The level a unit path ends at; nullopt when it is none of the five. The empty path is the nation.
[[nodiscard]] std::optional<Level> level_of(std::string_view unit);

}  // namespace shiji::ledger
