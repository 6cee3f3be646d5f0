// telemetry: how many records of each kind the platform noticed, and in how many batches.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"
#include "models/telemetry_fact.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;

struct KindState final : FieldState<KindState> {
  std::uint64_t records = 0, batches = 0;

  static auto fields(auto& self) { return std::tie(self.records, self.batches); }
};

constexpr ReadModelInfo::Column columns[] = {
    {"kind", "类型", "Kind"},
    {"records", "记录数", "Records"},
    {"batches", "批次", "Batches"},
};
constexpr ReadModelInfo model_info = {"telemetry", 1, "kind", "过程性数据", "Telemetry", columns, {}};
constexpr EventType folded[] = {EventType::telemetry_BatchRecorded};

class Telemetry final : public ProjectionOf<KindState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    const auto counts = records_by_kind(event);
    for (std::uint32_t kind = 0; kind < counts.size(); ++kind) {
      if (counts[kind] > 0) out.add(kind_text(kind), kind, counts[kind]);
    }
  }

 protected:
  void fold(KindState& state, const Key& key, const DecodedEvent&, const ledger::RuleBook&) const override {
    state.known = true;
    state.records += key.count;
    ++state.batches;
  }

  [[nodiscard]] Record show(std::string_view key, const KindState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"kind", std::string(key)},
        {"records", amount(state.records)},
        {"batches", amount(state.batches)},
    };
  }
};

}  // namespace

const Projection& telemetry_projection() {
  static const Telemetry projection;
  return projection;
}

}  // namespace shiji::projections
