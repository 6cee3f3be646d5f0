#include "demo/year/think_tank.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace identity = ledger::identity;
namespace research = ledger::research;
namespace review = ledger::review;

constexpr std::array<std::uint32_t, 4> full_centi{3'000, 3'000, 2'000, 2'000};

/// How one expert sees a piece of work: strict or mild by nature, and never quite the same twice.
std::array<std::uint32_t, 4> scores_of(std::uint32_t quality_centi, std::uint32_t expert, std::uint32_t opinion) {
  const std::int32_t nature = static_cast<std::int32_t>(expert % 7) * 120 - 360;
  const auto mood = static_cast<std::int32_t>(opinion * 2'654'435'761U >> 22U) - 512;  // -512 ... 511
  const std::int64_t share = std::clamp<std::int64_t>(std::int64_t{quality_centi} + nature + mood, 3'000, 10'000);
  std::array<std::uint32_t, 4> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint32_t>(full_centi[i] * share / 10'000 / 50 * 50);
  return out;
}

}  // namespace

Status ThinkTank::tell_fact(TankFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  switch (kind) {
    case TankFact::enrolled:
      return tell_enrolled(which, at, sink);
    case TankFact::assigned:
      return tell_assigned(which, at, sink);
    case TankFact::scored:
      return tell_scored(which, at, sink);
    case TankFact::accepted:
      return tell_accepted(which, at, sink);
    case TankFact::vote:
      return tell_vote(at, sink);
  }
  return ledger::done();
}

Status ThinkTank::tell_enrolled(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& expert = experts_[which];
  const auto& who = teacher(expert.teacher);
  const std::string actor_stream = "actor/" + expert.actor;
  auto event = event_at(actor_stream, district_unit, at);
  event.actor = engine::administrator_actor;  // who acts in a ledger is its administrator's affair
  const identity::ActorRegistered registered{
      .actor = expert.actor, .kind = identity::ActorKind::person, .subject = who.subject};
  if (auto told = sink.add(event, identity::ActorRegistered::type, ledger::encode_payload(registered)); !told)
    return told;
  const auto proven = ledger::key_proof_bytes(ledger::sha256(sink.origin()), expert.actor, expert.key.public_key());
  const identity::KeyEnrolled key{.actor = expert.actor,
                                  .algorithm = ledger::SignatureAlgorithm::ed25519,
                                  .public_key = expert.key.public_key(),
                                  .proof = expert.key.sign(proven)};
  if (auto told = sink.add(event, identity::KeyEnrolled::type, ledger::encode_payload(key)); !told) return told;
  const identity::RoleGranted role{.actor = expert.actor, .role = "expert", .unit = district_unit};
  if (auto told = sink.add(event, identity::RoleGranted::type, ledger::encode_payload(role)); !told) return told;
  const std::string stream = "expert/" + ledger::to_hex(who.subject.span());
  auto enrolment = event_at(stream, district_unit, at);
  enrolment.subjects = {&who.subject, 1};
  const review::ExpertEnrolled enrolled{
      .expert = who.subject, .actor = expert.actor, .kind = expert.kind, .subject_code = who.subject_code};
  return sink.add(enrolment, review::ExpertEnrolled::type, ledger::encode_payload(enrolled));
}

Status ThinkTank::tell_assigned(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& panel = panels_[which];
  const auto& material = activities_.materials()[panel.material];
  std::vector<ledger::Subject> experts;
  for (const auto expert : panel.experts) experts.push_back(teacher(experts_[expert].teacher).subject);
  const std::string stream = "review/" + numbered("v2023-", which + 1);
  const review::ReviewAssigned assigned{.object_kind = review::ObjectKind::material,
                                        .object = material.digest,
                                        .author = teacher(material.teacher).subject,
                                        .rubric = rubric_,
                                        .experts = experts};
  return sink.add(event_at(stream, district_unit, at), review::ReviewAssigned::type, ledger::encode_payload(assigned));
}

Status ThinkTank::tell_scored(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& opinion = opinions_[which];
  const auto& expert = experts_[opinion.expert];
  const auto& who = teacher(expert.teacher);
  const std::string stream = "review/" + numbered("v2023-", opinion.panel + 1);
  auto event = event_at(stream, district_unit, at);
  event.actor = expert.actor;
  event.subjects = {&who.subject, 1};
  const auto scores = scores_of(panels_[opinion.panel].quality_centi, opinion.expert, which);
  const review::ReviewScored scored{.expert = who.subject,
                                    .rubric = rubric_,
                                    .scores_centi = scores,
                                    .comment = invented_digest("comment", which, setting_.seed)};
  return sink.add_signed(event, review::ReviewScored::type, ledger::encode_payload(scored), expert.key);
}

Status ThinkTank::tell_accepted(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& material = activities_.materials()[panels_[which].material];
  const std::string stream = "activity/" + activities_.activities()[material.activity].name;
  constexpr std::uint32_t promoted_centi = 9'000;
  const research::MaterialAccepted accepted{.material = material.digest,
                                            .promoted = panels_[which].quality_centi >= promoted_centi};
  return sink.add(event_at(stream, district_unit, at), research::MaterialAccepted::type,
                  ledger::encode_payload(accepted));
}

/// The last ones enrolled: 25 members, two of them away.
ThinkTank::Committee ThinkTank::committee() const {
  constexpr std::size_t members_wanted = 25;
  const std::size_t members = std::min(members_wanted, experts_.size());
  return {members, members - members / 10};
}

void ThinkTank::add_gains(std::vector<Gain>& gains) const {
  constexpr std::int32_t duty_centi = 100;
  each_planned(TankFact::vote, [&](std::uint32_t, ledger::Time at) {
    for (std::size_t i = 0; i < committee().present; ++i) {
      gains.push_back({experts_[experts_.size() - 1 - i].teacher, GainCategory::expert_duty,
                       ledger::business_date_of(at), told_after(at), duty_centi});
    }
  });
}

/// A small vote by show of hands.
Status ThinkTank::tell_vote(ledger::Time at, EventSink& sink) const {
  const auto [members, present] = committee();
  std::vector<ledger::Subject> people;
  for (std::size_t i = 0; i < present; ++i)
    people.push_back(teacher(experts_[experts_.size() - 1 - i].teacher).subject);
  const auto yes = static_cast<std::uint32_t>(present * 3 / 4);
  const auto abstained = static_cast<std::uint32_t>(present / 12);
  const std::string stream = "vote/2023-highlights";
  const review::OpenVoteRecorded vote{.title = "2023 年度优秀课例推荐",
                                      .level = ledger::Level::county,
                                      .members = static_cast<std::uint32_t>(members),
                                      .present = people,
                                      .yes = yes,
                                      .no = static_cast<std::uint32_t>(present) - yes - abstained,
                                      .abstained = abstained,
                                      .passed = std::size_t{yes} * 3 >= present * 2};
  return sink.add(event_at(stream, district_unit, at), review::OpenVoteRecorded::type, ledger::encode_payload(vote));
}

}  // namespace shiji::cli::demo
