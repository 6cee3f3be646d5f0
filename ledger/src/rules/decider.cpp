#include "shiji/ledger/rules/decider.h"

#include "rules/concerned_units.h"
#include "rules/form_rules.h"
#include "rules/refuse.h"
#include "rules/rule_table.h"

#include <array>

namespace shiji::ledger {
namespace {

using RulesByType = std::array<const Rule*, event_type_count + 1>;

RulesByType index_rules() {
  RulesByType out{};
  for (const auto rules :
       {ledger_rules(),      ledger_key_rules(), document_part_rules(), adoption_rules(), actor_rules(),
        person_rules(),      employment_rules(), session_rules(),       sign_in_rules(),  activity_rules(),
        material_rules(),    reporting_rules(),  resource_rules(),      expert_rules(),   review_rules(),
        vote_rules(),        highlight_rules(),  mentoring_rules(),     outreach_rules(), support_rules(),
        achievement_rules(), telemetry_rules()}) {
    for (const Rule& rule : rules) out[static_cast<std::size_t>(rule.type)] = &rule;
  }
  return out;
}

const Rule* rule_of(EventType type) {
  static const RulesByType rules = index_rules();
  return rules[static_cast<std::size_t>(type)];
}

}  // namespace

struct Decider::Cache {
  std::string origin;
};

Decider::Decider(std::string origin) : cache_(std::make_unique<Cache>(Cache{std::move(origin)})) {}

Decider::~Decider() = default;

Result<std::vector<AddedEvent>> Decider::decide(const DecisionState& state, const DecodedEvent& command, Time now) {
  if (auto form = check_form(command, now); !form) return form.failure();
  const Rule* rule = rule_of(command.type);
  if (rule == nullptr) return refuse(RefusalCode::unknown_type, "/type", "", command.event.type);
  const auto name = name_in_stream(command.event.stream, info_of(command.type).stream_family);
  return rule->decide({state, command, now, cache_->origin, name.value_or(std::string_view())});
}

Status check_alone(const DecodedEvent& command) {
  const Rule* rule = rule_of(command.type);
  if (rule == nullptr || rule->check_alone == nullptr) return done();
  return rule->check_alone(command);
}

bool is_checked_alone(EventType type) {
  const Rule* rule = rule_of(type);
  return rule != nullptr && rule->check_alone != nullptr;
}

void Decider::fold(DecisionState& state, const DecodedEvent& event) {
  fold_unit_of_stream(state, event);
  const Rule* rule = rule_of(event.type);
  if (rule == nullptr) return;  // added by rules, or of a later build: nothing is decided by it here
  const auto name = name_in_stream(event.event.stream, info_of(event.type).stream_family);
  rule->fold(state, event, name.value_or(std::string_view()));
}

}  // namespace shiji::ledger
