// votes: votes by show of hands. Who was there is counted; who held up a hand for what is nowhere.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::review::OpenVoteRecorded;

struct VoteState final : FieldState<VoteState> {
  std::string title;
  ledger::Level level{};
  std::uint64_t members = 0, present = 0, yes = 0, no = 0, abstained = 0;
  bool passed = false;

  static auto fields(auto& self) {
    return std::tie(self.title, self.level, self.members, self.present, self.yes, self.no, self.abstained, self.passed);
  }
};

constexpr ReadModelInfo::Column columns[] = {
    {"vote", "表决", "Vote"},       {"title", "事项", "Title"},
    {"level", "级别", "Level"},     {"members", "应到委员", "Members"},
    {"present", "出席", "Present"}, {"yes", "赞成", "Yes"},
    {"no", "反对", "No"},           {"abstained", "弃权", "Abstained"},
    {"passed", "通过", "Passed"},
};
constexpr ReadModelInfo model_info = {"votes", 1, "vote", "公开表决", "Open votes", columns, {}};
constexpr EventType folded[] = {EventType::review_OpenVoteRecorded};

class Votes final : public ProjectionOf<VoteState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override { out.add(key_of_stream(event)); }

 protected:
  void fold(VoteState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    const auto payload = payload_of<OpenVoteRecorded>(event);
    state.known = true;
    state.title = payload.title;
    state.level = payload.level;
    state.members = payload.members;
    state.present = payload.present.size();
    state.yes = payload.yes;
    state.no = payload.no;
    state.abstained = payload.abstained;
    state.passed = payload.passed;
  }

  [[nodiscard]] Record show(std::string_view key, const VoteState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"vote", std::string(key)},         {"title", state.title},
        {"level", named(state.level)},      {"members", amount(state.members)},
        {"present", amount(state.present)}, {"yes", amount(state.yes)},
        {"no", amount(state.no)},           {"abstained", amount(state.abstained)},
        {"passed", state.passed},
    };
  }
};

}  // namespace

const Projection& votes_projection() {
  static const Votes projection;
  return projection;
}

}  // namespace shiji::projections
