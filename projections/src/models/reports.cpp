// reports: a collection of report rows, and how many of them had to be corrected.
//
// `accuracy_ppm` is (rows - corrected) / rows, rounded down; `corrected` counts corrections, and a row may need
// several: what they leave is never less than nothing.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace reporting = ledger::reporting;

struct ReportState final : FieldState<ReportState> {
  std::string title;
  ledger::identity::Stage stage{};
  ledger::Date due;
  std::uint64_t rows = 0, corrected = 0;
  bool closed = false;

  static auto fields(auto& self) {
    return std::tie(self.title, self.stage, self.due, self.rows, self.corrected, self.closed);
  }
};

constexpr ReadModelInfo::Column columns[] = {
    {"collection", "上报任务", "Collection"},
    {"title", "名称", "Title"},
    {"stage", "学段", "Stage"},
    {"due", "截止日期", "Due"},
    {"rows", "上报条数", "Rows"},
    {"corrected", "更正", "Corrected"},
    {"accuracy_ppm", "准确率 (ppm)", "Accuracy (ppm)"},
    {"closed", "已结束", "Closed"},
};
constexpr ReadModelInfo model_info = {"reports", 1, "collection", "信息上报", "Information reports", columns, {}};
constexpr EventType folded[] = {EventType::reporting_CollectionOpened, EventType::reporting_ReportRowSubmitted,
                                EventType::reporting_ReportRowCorrected, EventType::reporting_CollectionClosed};

class Reports final : public ProjectionOf<ReportState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(ReportState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::reporting_CollectionOpened: {
        const auto payload = payload_of<reporting::CollectionOpened>(event);
        state.title = payload.title;
        state.stage = payload.stage;
        state.due = payload.due;
        return;
      }
      case EventType::reporting_ReportRowSubmitted:
        ++state.rows;
        return;
      case EventType::reporting_ReportRowCorrected:
        ++state.corrected;
        return;
      default:
        state.closed = true;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ReportState& state, const ledger::RuleBook&) const override {
    const auto right = state.rows - std::min(state.rows, state.corrected);
    return Fields{
        {"collection", std::string(key)},
        {"title", state.title},
        {"stage", named(state.stage)},
        {"due", to_text(state.due)},
        {"rows", amount(state.rows)},
        {"corrected", amount(state.corrected)},
        {"accuracy_ppm", amount(state.rows == 0 ? 0 : right * 1'000'000 / state.rows)},
        {"closed", state.closed},
    };
  }
};

}  // namespace

const Projection& reports_projection() {
  static const Reports projection;
  return projection;
}

}  // namespace shiji::projections
