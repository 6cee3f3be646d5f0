// pilots: what was tried out, in counts.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::outreach::PilotReported;

struct PilotState final : FieldState<PilotState> {
  std::string title;
  ledger::Level level{};
  std::uint64_t schools = 0, teachers = 0, pupils = 0, reviews = 0, works_recommended = 0;

  static auto fields(auto& self) {
    return std::tie(self.title, self.level, self.schools, self.teachers, self.pupils, self.reviews,
                    self.works_recommended);
  }
};

constexpr ReadModelInfo::Column columns[] = {
    {"pilot", "试点", "Pilot"},         {"title", "名称", "Title"},
    {"level", "级别", "Level"},         {"schools", "学校数", "Schools"},
    {"teachers", "教师数", "Teachers"}, {"pupils", "学生数", "Pupils"},
    {"reviews", "评审次数", "Reviews"}, {"works_recommended", "推荐作品", "Works recommended"},
};
constexpr ReadModelInfo model_info = {"pilots", 1, "pilot", "试点活动", "Pilots", columns, {}};
constexpr EventType folded[] = {EventType::outreach_PilotReported};

class Pilots final : public ProjectionOf<PilotState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(PilotState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    const auto payload = payload_of<PilotReported>(event);
    state.known = true;
    state.title = payload.title;
    state.level = payload.level;
    state.schools = payload.schools;
    state.teachers = payload.teachers;
    state.pupils = payload.pupils;
    state.reviews = payload.reviews;
    state.works_recommended = payload.works_recommended;
  }

  [[nodiscard]] Record show(std::string_view key, const PilotState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"pilot", std::string(key)},          {"title", state.title},
        {"level", named(state.level)},        {"schools", amount(state.schools)},
        {"teachers", amount(state.teachers)}, {"pupils", amount(state.pupils)},
        {"reviews", amount(state.reviews)},   {"works_recommended", amount(state.works_recommended)},
    };
  }
};

}  // namespace

const Projection& pilots_projection() {
  static const Pilots projection;
  return projection;
}

}  // namespace shiji::projections
