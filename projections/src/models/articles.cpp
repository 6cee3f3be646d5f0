// articles: what schools published, and how often it was read. Reading is telemetry.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"
#include "models/telemetry_fact.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace outreach = ledger::outreach;

struct ArticleState final : FieldState<ArticleState> {
  bool published = false;
  std::string school, column, title;
  std::uint64_t reads = 0;

  static auto fields(auto& self) { return std::tie(self.published, self.school, self.column, self.title, self.reads); }
};

constexpr ReadModelInfo::Column columns[] = {
    {"article", "文章", "Article"}, {"school", "学校代码", "School"}, {"column", "栏目", "Column"},
    {"title", "标题", "Title"},     {"reads", "阅读次数", "Reads"},
};
constexpr ReadModelInfo model_info = {"articles", 1, "article", "公众号文章", "Articles", columns, {}};
constexpr EventType folded[] = {EventType::outreach_ArticlePublished, EventType::telemetry_BatchRecorded};

class Articles final : public ProjectionOf<ArticleState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    if (event.type == EventType::outreach_ArticlePublished) out.add(key_of_stream(event));
    if (event.type == EventType::telemetry_BatchRecorded) {
      add_objects(event, ledger::telemetry::RecordKind::article_read, "article/", out);
    }
  }

 protected:
  void fold(ArticleState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    if (event.type == EventType::telemetry_BatchRecorded) {
      state.reads += key.count;
      return;
    }
    const auto payload = payload_of<outreach::ArticlePublished>(event);
    state.published = true;
    state.school = payload.school;
    state.column = payload.column;
    state.title = payload.title;
  }

  [[nodiscard]] Record show(std::string_view key, const ArticleState& state, const ledger::RuleBook&) const override {
    Fields out = {{"article", std::string(key)}};
    if (state.published) {
      out.emplace_back("school", state.school);
      out.emplace_back("column", state.column);
      out.emplace_back("title", state.title);
    }
    out.emplace_back("reads", amount(state.reads));
    return out;
  }
};

}  // namespace

const Projection& articles_projection() {
  static const Articles projection;
  return projection;
}

}  // namespace shiji::projections
