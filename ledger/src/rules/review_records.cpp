#include "rules/review_records.h"

#include "rules/refuse.h"
#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

state_keys::StateKey expert_key(const Subject& expert) {
  return state_keys::StateKey({"expert/", state_keys::raw(expert)});
}
state_keys::StateKey rubric_key(const Hash& digest) {
  return state_keys::StateKey({"rules/rubric/", state_keys::raw(digest)});
}
state_keys::StateKey review_key(std::string_view id) { return state_keys::StateKey({"review/", id}); }
state_keys::StateKey opinions_key(std::string_view id) { return state_keys::StateKey({"opinions/", id}); }

Total read_total(std::string_view value) { return StateReader(value).optional_number<std::uint32_t>(); }

}  // namespace

std::optional<ExpertRecord> find_expert(const DecisionState& state, const Subject& expert) {
  const auto value = state.get(expert_key(expert));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const bool suspended = reader.flag();
  return ExpertRecord{suspended, std::string(reader.text())};
}

void put_expert(DecisionState& state, const Subject& expert, const ExpertRecord& record) {
  state.put(expert_key(expert), StateWriter().flag(record.suspended).text(record.actor).take());
}

Status check_expert_serves(const RuleContext& context, const Subject& expert, std::string_view place) {
  const auto record = find_expert(context.state, expert);
  if (!record) return refuse(RefusalCode::expert_unknown, place, "", to_hex(expert.span()));
  if (record->suspended) return refuse(RefusalCode::expert_suspended, place, "", to_hex(expert.span()));
  return done();
}

std::optional<std::vector<std::uint32_t>> find_rubric(const DecisionState& state, const Hash& digest) {
  const auto value = state.get(rubric_key(digest));
  if (!value) return std::nullopt;
  std::vector<std::uint32_t> out;
  for (StateReader reader(*value); !reader.at_end();) out.push_back(reader.number<std::uint32_t>());
  return out;
}

void put_rubric(DecisionState& state, const Hash& digest, const std::vector<std::uint32_t>& full_centi) {
  StateWriter writer;
  for (const auto full : full_centi) writer.number(full);
  state.put(rubric_key(digest), writer.take());
}

std::optional<ReviewRecord> find_review(const DecisionState& state, std::string_view id) {
  const auto value = state.get(review_key(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  ReviewRecord out;
  out.object_kind = static_cast<review::ObjectKind>(reader.number<std::uint8_t>());
  out.object = reader.fixed<Hash>();
  out.rubric = reader.fixed<Hash>();
  if (reader.flag()) out.author = reader.fixed<Subject>();
  return out;
}

void put_review(DecisionState& state, std::string_view id, const ReviewRecord& record) {
  StateWriter writer;
  writer.number(static_cast<std::uint8_t>(record.object_kind)).bytes(record.object.span()).bytes(record.rubric.span());
  writer.flag(record.author.has_value());
  if (record.author) writer.bytes(record.author->span());
  state.put(review_key(id), writer.take());
}

std::optional<Total> find_opinion(const DecisionState& state, std::string_view id, const Subject& expert) {
  const auto value = state.get_member(opinions_key(id), state_keys::raw(expert));
  if (!value) return std::nullopt;
  return read_total(*value);
}

void put_opinion(DecisionState& state, std::string_view id, const Subject& expert, Total total_centi) {
  state.put_member(opinions_key(id), state_keys::raw(expert), StateWriter().optional_number(total_centi).take());
}

void each_opinion(const DecisionState& state, std::string_view id,
                  const std::function<void(const Subject& expert, Total total_centi)>& visit) {
  state.each_member(opinions_key(id), [&](std::string_view member, std::string_view value) {
    visit(StateReader(member).fixed<Subject>(), read_total(value));
    return true;
  });
}

}  // namespace shiji::ledger
