// Telemetry: a batch of a school, a day and a number is recorded once, and is what its count and root say.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/state_codec.h"
#include "rules/state_keys.h"
#include "shiji/ledger/rules/telemetry.h"

#include <array>

namespace shiji::ledger {
namespace {

/// The batches of a school: a group, by day and number.
state_keys::StateKey batches_of(std::string_view school) { return state_keys::StateKey({"batches/", school}); }

std::string batch_member(const telemetry::BatchRecorded& batch) {
  return StateWriter().number(batch.day.value).number(batch.batch).take();
}

Status check_batch_alone(const DecodedEvent& command) {
  return check_telemetry(payload_of<telemetry::BatchRecorded>(command));
}

Status check_batch(const RuleContext& context, const telemetry::BatchRecorded& batch) {
  if (auto fits = stream_names(context, batch.school); !fits) return fits;
  if (auto known = check_school_known(context, batch.school, "/payload/school"); !known) return known;
  if (!context.state.get_member(batches_of(batch.school), batch_member(batch))) return done();
  return refuse(RefusalCode::batch_repeated, "/payload/batch", "",
                to_text(batch.day) + " " + std::to_string(batch.batch));
}

void fold_batch(DecisionState& state, const DecodedEvent&, std::string_view, const telemetry::BatchRecorded& batch) {
  state.put_member(batches_of(batch.school), batch_member(batch), StateWriter().flag(true).take());
}

constexpr Rule batch_rule() {
  Rule out = rule<telemetry::BatchRecorded, check_batch, fold_batch>();
  out.check_alone = check_batch_alone;
  return out;
}

}  // namespace

std::span<const Rule> telemetry_rules() {
  static constexpr std::array rules{batch_rule()};
  return rules;
}

}  // namespace shiji::ledger
