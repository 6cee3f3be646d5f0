#include "rules/form_rules.h"

#include "rules/refuse.h"
#include "shiji/ledger/rules/roles.h"

namespace shiji::ledger {
namespace {

Status check_unit(const std::optional<std::string_view>& unit, std::string_view place) {
  if (!unit || is_unit_path(*unit)) return done();
  return refuse(RefusalCode::out_of_range, place, "codes separated by '/'", *unit);
}

}  // namespace

std::optional<std::string_view> name_in_stream(std::string_view stream, std::string_view family) {
  if (!stream.starts_with(family)) return std::nullopt;
  const std::string_view rest = stream.substr(family.size());
  if (family == "ledger") return rest.empty() ? std::optional(rest) : std::nullopt;
  if (rest.size() < 2 || rest.front() != '/') return std::nullopt;
  return rest.substr(1);
}

Status check_form(const DecodedEvent& command, Time now) {
  const Event& event = command.event;
  const std::string_view family = info_of(command.type).stream_family;
  if (!name_in_stream(event.stream, family)) {
    return refuse(RefusalCode::bad_stream_name, "/stream", std::string(family) + "/...", event.stream);
  }
  if (auto fits = check_unit(event.working_unit, "/working_unit"); !fits) return fits;
  if (auto fits = check_unit(event.establishment_unit, "/establishment_unit"); !fits) return fits;
  if (info_of(command.type).written_by_ledger) {
    return refuse(RefusalCode::written_by_ledger, "/type", "", event.type);
  }
  if (event.occurred_at && event.occurred_at->value > now.value + occurred_ahead_max_us) {
    return refuse(RefusalCode::occurred_in_future, "/occurred_at",
                  "at most " + to_text(Time{now.value + occurred_ahead_max_us}), to_text(*event.occurred_at));
  }
  return done();
}

}  // namespace shiji::ledger
