// highlights: lessons held up as examples, and how often they are studied. Studying is telemetry.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"
#include "models/telemetry_fact.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace highlight = ledger::highlight;

struct LessonState final : FieldState<LessonState> {
  bool named_as_example = false;
  std::string title;
  ledger::Subject teacher;
  ledger::Level level{};
  ledger::identity::Stage stage{};
  std::string subject_code;
  std::uint64_t studied = 0;

  static auto fields(auto& self) {
    return std::tie(self.named_as_example, self.title, self.teacher, self.level, self.stage, self.subject_code,
                    self.studied);
  }
};

constexpr ReadModelInfo::Column columns[] = {
    {"lesson", "课例", "Lesson"},       {"title", "名称", "Title"}, {"teacher", "执教教师", "Teacher"},
    {"level", "级别", "Level"},         {"stage", "学段", "Stage"}, {"subject_code", "学科代码", "Subject"},
    {"studied", "学习次数", "Studied"},
};
constexpr ReadModelInfo model_info = {"highlights", 1, "lesson", "亮点课堂", "Highlighted lessons", columns, {}};
constexpr EventType folded[] = {EventType::highlight_LessonHighlighted, EventType::telemetry_BatchRecorded};

class Highlights final : public ProjectionOf<LessonState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    if (event.type == EventType::highlight_LessonHighlighted) out.add(key_of_stream(event));
    if (event.type == EventType::telemetry_BatchRecorded) {
      add_objects(event, ledger::telemetry::RecordKind::highlight_studied, "lesson/", out);
    }
  }

 protected:
  void fold(LessonState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    if (event.type == EventType::telemetry_BatchRecorded) {
      state.studied += key.count;
      return;
    }
    const auto payload = payload_of<highlight::LessonHighlighted>(event);
    state.named_as_example = true;
    state.title = payload.title;
    state.teacher = payload.teacher;
    state.level = payload.level;
    state.stage = payload.stage;
    state.subject_code = payload.subject_code;
  }

  [[nodiscard]] Record show(std::string_view key, const LessonState& state, const ledger::RuleBook&) const override {
    Fields out = {{"lesson", std::string(key)}};
    if (state.named_as_example) {
      out.emplace_back("title", state.title);
      out.emplace_back("teacher", hex(state.teacher));
      out.emplace_back("level", named(state.level));
      out.emplace_back("stage", named(state.stage));
      out.emplace_back("subject_code", state.subject_code);
    }
    out.emplace_back("studied", amount(state.studied));
    return out;
  }
};

}  // namespace

const Projection& highlights_projection() {
  static const Highlights projection;
  return projection;
}

}  // namespace shiji::projections
