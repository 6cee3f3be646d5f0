// resources: what is in the resource bank, and how often it is visited. Visits are telemetry.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"
#include "models/telemetry_fact.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace resource = ledger::resource;

struct ResourceState final : FieldState<ResourceState> {
  bool published = false;
  std::string title;
  resource::ResourceKind kind{};
  ledger::identity::Stage stage{};
  std::string subject_code;
  ledger::Subject contributor;
  std::uint64_t visits = 0;
  bool retired = false;

  static auto fields(auto& self) {
    return std::tie(self.published, self.title, self.kind, self.stage, self.subject_code, self.contributor, self.visits,
                    self.retired);
  }
};

void publish(ResourceState& state, const resource::ResourcePublished& payload) {
  state.published = true;
  state.title = payload.title;
  state.kind = payload.kind;
  state.stage = payload.stage;
  state.subject_code = payload.subject_code;
  state.contributor = payload.contributor;
}

constexpr ReadModelInfo::Column columns[] = {
    {"resource", "资源", "Resource"},
    {"title", "名称", "Title"},
    {"kind", "类型", "Kind"},
    {"stage", "学段", "Stage"},
    {"subject_code", "学科代码", "Subject"},
    {"contributor", "贡献者", "Contributor"},
    {"visits", "访问次数", "Visits"},
    {"retired", "已下架", "Retired"},
};
constexpr ReadModelInfo model_info = {"resources", 1, "resource", "资源库", "Resource bank", columns, {}};
constexpr EventType folded[] = {EventType::resource_ResourcePublished, EventType::resource_ResourceRetired,
                                EventType::telemetry_BatchRecorded};

class Resources final : public ProjectionOf<ResourceState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    switch (event.type) {
      case EventType::resource_ResourcePublished:
      case EventType::resource_ResourceRetired:
        return out.add(key_of_stream(event));
      case EventType::telemetry_BatchRecorded:
        return add_objects(event, ledger::telemetry::RecordKind::resource_visited, "resource/", out);
      default:
        return;
    }
  }

 protected:
  void fold(ResourceState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::resource_ResourcePublished:
        return publish(state, payload_of<resource::ResourcePublished>(event));
      case EventType::resource_ResourceRetired:
        state.retired = true;
        return;
      default:
        state.visits += key.count;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ResourceState& state, const ledger::RuleBook&) const override {
    Fields out = {{"resource", std::string(key)}};
    if (state.published) {
      out.emplace_back("title", state.title);
      out.emplace_back("kind", named(state.kind));
      out.emplace_back("stage", named(state.stage));
      out.emplace_back("subject_code", state.subject_code);
      out.emplace_back("contributor", hex(state.contributor));
    }
    out.emplace_back("visits", amount(state.visits));
    out.emplace_back("retired", state.retired);
    return out;
  }
};

}  // namespace

const Projection& resources_projection() {
  static const Resources projection;
  return projection;
}

}  // namespace shiji::projections
