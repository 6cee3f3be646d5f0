// Materials of an activity: handed in, replaced, withdrawn, accepted. A file is named by its digest.
#include "rules/activity_records.h"
#include "rules/known_parties.h"
#include "rules/refuse.h"

#include <array>

namespace shiji::ledger {
namespace {

std::string text_of_digest(const Hash& digest) { return to_hex(digest.span()); }

Status check_new(const RuleContext& context, const Hash& material, std::uint64_t size_bytes) {
  if (find_material(context.state, context.stream_name, material)) {
    return refuse(RefusalCode::material_exists, "/payload/material", "", text_of_digest(material));
  }
  if (size_bytes == 0) return refuse(RefusalCode::out_of_range, "/payload/size_bytes", "at least 1", "0");
  return done();
}

/// The material as it was handed in by `teacher` and nobody decided on since.
Status check_open_material(const RuleContext& context, const Hash& material, const Subject& teacher,
                           std::string_view place) {
  const auto record = find_material(context.state, context.stream_name, material);
  if (!record) return refuse(RefusalCode::material_unknown, place, "", text_of_digest(material));
  if (record->teacher != teacher) {
    return refuse(RefusalCode::material_of_another, "/payload/teacher", to_hex(record->teacher.span()),
                  to_hex(teacher.span()));
  }
  if (record->stage == MaterialStage::submitted) return done();
  return refuse(RefusalCode::material_decided, place, "", text_of_digest(material));
}

Status check_submitted(const RuleContext& context, const research::MaterialSubmitted& submitted) {
  if (const auto activity = open_activity(context); !activity) return activity.failure();
  if (!takes_part(context.state, context.stream_name, submitted.teacher)) {
    return refuse(RefusalCode::not_joined, "/payload/teacher", "", to_hex(submitted.teacher.span()));
  }
  return check_new(context, submitted.material, submitted.size_bytes);
}

void fold_submitted(DecisionState& state, const DecodedEvent&, std::string_view id,
                    const research::MaterialSubmitted& submitted) {
  put_material(state, id, submitted.material, {MaterialStage::submitted, submitted.teacher});
}

Status check_replaced(const RuleContext& context, const research::MaterialReplaced& replaced) {
  if (const auto activity = open_activity(context); !activity) return activity.failure();
  if (auto open = check_open_material(context, replaced.replaced, replaced.teacher, "/payload/replaced"); !open) {
    return open;
  }
  return check_new(context, replaced.material, replaced.size_bytes);
}

void fold_replaced(DecisionState& state, const DecodedEvent&, std::string_view id,
                   const research::MaterialReplaced& replaced) {
  put_material(state, id, replaced.replaced, {MaterialStage::replaced, replaced.teacher});
  put_material(state, id, replaced.material, {MaterialStage::submitted, replaced.teacher});
}

Status check_withdrawn(const RuleContext& context, const research::MaterialWithdrawn& withdrawn) {
  if (const auto activity = open_activity(context); !activity) return activity.failure();
  return check_open_material(context, withdrawn.material, withdrawn.teacher, "/payload/material");
}

void fold_withdrawn(DecisionState& state, const DecodedEvent&, std::string_view id,
                    const research::MaterialWithdrawn& withdrawn) {
  put_material(state, id, withdrawn.material, {MaterialStage::withdrawn, withdrawn.teacher});
}

/// What was handed in may be accepted after the activity closed: somebody has to read it first.
Status check_accepted(const RuleContext& context, const research::MaterialAccepted& accepted) {
  if (!find_activity(context.state, context.stream_name)) {
    return refuse(RefusalCode::activity_unknown, "/stream", "", context.command.event.stream);
  }
  const auto record = find_material(context.state, context.stream_name, accepted.material);
  if (!record) {
    return refuse(RefusalCode::material_unknown, "/payload/material", "", text_of_digest(accepted.material));
  }
  return check_open_material(context, accepted.material, record->teacher, "/payload/material");
}

void fold_accepted(DecisionState& state, const DecodedEvent&, std::string_view id,
                   const research::MaterialAccepted& accepted) {
  auto record = find_material(state, id, accepted.material);
  if (!record) return;
  record->stage = MaterialStage::accepted;
  put_material(state, id, accepted.material, *record);
}

}  // namespace

std::span<const Rule> material_rules() {
  static constexpr std::array rules{
      rule<research::MaterialSubmitted, check_submitted, fold_submitted>(),
      rule<research::MaterialReplaced, check_replaced, fold_replaced>(),
      rule<research::MaterialWithdrawn, check_withdrawn, fold_withdrawn>(),
      rule<research::MaterialAccepted, check_accepted, fold_accepted>(),
  };
  return rules;
}

}  // namespace shiji::ledger
