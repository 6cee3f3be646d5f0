// reviews: what was judged, who was asked, every total so far, and the trimmed mean once it is concluded.
//
// A review without a mean is not yet in the ranking: the field is missing and stands behind all others.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

#include <algorithm>
#include <numeric>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace review = ledger::review;

struct Asked {
  ledger::Subject expert;
  std::optional<std::uint32_t> total_centi;
  std::int32_t deviation_centi = 0;  ///< known once the review is concluded

  static auto fields(auto& self) { return std::tie(self.expert, self.total_centi, self.deviation_centi); }
};

struct ReviewState final : FieldState<ReviewState> {
  review::ObjectKind object_kind{};
  ledger::Hash object, rubric;
  std::optional<ledger::Subject> author;
  std::vector<Asked> experts;  ///< in the order they were asked
  std::uint32_t full_centi = 0, trimmed_mean_centi = 0, counted = 0;
  bool concluded = false;

  static auto fields(auto& self) {
    return std::tie(self.object_kind, self.object, self.rubric, self.author, self.experts, self.full_centi,
                    self.trimmed_mean_centi, self.counted, self.concluded);
  }
};

void assign(ReviewState& state, const review::ReviewAssigned& payload) {
  state.object_kind = payload.object_kind;
  state.object = payload.object;
  state.rubric = payload.rubric;
  state.author = payload.author;
  state.experts.clear();
  for (const auto& expert : payload.experts) state.experts.push_back({expert, std::nullopt});
}

Asked* find(ReviewState& state, const ledger::Subject& expert) {
  const auto found =
      std::find_if(state.experts.begin(), state.experts.end(), [&](const Asked& one) { return one.expert == expert; });
  return found == state.experts.end() ? nullptr : &*found;
}

void score(ReviewState& state, const review::ReviewScored& payload) {
  auto* asked = find(state, payload.expert);
  if (asked == nullptr) return;
  const auto& scores = payload.scores_centi;
  asked->total_centi = std::accumulate(scores.begin(), scores.end(), std::uint32_t{0});
}

void conclude(ReviewState& state, const review::ReviewConcluded& payload) {
  state.full_centi = payload.full_centi;
  state.trimmed_mean_centi = payload.trimmed_mean_centi;
  state.counted = payload.counted;
  state.concluded = true;
  for (const auto& opinion : payload.opinions) {
    if (auto* asked = find(state, opinion.expert)) asked->deviation_centi = opinion.deviation_centi;
  }
}

constexpr ReadModelInfo::Column columns[] = {
    {"review", "评审", "Review"},
    {"object_kind", "评审对象", "Object kind"},
    {"object", "对象摘要", "Object"},
    {"author", "作者", "Author"},
    {"experts", "专家数", "Experts"},
    {"opinions", "已评", "Opinions"},
    {"trimmed_mean_centi", "截尾均分 (×100)", "Trimmed mean (×100)"},
    {"full_centi", "满分 (×100)", "Full marks (×100)"},
    {"counted", "计入意见", "Counted"},
    {"concluded", "已结束", "Concluded"},
};
constexpr ReadModelInfo::Column score_columns[] = {
    {"expert", "专家", "Expert"},
    {"total_centi", "总分 (×100)", "Total (×100)"},
    {"deviation_centi", "偏差 (×100)", "Deviation (×100)"},
};
constexpr ReadModelInfo::Table tables[] = {{"scores", "专家评分", "Scores", score_columns}};
constexpr ReadModelInfo model_info = {"reviews", 1, "review", "评审", "Reviews", columns, tables};
constexpr EventType folded[] = {EventType::review_ReviewAssigned, EventType::review_ReviewScored,
                                EventType::review_ReviewConcluded};

class Reviews final : public ProjectionOf<ReviewState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(ReviewState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::review_ReviewAssigned:
        return assign(state, payload_of<review::ReviewAssigned>(event));
      case EventType::review_ReviewScored:
        return score(state, payload_of<review::ReviewScored>(event));
      default:
        return conclude(state, payload_of<review::ReviewConcluded>(event));
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ReviewState& state, const ledger::RuleBook&) const override {
    Fields out = {{"review", std::string(key)},
                  {"object_kind", named(state.object_kind)},
                  {"object", hex(state.object)},
                  {"rubric", hex(state.rubric)}};
    if (state.author) out.emplace_back("author", hex(*state.author));
    auto scores = show_scores(state);
    out.emplace_back("experts", amount(state.experts.size()));
    out.emplace_back("opinions", amount(scores.size()));
    if (state.concluded) {
      out.emplace_back("trimmed_mean_centi", amount(state.trimmed_mean_centi));
      out.emplace_back("full_centi", amount(state.full_centi));
      out.emplace_back("counted", amount(state.counted));
    }
    out.emplace_back("concluded", state.concluded);
    out.emplace_back("scores", std::move(scores));
    return out;
  }

 private:
  static List show_scores(const ReviewState& state) {
    List out;
    for (const auto& asked : state.experts) {
      if (!asked.total_centi) continue;
      Fields row = {{"expert", hex(asked.expert)}, {"total_centi", amount(*asked.total_centi)}};
      if (state.concluded) row.emplace_back("deviation_centi", std::int64_t{asked.deviation_centi});
      out.emplace_back(std::move(row));
    }
    return out;
  }
};

}  // namespace

const Projection& reviews_projection() {
  static const Reviews projection;
  return projection;
}

}  // namespace shiji::projections
