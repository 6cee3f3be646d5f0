// What a document may be adopted as: it must be whole, and it must be that.
#include "rules/attendance_rules_in_force.h"
#include "rules/document_records.h"
#include "rules/refuse.h"
#include "rules/review_records.h"
#include "rules/state_keys.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/rules/rule_set.h"

#include <algorithm>
#include <array>
#include <set>

namespace shiji::ledger {
namespace {

/// The text of a complete document.
Result<std::string> whole_document(const RuleContext& context, const Hash& digest) {
  const auto record = find_document(context.state, digest);
  if (!record || !record->complete()) {
    return refuse(RefusalCode::document_incomplete, "/payload/digest",
                  record ? std::to_string(record->parts) + " parts" : "its parts",
                  record ? std::to_string(record->present) + " parts" : "none");
  }
  return document_text(context.state, digest, *record);
}

Refusal invalid(std::string_view place, std::string_view expected, std::string_view actual) {
  return refuse(RefusalCode::document_invalid, place, expected, actual);
}

/// A refusal of the document's own text, as one of the event that adopts it.
Failure as_invalid(const Failure& failure) {
  const auto* refusal = std::get_if<Refusal>(&failure);
  if (refusal == nullptr) return failure;
  const std::string what(text_of(refusal->code).name);
  return invalid("/payload/digest", refusal->expected, what + " at '" + refusal->place + "' " + refusal->actual);
}

Status check_schema(const RuleContext& context, const control::SchemaAdopted& adopted) {
  if (auto fits = stream_names(context, adopted.area); !fits) return fits;
  const auto text = whole_document(context, adopted.digest);
  if (!text) return text.failure();
  const auto areas = schema_areas();
  const auto area =
      std::find_if(areas.begin(), areas.end(), [&](const SchemaArea& known) { return known.area == adopted.area; });
  if (area == areas.end()) return invalid("/payload/area", "an area of this format", adopted.area);
  const bool same = std::equal(text->begin(), text->end(), area->binary_schema.begin(), area->binary_schema.end(),
                               [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  if (!same) return invalid("/payload/digest", "the schema of this format", to_hex(adopted.digest.span()));
  return done();
}

Status check_rule_set(const RuleContext& context, const control::RuleSetAdopted& adopted) {
  if (auto fits = stream_names(context, adopted.name); !fits) return fits;
  if (context.state.has(state_keys::rule_set(adopted.name, adopted.version))) {
    return refuse(RefusalCode::rule_set_adopted_twice, "/payload/version", "", std::to_string(adopted.version));
  }
  if (adopted.effective_until && *adopted.effective_until < adopted.effective_from) {
    return refuse(RefusalCode::out_of_range, "/payload/effective_until",
                  "not before " + to_text(adopted.effective_from), to_text(*adopted.effective_until));
  }
  const auto text = whole_document(context, adopted.digest);
  if (!text) return text.failure();
  const auto rules = parse_rule_set(*text);
  if (!rules) return as_invalid(rules.failure());
  const RuleSetHead& head = head_of(*rules);
  if (head.name != adopted.name) return invalid("/payload/name", head.name, adopted.name);
  if (head.version != adopted.version) {
    return invalid("/payload/version", std::to_string(head.version), std::to_string(adopted.version));
  }
  return done();
}

void fold_rule_set(DecisionState& state, const DecodedEvent& event, std::string_view,
                   const control::RuleSetAdopted& adopted) {
  state.put(state_keys::rule_set(adopted.name, adopted.version), state_keys::raw(adopted.digest));
  const auto record = find_document(state, adopted.digest);
  if (!record) return;
  const auto rules = parse_rule_set(document_text(state, adopted.digest, *record));
  if (!rules) return;
  if (const auto* attendance = std::get_if<AttendanceRuleSet>(&*rules)) {
    add_attendance_rules(state, {.adopted_at = event.event.position.sequence,
                                 .from = adopted.effective_from,
                                 .until = adopted.effective_until,
                                 .digest = adopted.digest,
                                 .late_minutes_max = attendance->late_minutes_max,
                                 .sign_in_opens_minutes = attendance->sign_in_opens_minutes});
  }
  if (const auto* rubric = std::get_if<RubricRuleSet>(&*rules)) put_rubric(state, adopted.digest, rubric->full_centi);
}

Status check_calendar(const RuleContext& context, const control::CalendarAdopted& adopted) {
  if (auto fits = stream_names(context, adopted.name); !fits) return fits;
  const auto text = whole_document(context, adopted.digest);
  if (!text) return text.failure();
  const auto bytes = document_from_json("document.Calendar", *text);
  if (!bytes) return as_invalid(bytes.failure());
  const auto calendar = read_table<document::Calendar>(*bytes);
  if (calendar.name != adopted.name) return invalid("/payload/name", calendar.name, adopted.name);
  const std::string year = std::to_string(calendar.year) + "-";
  for (std::size_t i = 0; i < calendar.days.size(); ++i) {
    const std::string day = to_text(calendar.days[i].date);
    if (!day.starts_with(year)) return invalid("/payload/digest", "days of " + std::to_string(calendar.year), day);
    if (i > 0 && calendar.days[i].date <= calendar.days[i - 1].date) {
      return invalid("/payload/digest", "days in order, each once", day);
    }
  }
  return done();
}

Status check_code_table(const RuleContext& context, const control::CodeTableAdopted& adopted) {
  if (auto fits = stream_names(context, adopted.name); !fits) return fits;
  const auto text = whole_document(context, adopted.digest);
  if (!text) return text.failure();
  const auto bytes = document_from_json("document.CodeTable", *text);
  if (!bytes) return as_invalid(bytes.failure());
  const auto table = read_table<document::CodeTable>(*bytes);
  if (table.name != adopted.name) return invalid("/payload/name", table.name, adopted.name);
  std::set<std::string_view> codes;
  for (const auto& code : table.codes) {
    if (code.parent && !codes.contains(*code.parent)) {
      return invalid("/payload/digest", "a parent before its codes", *code.parent);
    }
    if (!codes.insert(code.code).second) return invalid("/payload/digest", "each code once", code.code);
  }
  return done();
}

}  // namespace

std::span<const Rule> adoption_rules() {
  static constexpr std::array rules{
      rule<control::SchemaAdopted, check_schema, fold_nothing<control::SchemaAdopted>>(),
      rule<control::RuleSetAdopted, check_rule_set, fold_rule_set>(),
      rule<control::CalendarAdopted, check_calendar, fold_nothing<control::CalendarAdopted>>(),
      rule<control::CodeTableAdopted, check_code_table, fold_nothing<control::CodeTableAdopted>>(),
  };
  return rules;
}

}  // namespace shiji::ledger
