#include "rules/known_parties.h"

#include "rules/identity_records.h"
#include "rules/refuse.h"
#include "rules/state_keys.h"

namespace shiji::ledger {

Status check_teacher_known(const RuleContext& context, const Subject& teacher, std::string_view place) {
  if (teacher_registered(context.state, teacher)) return done();
  return refuse(RefusalCode::teacher_unknown, place, "", to_hex(teacher.span()));
}

Status check_school_known(const RuleContext& context, std::string_view code, std::string_view place) {
  if (context.state.has(state_keys::school(code))) return done();
  return refuse(RefusalCode::school_unknown, place, "", code);
}

Status check_not_empty(std::string_view text, std::string_view place) {
  if (!text.empty()) return done();
  return refuse(RefusalCode::out_of_range, place, "at least one character", "");
}

}  // namespace shiji::ledger
