// The resource bank and the item bank: put in once, reviewed once, taken out once.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/stage_records.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::string_view resources = "resource/";
constexpr std::string_view items = "item/";
constexpr std::uint32_t ppm_max = 1'000'000;

enum class ResourceStage : std::uint8_t { published = 1, retired = 2 };
enum class ItemStage : std::uint8_t { submitted = 1, accepted = 2, rejected = 3, retired = 4 };

Status check_published(const RuleContext& context, const resource::ResourcePublished& published) {
  if (find_stage<ResourceStage>(context.state, resources, context.stream_name)) {
    return refuse(RefusalCode::resource_exists, "/stream", "", context.command.event.stream);
  }
  if (auto named = check_not_empty(published.title, "/payload/title"); !named) return named;
  return check_teacher_known(context, published.contributor, "/payload/contributor");
}

void fold_published(DecisionState& state, const DecodedEvent&, std::string_view id,
                    const resource::ResourcePublished&) {
  put_stage(state, resources, id, ResourceStage::published);
}

Status check_resource_retired(const RuleContext& context, const resource::ResourceRetired&) {
  const auto stage = find_stage<ResourceStage>(context.state, resources, context.stream_name);
  const std::string_view stream = context.command.event.stream;
  if (!stage) return refuse(RefusalCode::resource_unknown, "/stream", "", stream);
  if (*stage == ResourceStage::retired) return refuse(RefusalCode::resource_retired, "/stream", "", stream);
  return done();
}

void fold_resource_retired(DecisionState& state, const DecodedEvent&, std::string_view id,
                           const resource::ResourceRetired&) {
  put_stage(state, resources, id, ResourceStage::retired);
}

Status check_item(const RuleContext& context, const resource::ItemSubmitted& submitted) {
  if (find_stage<ItemStage>(context.state, items, context.stream_name)) {
    return refuse(RefusalCode::item_exists, "/stream", "", context.command.event.stream);
  }
  if (submitted.difficulty_ppm > ppm_max) {
    return refuse(RefusalCode::out_of_range, "/payload/difficulty_ppm", "0 to " + std::to_string(ppm_max),
                  std::to_string(submitted.difficulty_ppm));
  }
  return check_teacher_known(context, submitted.contributor, "/payload/contributor");
}

void fold_item(DecisionState& state, const DecodedEvent&, std::string_view id, const resource::ItemSubmitted&) {
  put_stage(state, items, id, ItemStage::submitted);
}

Status check_item_reviewed(const RuleContext& context, const resource::ItemReviewed&) {
  const auto stage = find_stage<ItemStage>(context.state, items, context.stream_name);
  const std::string_view stream = context.command.event.stream;
  if (!stage) return refuse(RefusalCode::item_unknown, "/stream", "", stream);
  if (*stage != ItemStage::submitted) return refuse(RefusalCode::item_decided, "/stream", "", stream);
  return done();
}

void fold_item_reviewed(DecisionState& state, const DecodedEvent&, std::string_view id,
                        const resource::ItemReviewed& reviewed) {
  put_stage(state, items, id, reviewed.accepted ? ItemStage::accepted : ItemStage::rejected);
}

Status check_item_retired(const RuleContext& context, const resource::ItemRetired&) {
  const auto stage = find_stage<ItemStage>(context.state, items, context.stream_name);
  const std::string_view stream = context.command.event.stream;
  if (!stage) return refuse(RefusalCode::item_unknown, "/stream", "", stream);
  if (*stage == ItemStage::retired) return refuse(RefusalCode::item_decided, "/stream", "", stream);
  return done();
}

void fold_item_retired(DecisionState& state, const DecodedEvent&, std::string_view id, const resource::ItemRetired&) {
  put_stage(state, items, id, ItemStage::retired);
}

}  // namespace

std::span<const Rule> resource_rules() {
  static constexpr std::array rules{
      rule<resource::ResourcePublished, check_published, fold_published>(),
      rule<resource::ResourceRetired, check_resource_retired, fold_resource_retired>(),
      rule<resource::ItemSubmitted, check_item, fold_item>(),
      rule<resource::ItemReviewed, check_item_reviewed, fold_item_reviewed>(),
      rule<resource::ItemRetired, check_item_retired, fold_item_retired>(),
  };
  return rules;
}

}  // namespace shiji::ledger
