// Votes by show of hands: what was counted has to add up, and enough members have to be there.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/review_records.h"
#include "rules/stage_records.h"

#include <array>
#include <set>

namespace shiji::ledger {
namespace {

constexpr std::string_view votes = "vote/";
enum class VoteStage : std::uint8_t { recorded = 1 };

Status check_present(const RuleContext& context, const review::OpenVoteRecorded& vote) {
  std::set<Subject> seen;
  for (std::size_t i = 0; i < vote.present.size(); ++i) {
    const std::string place = "/payload/present/" + std::to_string(i);
    if (auto serves = check_expert_serves(context, vote.present[i], place); !serves) return serves;
    if (seen.insert(vote.present[i]).second) continue;
    return refuse(RefusalCode::expert_listed_twice, place, "", to_hex(vote.present[i].span()));
  }
  if (vote.members == 0 || vote.members < vote.present.size()) {
    return refuse(RefusalCode::votes_wrong, "/payload/members", "at least those present", std::to_string(vote.members));
  }
  if (vote.present.size() * 3 >= std::uint64_t{vote.members} * 2) return done();
  return refuse(RefusalCode::quorum_missing, "/payload/present",
                std::to_string((std::uint64_t{vote.members} * 2 + 2) / 3), std::to_string(vote.present.size()));
}

/// Two thirds of those present, as committees for professional titles count: 8 of 12 pass, 8 of 13 do not.
Status check_vote(const RuleContext& context, const review::OpenVoteRecorded& vote) {
  if (find_stage<VoteStage>(context.state, votes, context.stream_name)) {
    return refuse(RefusalCode::recorded_already, "/stream", "", context.command.event.stream);
  }
  if (auto named = check_not_empty(vote.title, "/payload/title"); !named) return named;
  if (auto present = check_present(context, vote); !present) return present;
  const std::uint64_t hands = std::uint64_t{vote.yes} + vote.no + vote.abstained;
  if (hands != vote.present.size()) {
    return refuse(RefusalCode::votes_wrong, "/payload/yes", std::to_string(vote.present.size()) + " in all",
                  std::to_string(hands));
  }
  const bool passed = std::uint64_t{vote.yes} * 3 >= vote.present.size() * 2;
  if (passed == vote.passed) return done();
  return refuse(RefusalCode::votes_wrong, "/payload/passed", passed ? "true" : "false", passed ? "false" : "true");
}

void fold_vote(DecisionState& state, const DecodedEvent&, std::string_view id, const review::OpenVoteRecorded&) {
  put_stage(state, votes, id, VoteStage::recorded);
}

}  // namespace

std::span<const Rule> vote_rules() {
  static constexpr std::array rules{rule<review::OpenVoteRecorded, check_vote, fold_vote>()};
  return rules;
}

}  // namespace shiji::ledger
