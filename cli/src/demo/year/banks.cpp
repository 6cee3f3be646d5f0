#include "demo/year/banks.h"

#include "demo/curriculum.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace resource = ledger::resource;

struct BankSubject {
  Stage stage;
  std::string_view code;
};
/// The document's two stages and 14 subjects of the item bank.
constexpr std::array bank_subjects{
    BankSubject{Stage::primary, "SB0101"}, BankSubject{Stage::primary, "SB0201"}, BankSubject{Stage::primary, "SB0102"},
    BankSubject{Stage::primary, "SB0404"}, BankSubject{Stage::primary, "SB0309"}, BankSubject{Stage::primary, "SB0506"},
    BankSubject{Stage::senior, "SB0101"},  BankSubject{Stage::senior, "SB0201"},  BankSubject{Stage::senior, "SB0102"},
    BankSubject{Stage::senior, "SB0310"},  BankSubject{Stage::senior, "SB0307"},  BankSubject{Stage::senior, "SB0308"},
    BankSubject{Stage::senior, "SB0401"},  BankSubject{Stage::senior, "SB0402"},  BankSubject{Stage::senior, "SB0403"},
    BankSubject{Stage::senior, "SB0502"},  BankSubject{Stage::senior, "SB0504"}};
constexpr std::array<std::string_view, 6> resource_titles{"微课", "课件", "教学设计", "学习任务单", "课堂实录", "案例"};

}  // namespace

std::string resource_name(std::size_t number) { return numbered("z", number + 1); }

Banks::Banks(const YearSetting& setting, FactList& facts) : ListedArea(setting, "banks") {
  plan_resources(facts);
  plan_items(facts);
}

void Banks::plan_resources(FactList& facts) {
  constexpr std::uint32_t retired_every = 500;
  const auto days = working_days(date_of(2023, 2, 13), date_of(2023, 12, 20));
  const std::uint32_t count = setting_.totals.resources;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto day = days[days.size() * i / count];
    resources_.push_back({any_teacher(), day});
    plan(facts, BankFact::resource, i, moment_on(day, random_));
    if (i % retired_every == retired_every - 1) {
      plan(facts, BankFact::resource_retired, i, shanghai({day.value + 9}, std::int64_t{10} * 3'600));
    }
  }
}

void Banks::plan_items(FactList& facts) {
  constexpr std::uint32_t reviewed_every = 4;
  constexpr std::uint32_t accepted_ppm = 930'000;
  const auto days = working_days(date_of(2023, 3, 1), date_of(2023, 12, 15));
  const std::uint32_t count = setting_.totals.items;
  std::array<std::vector<std::uint32_t>, 2> people{teachers_of(setting_.organisation, Stage::primary),
                                                   teachers_of(setting_.organisation, Stage::senior)};
  for (auto& stage : people) {
    if (stage.empty()) stage.push_back(any_teacher());
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& subject = bank_subjects[i % bank_subjects.size()];
    const auto day = days[days.size() * i / count];
    items_.push_back({subject.stage, subject.code, random_.one_of(people[subject.stage == Stage::primary ? 0 : 1]),
                      static_cast<std::uint32_t>(random_.between(80, 850)) * 1'000, random_.chance(accepted_ppm),
                      static_cast<std::uint8_t>(1 + random_.below(8))});
    plan(facts, BankFact::item, i, moment_on(day, random_));
    if (i % reviewed_every == 0) {
      plan(facts, BankFact::item_reviewed, i, moment_on({day.value + random_.between(2, 10)}, random_));
    }
  }
}

Status Banks::tell_fact(BankFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  if (kind == BankFact::resource) return tell_resource(which, at, sink);
  if (kind == BankFact::item) return tell_item(which, at, sink);
  if (kind == BankFact::resource_retired) {
    const std::string stream = "resource/" + resource_name(which);
    return sink.add(event_at(stream, district_unit, at), resource::ResourceRetired::type,
                    ledger::encode_payload(resource::ResourceRetired{.reason = "内容过时"}));
  }
  const std::string stream = "item/" + numbered("q", which + 1);
  const bool accepted = items_[which].accepted;
  resource::ItemReviewed reviewed{.accepted = accepted, .reason = std::nullopt};
  if (!accepted) reviewed.reason = "与课标要求不符";
  return sink.add(event_at(stream, district_unit, at), resource::ItemReviewed::type, ledger::encode_payload(reviewed));
}

Status Banks::tell_resource(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& who = teacher(resources_[which].contributor);
  const std::string stream = "resource/" + resource_name(which);
  auto event = event_at(stream, school_of(resources_[which].contributor).unit, at);
  event.subjects = {&who.subject, 1};
  const auto form = which % resource_titles.size();
  const std::string title = std::string(stage_name(who.stage)) + std::string(subject_name(who.subject_code)) +
                            std::string(resource_titles[form]);
  const resource::ResourcePublished published{.title = title,
                                              .kind = static_cast<resource::ResourceKind>(1 + form),
                                              .stage = who.stage,
                                              .subject_code = who.subject_code,
                                              .contributor = who.subject,
                                              .content = invented_digest("resource", which, setting_.seed)};
  return sink.add(event, resource::ResourcePublished::type, ledger::encode_payload(published));
}

Status Banks::tell_item(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& item = items_[which];
  const auto& who = teacher(item.contributor);
  const std::string stream = "item/" + numbered("q", which + 1);
  auto event = event_at(stream, school_of(item.contributor).unit, at);
  event.subjects = {&who.subject, 1};
  const resource::ItemSubmitted submitted{.stage = item.stage,
                                          .subject_code = item.subject_code,
                                          .kind = static_cast<resource::ItemKind>(item.kind),
                                          .difficulty_ppm = item.difficulty_ppm,
                                          .contributor = who.subject,
                                          .content = invented_digest("item", which, setting_.seed)};
  return sink.add(event, resource::ItemSubmitted::type, ledger::encode_payload(submitted));
}

}  // namespace shiji::cli::demo
