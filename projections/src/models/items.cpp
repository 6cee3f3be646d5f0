// items: what is in the item bank, and how far each item has come.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace resource = ledger::resource;

enum class ItemStatus : std::uint8_t { submitted = 1, accepted = 2, rejected = 3, retired = 4 };

std::string_view name_of_status(ItemStatus status) {
  switch (status) {
    case ItemStatus::submitted:
      return "submitted";
    case ItemStatus::accepted:
      return "accepted";
    case ItemStatus::rejected:
      return "rejected";
    case ItemStatus::retired:
      return "retired";
  }
  return {};
}

struct ItemState final : FieldState<ItemState> {
  ledger::identity::Stage stage{};
  std::string subject_code;
  resource::ItemKind kind{};
  std::uint32_t difficulty_ppm = 0;
  ledger::Subject contributor;
  ItemStatus status{};

  static auto fields(auto& self) {
    return std::tie(self.stage, self.subject_code, self.kind, self.difficulty_ppm, self.contributor, self.status);
  }
};

void submit(ItemState& state, const resource::ItemSubmitted& payload) {
  state.stage = payload.stage;
  state.subject_code = payload.subject_code;
  state.kind = payload.kind;
  state.difficulty_ppm = payload.difficulty_ppm;
  state.contributor = payload.contributor;
  state.status = ItemStatus::submitted;
}

constexpr ReadModelInfo::Column columns[] = {
    {"item", "试题", "Item"},
    {"stage", "学段", "Stage"},
    {"subject_code", "学科代码", "Subject"},
    {"kind", "题型", "Kind"},
    {"difficulty_ppm", "难度 (ppm)", "Difficulty (ppm)"},
    {"contributor", "贡献者", "Contributor"},
    {"status", "状态", "Status"},
};
constexpr ReadModelInfo model_info = {"items", 1, "item", "题库", "Item bank", columns, {}};
constexpr EventType folded[] = {EventType::resource_ItemSubmitted, EventType::resource_ItemReviewed,
                                EventType::resource_ItemRetired};

class Items final : public ProjectionOf<ItemState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(ItemState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::resource_ItemSubmitted:
        return submit(state, payload_of<resource::ItemSubmitted>(event));
      case EventType::resource_ItemReviewed:
        state.status = payload_of<resource::ItemReviewed>(event).accepted ? ItemStatus::accepted : ItemStatus::rejected;
        return;
      default:
        state.status = ItemStatus::retired;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ItemState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"item", std::string(key)},
        {"stage", named(state.stage)},
        {"subject_code", state.subject_code},
        {"kind", named(state.kind)},
        {"difficulty_ppm", amount(state.difficulty_ppm)},
        {"contributor", hex(state.contributor)},
        {"status", std::string(name_of_status(state.status))},
    };
  }
};

}  // namespace

const Projection& items_projection() {
  static const Items projection;
  return projection;
}

}  // namespace shiji::projections
