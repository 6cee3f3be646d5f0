// mentoring: pairs of a mentor and a novice, the time they spent, and what came of it.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace mentoring = ledger::mentoring;

struct PairState final : FieldState<PairState> {
  ledger::Subject mentor, novice;
  std::optional<ledger::Date> from;
  std::uint64_t meetings = 0, minutes = 0;
  mentoring::Appraisal appraisal{};
  bool ended = false;

  static auto fields(auto& self) {
    return std::tie(self.mentor, self.novice, self.from, self.meetings, self.minutes, self.appraisal, self.ended);
  }
};

template <typename Payload>
void join(PairState& state, const Payload& payload) {
  state.mentor = payload.mentor;
  state.novice = payload.novice;
}

constexpr ReadModelInfo::Column columns[] = {
    {"pair", "结对", "Pair"},           {"mentor", "师父", "Mentor"},     {"novice", "徒弟", "Novice"},
    {"from", "开始日期", "From"},       {"meetings", "次数", "Meetings"}, {"minutes", "分钟", "Minutes"},
    {"appraisal", "考核", "Appraisal"}, {"ended", "已结束", "Ended"},
};
constexpr ReadModelInfo model_info = {"mentoring", 1, "pair", "师徒结对", "Mentoring", columns, {}};
constexpr EventType folded[] = {EventType::mentoring_PairMatched, EventType::mentoring_MentoringLogged,
                                EventType::mentoring_PairEnded, EventType::mentoring_MentoringConcluded};

class Mentoring final : public ProjectionOf<PairState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(PairState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::mentoring_PairMatched: {
        const auto payload = payload_of<mentoring::PairMatched>(event);
        join(state, payload);
        state.from = payload.from;
        return;
      }
      case EventType::mentoring_MentoringLogged: {
        const auto payload = payload_of<mentoring::MentoringLogged>(event);
        join(state, payload);
        ++state.meetings;
        state.minutes += payload.minutes;
        return;
      }
      case EventType::mentoring_PairEnded: {
        const auto payload = payload_of<mentoring::PairEnded>(event);
        join(state, payload);
        state.appraisal = payload.appraisal;
        state.ended = true;
        return;
      }
      default: {
        // What the rules added up is the last word.
        const auto payload = payload_of<mentoring::MentoringConcluded>(event);
        join(state, payload);
        state.meetings = payload.meetings;
        state.minutes = payload.minutes;
        state.appraisal = payload.appraisal;
      }
    }
  }

  [[nodiscard]] Record show(std::string_view key, const PairState& state, const ledger::RuleBook&) const override {
    Fields out = {
        {"pair", std::string(key)},
        {"mentor", hex(state.mentor)},
        {"novice", hex(state.novice)},
    };
    if (state.from) out.emplace_back("from", to_text(*state.from));
    out.emplace_back("meetings", amount(state.meetings));
    out.emplace_back("minutes", amount(state.minutes));
    if (state.ended) out.emplace_back("appraisal", named(state.appraisal));
    out.emplace_back("ended", state.ended);
    return out;
  }
};

}  // namespace

const Projection& mentoring_projection() {
  static const Mentoring projection;
  return projection;
}

}  // namespace shiji::projections
