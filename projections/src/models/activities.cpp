// activities: a teaching-research activity, who took part, and what became of the materials.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace research = ledger::research;

struct ActivityState final : FieldState<ActivityState> {
  std::string title;
  ledger::Level level{};
  research::Channel channel{};
  ledger::identity::Stage stage{};
  std::string subject_code;
  ledger::Time opens_at, closes_at;
  std::uint64_t participations = 0;
  std::uint64_t submitted = 0, replaced = 0, withdrawn = 0, accepted = 0, promoted = 0;
  bool closed = false;

  static auto fields(auto& self) {
    return std::tie(self.title, self.level, self.channel, self.stage, self.subject_code, self.opens_at, self.closes_at,
                    self.participations, self.submitted, self.replaced, self.withdrawn, self.accepted, self.promoted,
                    self.closed);
  }
};

void open(ActivityState& state, const research::ActivityOpened& payload) {
  state.title = payload.title;
  state.level = payload.level;
  state.channel = payload.channel;
  state.stage = payload.stage;
  state.subject_code = payload.subject_code;
  state.opens_at = payload.opens_at;
  state.closes_at = payload.closes_at;
}

constexpr ReadModelInfo::Column columns[] = {
    {"activity", "活动", "Activity"},
    {"title", "名称", "Title"},
    {"level", "级别", "Level"},
    {"channel", "通道", "Channel"},
    {"stage", "学段", "Stage"},
    {"subject_code", "学科代码", "Subject"},
    {"opens_at", "开始", "Opens"},
    {"closes_at", "截止", "Closes"},
    {"participations", "参与人次", "Participations"},
    {"materials", "提交材料", "Materials"},
    {"replaced", "替换", "Replaced"},
    {"withdrawn", "撤回", "Withdrawn"},
    {"accepted", "采纳", "Accepted"},
    {"promoted", "推优", "Promoted"},
    {"closed", "已结束", "Closed"},
};
constexpr ReadModelInfo model_info = {"activities", 1, "activity", "教研活动", "Teaching-research activities",
                                      columns,      {}};
constexpr EventType folded[] = {EventType::research_ActivityOpened,    EventType::research_ActivityJoined,
                                EventType::research_MaterialSubmitted, EventType::research_MaterialReplaced,
                                EventType::research_MaterialWithdrawn, EventType::research_MaterialAccepted,
                                EventType::research_ActivityClosed};

class Activities final : public ProjectionOf<ActivityState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(ActivityState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::research_ActivityOpened:
        return open(state, payload_of<research::ActivityOpened>(event));
      case EventType::research_ActivityJoined:
        ++state.participations;
        return;
      case EventType::research_MaterialSubmitted:
        ++state.submitted;
        return;
      case EventType::research_MaterialReplaced:
        ++state.replaced;
        return;
      case EventType::research_MaterialWithdrawn:
        ++state.withdrawn;
        return;
      case EventType::research_MaterialAccepted:
        ++state.accepted;
        if (payload_of<research::MaterialAccepted>(event).promoted) ++state.promoted;
        return;
      default:
        state.closed = true;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ActivityState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"activity", std::string(key)},
        {"title", state.title},
        {"level", named(state.level)},
        {"channel", named(state.channel)},
        {"stage", named(state.stage)},
        {"subject_code", state.subject_code},
        {"opens_at", to_text(state.opens_at)},
        {"closes_at", to_text(state.closes_at)},
        {"participations", amount(state.participations)},
        {"materials", amount(state.submitted)},
        {"replaced", amount(state.replaced)},
        {"withdrawn", amount(state.withdrawn)},
        {"accepted", amount(state.accepted)},
        {"promoted", amount(state.promoted)},
        {"closed", state.closed},
    };
  }
};

}  // namespace

const Projection& activities_projection() {
  static const Activities projection;
  return projection;
}

}  // namespace shiji::projections
