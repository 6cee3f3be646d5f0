// Which role may write what: the table.
#include "shiji/ledger/contract.h"
#include "shiji/ledger/rules/roles.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

constexpr std::array role_infos{
    RoleInfo{Role::administrator, "administrator", "system administrator", "系统管理员"},
    RoleInfo{Role::information_administrator, "information_administrator", "information administrator", "信息管理员"},
    RoleInfo{Role::viewer, "viewer", "information viewer", "信息查询员"},
    RoleInfo{Role::registrar, "registrar", "personnel registrar", "人事管理员"},
    RoleInfo{Role::training_officer, "training_officer", "training officer", "师训专管员"},
    RoleInfo{Role::organiser, "organiser", "teaching-research organiser", "教研员"},
    RoleInfo{Role::review_office, "review_office", "review committee office", "评委会办公室"},
    RoleInfo{Role::inspector, "inspector", "disciplinary inspector", "纪检监督员"},
    RoleInfo{Role::studio_host, "studio_host", "studio host", "工作室主持人"},
    RoleInfo{Role::mentor, "mentor", "mentor", "带教导师"},
    RoleInfo{Role::expert, "expert", "expert", "专家"},
    RoleInfo{Role::teacher, "teacher", "teacher", "教师"},
    RoleInfo{Role::support, "support", "technical support", "技术支持"},
    RoleInfo{Role::auditor, "auditor", "external auditor", "外部审计"},
    RoleInfo{Role::service, "service", "system account", "系统账号"},
};

using Roles = std::uint32_t;

constexpr Roles only(Role role) { return Roles{1} << static_cast<unsigned>(role); }

constexpr Roles by_administrator = only(Role::administrator);
constexpr Roles by_service = only(Role::service);
constexpr Roles by_information_administrator = only(Role::information_administrator);
constexpr Roles by_registrar = only(Role::registrar);
constexpr Roles by_training_officer = only(Role::training_officer);
constexpr Roles by_organiser = only(Role::organiser);
constexpr Roles by_review_office = only(Role::review_office);
constexpr Roles by_expert = only(Role::expert);
constexpr Roles by_teacher = only(Role::teacher);
constexpr Roles by_mentor = only(Role::mentor);
constexpr Roles by_support = only(Role::support);
/// Who may write of a type or an area that has no line: both may write all that is not an affair of the ledger itself.
constexpr Roles always = by_administrator | by_service;
/// Sealing a name makes its subject's key, whoever tells it.
constexpr Roles every_writer = ~(only(Role::viewer) | only(Role::auditor));

/// An area, or one type of it; the type's own line comes before its area's.
struct Line {
  std::string_view what;
  Roles roles;
};

constexpr std::array role_lines{
    Line{"control", by_administrator},
    Line{"control.StreamHeadsRecorded", by_service},
    Line{"control.ProjectionDigestRecorded", by_service},
    Line{"identity", by_administrator},
    Line{"identity.SubjectKeyCreated", every_writer},
    Line{"identity.TeacherRegistered", always | by_information_administrator | by_registrar},
    Line{"employment", always | by_information_administrator | by_registrar},
    Line{"training", always | by_training_officer},
    Line{"research", always | by_organiser | by_teacher},
    Line{"research.ActivityOpened", always | by_organiser},
    Line{"research.ActivityClosed", always | by_organiser},
    Line{"research.MaterialAccepted", always | by_organiser | by_expert},
    Line{"reporting", always | by_information_administrator},
    Line{"resource", always | by_organiser | by_teacher},
    Line{"resource.ResourceRetired", always | by_organiser},
    Line{"resource.ItemReviewed", always | by_organiser | by_expert},
    Line{"resource.ItemRetired", always | by_organiser},
    Line{"review", always | by_review_office | by_organiser},
    Line{"review.ReviewScored", always | by_expert},
    Line{"highlight", always | by_organiser},
    Line{"mentoring", always | by_organiser | by_mentor},
    Line{"outreach", always | by_organiser | by_information_administrator},
    Line{"support", always | by_support},
    Line{"achievement", always | by_teacher | by_information_administrator},
    Line{"telemetry", always},
};

Roles find_roles(EventType type) {
  const auto line_of = [](std::string_view what) {
    return std::find_if(role_lines.begin(), role_lines.end(), [&](const Line& line) { return line.what == what; });
  };
  auto line = line_of(name_of(type));
  if (line == role_lines.end()) line = line_of(info_of(type).area);
  return line == role_lines.end() ? always : line->roles;
}

Roles roles_for(EventType type) {
  static const auto table = [] {
    std::array<Roles, event_type_count + 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = find_roles(static_cast<EventType>(i));
    return out;
  }();
  return table[static_cast<std::size_t>(type)];
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::span<const RoleInfo> all_roles() { return role_infos; }

const RoleInfo& info_of(Role role) {
  const auto& info = role_infos[static_cast<std::size_t>(role)];
  SHIJI_ASSERT(info.role == role, "the roles stand in their order");
  return info;
}

std::optional<Role> role_of(std::string_view name) {
  for (const auto& info : role_infos) {
    if (info.name == name) return info.role;
  }
  return std::nullopt;
}

std::string role_names() {
  std::string out;
  for (const auto& info : role_infos) out.append(out.empty() ? "" : ", ").append(info.name);
  return out;
}

bool may_write(Role role, EventType type) { return (roles_for(type) & only(role)) != 0; }

std::string writers_of(EventType type) {
  std::string out;
  for (const auto& info : role_infos) {
    if (may_write(info.role, type)) out.append(out.empty() ? "" : ", ").append(info.name);
  }
  return out;
}

bool is_unit_path(std::string_view path) {
  bool in_code = false;
  for (const char c : path) {
    if (c == '/' && !in_code) return false;
    if (c != '/' && !is_letter_or_digit(c)) return false;
    in_code = c != '/';
  }
  return in_code;
}

bool covers(std::string_view scope, std::string_view unit) {
  if (scope.empty()) return true;
  return unit.starts_with(scope) && (unit.size() == scope.size() || unit[scope.size()] == '/');
}

std::optional<Level> level_of(std::string_view unit) {
  if (unit.empty()) return Level::nation;
  const auto steps = 1 + std::count(unit.begin(), unit.end(), '/');
  constexpr std::array levels{Level::province, Level::city, Level::county, Level::school};
  if (steps > std::ssize(levels)) return std::nullopt;
  return levels[static_cast<std::size_t>(steps - 1)];
}

}  // namespace shiji::ledger
