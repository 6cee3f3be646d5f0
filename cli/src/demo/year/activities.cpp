#include "demo/year/activities.h"

#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace research = ledger::research;

constexpr std::int64_t evening_s = 22 * 3'600;

ledger::Time opens_at(const PlannedActivity& activity) { return shanghai(activity.opens, std::int64_t{8} * 3'600); }
ledger::Time closes_at(const PlannedActivity& activity) { return shanghai(activity.closes, evening_s + 1'800); }

}  // namespace

Activities::Activities(const YearSetting& setting, FactList& facts)
    : setting_(setting), random_(setting.seed, "activities") {
  plan_activities();
  plan_participants();
  plan_materials();
  list(facts);
}

void Activities::add(FactList& facts, const Telling& telling) {
  facts.push_back({told_after(telling.at), this, static_cast<std::uint32_t>(tellings_.size())});
  tellings_.push_back(telling);
}

void Activities::list(FactList& facts) {
  for (std::uint32_t i = 0; i < activities_.size(); ++i) {
    const auto& activity = activities_[i];
    add(facts, {Kind::opened, i, 0, {shanghai(activity.opens, std::int64_t{7} * 3'600)}});
    // Whoever hands something in has joined by the third day.
    for (const auto teacher : activity.participants) {
      const ledger::Date day{activity.opens.value + random_.between(0, 3)};
      add(facts, {Kind::joined, i, teacher, {moment_on(day, random_).value + std::int64_t{1'800} * 1'000'000}});
    }
    add(facts, {Kind::closed, i, 0, closes_at(activity)});
  }
  for (std::uint32_t i = 0; i < materials_.size(); ++i) {
    const auto& material = materials_[i];
    add(facts, {Kind::submitted, i, material.teacher, material.handed_in});
    if (!material.withdrawn) continue;
    const ledger::Date next{ledger::business_date_of(material.handed_in).value + 1};
    add(facts, {Kind::withdrawn, i, material.teacher, shanghai(next, std::int64_t{9} * 3'600)});
  }
}

void Activities::add_gains(std::vector<Gain>& gains) const {
  constexpr std::int32_t school_centi = 50;
  constexpr std::int32_t county_centi = 100;
  for (const auto& telling : tellings_) {
    if (telling.kind != Kind::joined) continue;
    const bool of_school = activities_[telling.which].level == ledger::Level::school;
    gains.push_back({telling.teacher, GainCategory::activities, ledger::business_date_of(telling.at),
                     told_after(telling.at), of_school ? school_centi : county_centi});
  }
}

Status Activities::tell(std::uint32_t fact, ledger::Time, EventSink& sink) const {
  const Telling& telling = tellings_[fact];
  if (telling.kind == Kind::joined) return tell_joined(telling, sink);
  if (telling.kind == Kind::submitted || telling.kind == Kind::withdrawn) return tell_material(telling, sink);
  const auto& activity = activities_[telling.which];
  const std::string stream = "activity/" + activity.name;
  const auto event = event_at(stream, activity.unit, telling.at);
  if (telling.kind == Kind::closed) {
    return sink.add(event, research::ActivityClosed::type, ledger::encode_payload(research::ActivityClosed{}));
  }
  const research::ActivityOpened opened{.title = activity.title,
                                        .level = activity.level,
                                        .channel = activity.channel,
                                        .stage = activity.stage,
                                        .subject_code = activity.subject_code,
                                        .opens_at = opens_at(activity),
                                        .closes_at = closes_at(activity)};
  return sink.add(event, research::ActivityOpened::type, ledger::encode_payload(opened));
}

Status Activities::tell_joined(const Telling& telling, EventSink& sink) const {
  const auto& activity = activities_[telling.which];
  const auto& teacher = setting_.organisation.teachers[telling.teacher];
  const auto& school = setting_.organisation.schools[teacher.school];
  const std::string stream = "activity/" + activity.name;
  auto event = event_at(stream, school.unit, telling.at);
  event.subjects = {&teacher.subject, 1};
  const research::ActivityJoined joined{
      .teacher = teacher.subject, .school = school.code, .level = activity.level, .title = activity.title};
  return sink.add(event, research::ActivityJoined::type, ledger::encode_payload(joined));
}

Status Activities::tell_material(const Telling& telling, EventSink& sink) const {
  const auto& material = materials_[telling.which];
  const auto& teacher = setting_.organisation.teachers[material.teacher];
  const std::string stream = "activity/" + activities_[material.activity].name;
  auto event = event_at(stream, setting_.organisation.schools[teacher.school].unit, telling.at);
  event.subjects = {&teacher.subject, 1};
  if (telling.kind == Kind::withdrawn) {
    const research::MaterialWithdrawn withdrawn{
        .teacher = teacher.subject, .material = material.digest, .reason = "上传有误"};
    return sink.add(event, research::MaterialWithdrawn::type, ledger::encode_payload(withdrawn));
  }
  const research::MaterialSubmitted submitted{.teacher = teacher.subject,
                                              .material = material.digest,
                                              .kind = material.kind,
                                              .size_bytes = material.size_bytes};
  return sink.add(event, research::MaterialSubmitted::type, ledger::encode_payload(submitted));
}

}  // namespace shiji::cli::demo
