#include "cycle_events.h"

#include "cycle_round.h"
#include "demo/event_tellers.h"
#include "demo/ledger_sink.h"
#include "demo/school_year.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/events/signing.h"
#include "workload.h"

#include <algorithm>

namespace shiji::bench {

namespace {

namespace identity = ledger::identity;

constexpr std::uint64_t seed = 145;  // the cycle is that of the 14th five-year plan
constexpr std::uint32_t experts = 200;
constexpr std::uint32_t teachers_a_school = 76;      // as in Licheng: 11,000 in 144 schools
constexpr std::uint64_t events_a_teacher = 5 * 150;  // five years of the planning rate

ledger::Hash built_in_rubric() {
  for (const auto& document : ledger::built_in_documents()) {
    if (document.file == "rules/rubric.json") return ledger::sha256(document.text);
  }
  std::exit(2);
}

std::uint32_t groups_for(std::uint64_t events) {
  const auto teachers = events / events_a_teacher;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(2, (teachers + group_size - 1) / group_size));
}

void tell_expert(cli::demo::EventSink& sink, const ledger::Hash& origin_digest, const CycleExpert& expert,
                 const cli::demo::Teacher& who) {
  ledger::Event event{};
  const auto actor_stream = "actor/" + expert.actor;
  event.stream = actor_stream;
  event.working_unit = cli::demo::district_unit;
  event.actor = engine::administrator_actor;
  const identity::ActorRegistered registered{
      .actor = expert.actor, .kind = identity::ActorKind::person, .subject = who.subject};
  require(sink.add(event, registered.type, ledger::encode_payload(registered)), "an expert's actor");
  const auto proven = ledger::key_proof_bytes(origin_digest, expert.actor, expert.key.public_key());
  const identity::KeyEnrolled key{.actor = expert.actor,
                                  .algorithm = ledger::SignatureAlgorithm::ed25519,
                                  .public_key = expert.key.public_key(),
                                  .proof = expert.key.sign(proven)};
  require(sink.add(event, key.type, ledger::encode_payload(key)), "an expert's key");
  const identity::RoleGranted role{.actor = expert.actor, .role = "expert", .unit = cli::demo::district_unit};
  require(sink.add(event, role.type, ledger::encode_payload(role)), "an expert's role");
  ledger::Event enrolment{};
  const auto stream = "expert/" + ledger::to_hex(who.subject.span());
  enrolment.stream = stream;
  enrolment.working_unit = cli::demo::district_unit;
  const ledger::review::ExpertEnrolled enrolled{.expert = who.subject,
                                                .actor = expert.actor,
                                                .kind = ledger::review::ExpertKind::expert,
                                                .subject_code = who.subject_code};
  require(sink.add(enrolment, enrolled.type, ledger::encode_payload(enrolled)), "an expert");
}

}  // namespace

CycleEvents::CycleEvents(std::uint64_t events)
    : origin_digest_(ledger::sha256(origin)), rubric_(built_in_rubric()), groups_(groups_for(events)) {
  const auto people = groups_ * group_size + experts;  // the last ones are the experts
  organisation_ = cli::demo::plan_organisation((people + teachers_a_school - 1) / teachers_a_school, people, seed);
  const auto entropy = engine::seeded_entropy(seed);
  for (std::uint32_t i = 0; i < experts; ++i) {
    experts_.push_back({organisation_.teachers[groups_ * group_size + i].subject, "expert-" + std::to_string(i),
                        engine::new_secret_key(*entropy)});
  }
  rounds_ = std::max<std::uint64_t>(1, events / round_events);
  commands_ = rounds_ * round_commands;
}

void CycleEvents::enrol(engine::Owner& owner, const ledger::SecretKey& service_key) const {
  const auto key = ledger::SecretKey::from_seed(service_key.seed());
  cli::demo::LedgerSink sink(owner, ledger::SecretKey::from_seed(key.seed()),
                             std::make_shared<engine::SimulatedClock>(first_day_begins));
  for (std::uint32_t school = 0; school < organisation_.schools.size(); ++school) {
    require(cli::demo::open_school(organisation_, school, first_day_begins, sink), "opening a school");
  }
  require(cli::demo::register_joining(organisation_, first_day_begins, sink), "registering people");
  require(sink.finish(), "registering people");  // keys are looked up before what they sign is sequenced
  for (std::uint32_t i = 0; i < experts; ++i) {
    tell_expert(sink, origin_digest_, experts_[i], organisation_.teachers[groups_ * group_size + i]);
  }
  require(sink.finish(), "enrolling experts");
}

ledger::Buffer CycleEvents::command(std::uint64_t number, const Part& part) const {
  const auto round = number / round_commands;
  const auto group = static_cast<std::uint32_t>(round % groups_);
  const auto days = static_cast<std::int32_t>(round * cycle_days / rounds_);
  const CycleRound told{.number = round,
                        .day = {first_day.value + days},
                        .people = std::span(organisation_.teachers).subspan(group * group_size, group_size),
                        .schools = organisation_.schools,
                        .experts = experts_,
                        .rubric = rubric_,
                        .origin_digest = origin_digest_};
  return round_command(told, static_cast<std::uint32_t>(number % round_commands), part);
}

}  // namespace shiji::bench
