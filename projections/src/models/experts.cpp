// experts: who may review, how much each was asked and did, how near to the others, and whether that is changing.
//
// Out of the concluded reviews an expert took part in, d being the expert's total less the trimmed mean:
//   deviation_centi = floor(sum |d| / reviews)             the mean distance from the trimmed mean
//   deviation_ppm   = floor(sum |d| * 10^6 / sum of full marks), so that rubrics of any size compare
//   drift_centi     = floor(mean d of the last 20 reviews - mean d of all before), once there is one before them
// Each is rounded down once, towards smaller numbers; a positive drift is an expert who grows milder. "Last" is in the
// order of conclusion.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace review = ledger::review;

constexpr std::size_t recent_max = 20;

struct ExpertState final : FieldState<ExpertState> {
  bool enrolled = false;
  review::ExpertKind kind{};
  std::string subject_code;
  bool suspended = false;
  std::uint64_t assigned = 0, reviews = 0, votes = 0;
  std::uint64_t concluded = 0, distance_centi = 0, full_centi = 0;  ///< sums over concluded reviews
  std::vector<std::int32_t> recent_centi;                           ///< deviations of the last ones, oldest first
  std::int64_t before_centi = 0;                                    ///< sum of all deviations before those

  static auto fields(auto& self) {
    return std::tie(self.enrolled, self.kind, self.subject_code, self.suspended, self.assigned, self.reviews,
                    self.votes, self.concluded, self.distance_centi, self.full_centi, self.recent_centi,
                    self.before_centi);
  }
};

void conclude(ExpertState& state, std::int32_t deviation_centi, std::uint32_t full_centi) {
  ++state.concluded;
  state.distance_centi += static_cast<std::uint64_t>(std::abs(std::int64_t{deviation_centi}));
  state.full_centi += full_centi;
  state.recent_centi.push_back(deviation_centi);
  if (state.recent_centi.size() <= recent_max) return;
  state.before_centi += state.recent_centi.front();
  state.recent_centi.erase(state.recent_centi.begin());
}

std::int64_t floor_of(std::int64_t numerator, std::int64_t denominator) {
  const auto quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

std::int64_t drift_centi(const ExpertState& state) {
  const auto recent = static_cast<std::int64_t>(state.recent_centi.size());
  const auto before = static_cast<std::int64_t>(state.concluded) - recent;
  std::int64_t recent_sum = 0;
  for (const auto deviation : state.recent_centi) recent_sum += deviation;
  return floor_of(recent_sum * before - state.before_centi * recent, recent * before);
}

constexpr ReadModelInfo::Column columns[] = {
    {"expert", "专家", "Expert"},
    {"kind", "类别", "Kind"},
    {"subject_code", "学科代码", "Subject"},
    {"suspended", "已暂停", "Suspended"},
    {"assigned", "分配", "Assigned"},
    {"reviews", "评审人次", "Reviews"},
    {"votes", "出席表决", "Votes attended"},
    {"concluded", "已结评审", "Concluded"},
    {"deviation_centi", "平均偏差 (×100)", "Mean deviation (×100)"},
    {"deviation_ppm", "偏差率 (ppm)", "Deviation rate (ppm)"},
    {"drift_centi", "尺度漂移 (×100)", "Drift (×100)"},
};
constexpr ReadModelInfo model_info = {"experts", 1, "expert", "智库专家", "Think-tank experts", columns, {}};
constexpr EventType folded[] = {EventType::review_ExpertEnrolled,   EventType::review_ExpertSuspended,
                                EventType::review_ExpertReinstated, EventType::review_ReviewScored,
                                EventType::review_ReviewAssigned,   EventType::review_OpenVoteRecorded,
                                EventType::review_ReviewConcluded};

class Experts final : public ProjectionOf<ExpertState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    switch (event.type) {
      case EventType::review_ExpertEnrolled:
        return out.add(payload_of<review::ExpertEnrolled>(event).expert);
      case EventType::review_ExpertSuspended:
        return out.add(payload_of<review::ExpertSuspended>(event).expert);
      case EventType::review_ExpertReinstated:
        return out.add(payload_of<review::ExpertReinstated>(event).expert);
      case EventType::review_ReviewScored:
        return out.add(payload_of<review::ReviewScored>(event).expert);
      case EventType::review_ReviewAssigned:
        for (const auto& expert : payload_of<review::ReviewAssigned>(event).experts) out.add(expert);
        return;
      case EventType::review_OpenVoteRecorded:
        for (const auto& member : payload_of<review::OpenVoteRecorded>(event).present) out.add(member);
        return;
      case EventType::review_ReviewConcluded: {
        const auto opinions = payload_of<review::ReviewConcluded>(event).opinions;
        for (std::uint32_t i = 0; i < opinions.size(); ++i) out.add(opinions[i].expert, i);
        return;
      }
      default:
        return;
    }
  }

 protected:
  void fold(ExpertState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::review_ExpertEnrolled: {
        const auto payload = payload_of<review::ExpertEnrolled>(event);
        state.enrolled = true;
        state.kind = payload.kind;
        state.subject_code = payload.subject_code;
        return;
      }
      case EventType::review_ExpertSuspended:
        state.suspended = true;
        return;
      case EventType::review_ExpertReinstated:
        state.suspended = false;
        return;
      case EventType::review_ReviewScored:
        ++state.reviews;
        return;
      case EventType::review_ReviewAssigned:
        ++state.assigned;
        return;
      case EventType::review_OpenVoteRecorded:
        ++state.votes;
        return;
      default: {
        const auto payload = payload_of<review::ReviewConcluded>(event);
        return conclude(state, payload.opinions[key.item].deviation_centi, payload.full_centi);
      }
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ExpertState& state, const ledger::RuleBook&) const override {
    Fields out = {{"expert", std::string(key)}};
    if (state.enrolled) {
      out.emplace_back("kind", named(state.kind));
      out.emplace_back("subject_code", state.subject_code);
    }
    out.emplace_back("suspended", state.suspended);
    out.emplace_back("assigned", amount(state.assigned));
    out.emplace_back("reviews", amount(state.reviews));
    out.emplace_back("votes", amount(state.votes));
    out.emplace_back("concluded", amount(state.concluded));
    if (state.concluded > 0) out.emplace_back("deviation_centi", amount(state.distance_centi / state.concluded));
    if (state.full_centi > 0) {
      out.emplace_back("deviation_ppm", amount(state.distance_centi * 1'000'000 / state.full_centi));
    }
    if (state.concluded > state.recent_centi.size()) out.emplace_back("drift_centi", drift_centi(state));
    return out;
  }
};

}  // namespace

const Projection& experts_projection() {
  static const Experts projection;
  return projection;
}

}  // namespace shiji::projections
