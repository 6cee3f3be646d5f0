// Mentoring: a pair is matched, spends time, and ends with an appraisal; the ledger adds up the time.
#include "rules/known_parties.h"
#include "rules/minute.h"
#include "rules/refuse.h"
#include "rules/state_codec.h"
#include "rules/state_keys.h"
#include "shiji/ledger/events/codec.h"

#include <array>

namespace shiji::ledger {
namespace {

struct PairRecord {
  bool ended = false;
  Subject mentor, novice;
  std::uint32_t meetings = 0;
  std::uint32_t minutes = 0;
};

state_keys::StateKey pair_key(std::string_view id) { return state_keys::StateKey({"pair/", id}); }

std::optional<PairRecord> find_pair(const DecisionState& state, std::string_view id) {
  const auto value = state.get(pair_key(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  PairRecord out;
  out.ended = reader.flag();
  out.mentor = reader.fixed<Subject>();
  out.novice = reader.fixed<Subject>();
  out.meetings = reader.number<std::uint32_t>();
  out.minutes = reader.number<std::uint32_t>();
  return out;
}

void put_pair(DecisionState& state, std::string_view id, const PairRecord& record) {
  StateWriter writer;
  writer.flag(record.ended).bytes(record.mentor.span()).bytes(record.novice.span());
  state.put(pair_key(id), writer.number(record.meetings).number(record.minutes).take());
}

Status check_matched(const RuleContext& context, const mentoring::PairMatched& matched) {
  if (find_pair(context.state, context.stream_name)) {
    return refuse(RefusalCode::pair_exists, "/stream", "", context.command.event.stream);
  }
  if (matched.mentor == matched.novice) {
    return refuse(RefusalCode::mentor_is_novice, "/payload/novice", "somebody else", to_hex(matched.novice.span()));
  }
  if (auto known = check_teacher_known(context, matched.mentor, "/payload/mentor"); !known) return known;
  return check_teacher_known(context, matched.novice, "/payload/novice");
}

void fold_matched(DecisionState& state, const DecodedEvent&, std::string_view id,
                  const mentoring::PairMatched& matched) {
  put_pair(state, id, {false, matched.mentor, matched.novice, 0, 0});
}

/// The pair of the command's stream, going on, and of the two the command names.
template <typename P>
Result<PairRecord> pair_going_on(const RuleContext& context, const P& payload) {
  const std::string_view stream = context.command.event.stream;
  auto pair = find_pair(context.state, context.stream_name);
  if (!pair) return refuse(RefusalCode::pair_unknown, "/stream", "", stream);
  if (pair->ended) return refuse(RefusalCode::pair_ended, "/stream", "", stream);
  if (payload.mentor != pair->mentor) {
    return refuse(RefusalCode::untrue_field, "/payload/mentor", to_hex(pair->mentor.span()),
                  to_hex(payload.mentor.span()));
  }
  if (payload.novice != pair->novice) {
    return refuse(RefusalCode::untrue_field, "/payload/novice", to_hex(pair->novice.span()),
                  to_hex(payload.novice.span()));
  }
  return *pair;
}

Status check_logged(const RuleContext& context, const mentoring::MentoringLogged& logged) {
  if (const auto pair = pair_going_on(context, logged); !pair) return pair.failure();
  if (logged.minutes > 0 && logged.minutes <= minutes_per_day) return done();
  return refuse(RefusalCode::out_of_range, "/payload/minutes", "1 to " + std::to_string(minutes_per_day),
                std::to_string(logged.minutes));
}

void fold_logged(DecisionState& state, const DecodedEvent&, std::string_view id,
                 const mentoring::MentoringLogged& logged) {
  auto pair = find_pair(state, id);
  if (!pair) return;
  ++pair->meetings;
  pair->minutes += logged.minutes;
  put_pair(state, id, *pair);
}

Result<Added> decide_ended(const RuleContext& context) {
  const auto ended = payload_of<mentoring::PairEnded>(context.command);
  const auto pair = pair_going_on(context, ended);
  if (!pair) return pair.failure();
  const mentoring::MentoringConcluded payload{.mentor = pair->mentor,
                                              .novice = pair->novice,
                                              .meetings = pair->meetings,
                                              .minutes = pair->minutes,
                                              .appraisal = ended.appraisal};
  const Event& event = context.command.event;
  Added out;
  out.push_back({.type = mentoring::MentoringConcluded::type,
                 .stream = std::string(event.stream),
                 .payload = encode_payload(payload),
                 .working_unit = std::string(event.working_unit.value_or("")),
                 .occurred_at = std::nullopt,
                 .business_date = event.business_date.value_or(business_date_of(context.now)),
                 .subjects = {pair->mentor, pair->novice},
                 .rule_set = std::nullopt});
  return out;
}

void fold_ended(DecisionState& state, const DecodedEvent&, std::string_view id) {
  auto pair = find_pair(state, id);
  if (!pair) return;
  pair->ended = true;
  put_pair(state, id, *pair);
}

}  // namespace

std::span<const Rule> mentoring_rules() {
  static constexpr std::array rules{
      rule<mentoring::PairMatched, check_matched, fold_matched>(),
      rule<mentoring::MentoringLogged, check_logged, fold_logged>(),
      Rule{mentoring::PairEnded::type, decide_ended, fold_ended},
  };
  return rules;
}

}  // namespace shiji::ledger
