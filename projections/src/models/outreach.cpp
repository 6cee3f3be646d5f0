// outreach: what was delivered to others, by which teachers and for how long.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace outreach = ledger::outreach;

struct DeliveryState final : FieldState<DeliveryState> {
  outreach::OutreachKind kind{};
  std::string school, partner;
  std::uint64_t teachers = 0, minutes = 0;

  static auto fields(auto& self) { return std::tie(self.kind, self.school, self.partner, self.teachers, self.minutes); }
};

constexpr ReadModelInfo::Column columns[] = {
    {"delivery", "帮扶", "Delivery"}, {"kind", "形式", "Kind"},           {"school", "学校代码", "School"},
    {"partner", "受助方", "Partner"}, {"teachers", "教师数", "Teachers"}, {"minutes", "分钟", "Minutes"},
};
constexpr ReadModelInfo model_info = {"outreach", 1, "delivery", "送教帮扶", "Outreach", columns, {}};
constexpr EventType folded[] = {EventType::outreach_OutreachDelivered};

class Outreach final : public ProjectionOf<DeliveryState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(DeliveryState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    const auto payload = payload_of<outreach::OutreachDelivered>(event);
    state.known = true;
    state.kind = payload.kind;
    state.school = payload.school;
    state.partner = payload.partner;
    state.teachers = payload.teachers.size();
    state.minutes = payload.minutes;
  }

  [[nodiscard]] Record show(std::string_view key, const DeliveryState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"delivery", std::string(key)}, {"kind", named(state.kind)},          {"school", state.school},
        {"partner", state.partner},     {"teachers", amount(state.teachers)}, {"minutes", amount(state.minutes)},
    };
  }
};

}  // namespace

const Projection& outreach_projection() {
  static const Outreach projection;
  return projection;
}

}  // namespace shiji::projections
