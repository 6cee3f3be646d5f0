#include "demo/year/services.h"

#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace outreach = ledger::outreach;
namespace support = ledger::support;

constexpr std::array<std::string_view, 8> topics{"登录与密码", "活动报名", "材料上传", "签到异常",
                                                 "信息上报",   "评审操作", "资源检索", "数据导出"};
constexpr std::string_view support_stream = "support/2023";

struct Pilot {
  std::string_view name, title;
  ledger::Level level;
  std::uint32_t schools, teachers, pupils, reviews, works;
};
/// The document's pilots, in counts; it counts no teachers in the schools' own one.
constexpr std::array pilots{
    Pilot{"jiaxuan-in-school", "“稼轩文学院”诵读校内评选试点", ledger::Level::school, 3, 0, 414, 172, 20},
    Pilot{"jiaxuan-district", "“稼轩文学院”诵读与投稿活动", ledger::Level::county, 88, 2'462, 2'205, 8'706, 0}};

}  // namespace

std::string article_name(std::size_t number) { return numbered("w2023-", number + 1); }

Services::Services(const YearSetting& setting, FactList& facts) : ListedArea(setting, "services") {
  plan_support(facts);
  plan_help(facts);
  plan_articles(facts);
  constexpr std::int64_t three_s = 15 * 3'600;
  const auto days = working_days(date_of(2023, 3, 1), date_of(2023, 12, 15));
  for (std::uint32_t i = 0; i < setting.totals.outreach; ++i) {
    plan(facts, ServiceFact::outreach, i, shanghai(days[days.size() * i / setting.totals.outreach], three_s));
  }
  for (std::uint32_t i = 0; i < pilots.size(); ++i) {
    plan(facts, ServiceFact::pilot, i, shanghai({date_of(2023, 12, 25).value + static_cast<std::int32_t>(i)}, three_s));
  }
}

void Services::plan_support(FactList& facts) {
  const auto days = working_days(date_of(2023, 2, 6), date_of(2023, 12, 22));
  const auto ask = [&](ServiceFact kind) {
    const auto number = static_cast<std::uint32_t>(asked_.size());
    asked_.push_back({any_teacher(), static_cast<std::uint8_t>(random_.below(topics.size())),
                      static_cast<std::uint8_t>(1 + random_.below(4))});
    const auto when = moment_on(random_.one_of(days), random_);
    plan(facts, kind, number, when);
    return std::pair(number, when);
  };
  for (std::uint32_t i = 0; i < setting_.totals.tickets; ++i) {
    const auto [number, when] = ask(ServiceFact::ticket);
    plan(facts, ServiceFact::ticket_closed, number,
         {when.value + std::int64_t{random_.between(1, 40)} * 3'600'000'000});
  }
  for (std::uint32_t i = 0; i < setting_.totals.calls_in; ++i) ask(ServiceFact::call_in);
  for (std::uint32_t i = 0; i < setting_.totals.calls_back; ++i) ask(ServiceFact::call_back);
  for (const auto& [kind, count] :
       {std::pair(ServiceFact::table, setting_.totals.tables), std::pair(ServiceFact::report, setting_.totals.reports),
        std::pair(ServiceFact::visit, setting_.totals.visits)}) {
    for (std::uint32_t i = 0; i < count; ++i) plan(facts, kind, i, moment_on(random_.one_of(days), random_));
  }
}

/// So many different teachers, some of them twice.
void Services::plan_help(FactList& facts) {
  constexpr std::uint32_t twice_every = 9;
  const auto days = working_days(date_of(2023, 2, 6), date_of(2023, 12, 22));
  std::vector<std::uint32_t> people;
  for (std::uint32_t i = 0; i < setting_.organisation.teachers.size(); ++i) {
    if (!teacher(i).joins_in_autumn) people.push_back(i);
  }
  random_.choose(people, setting_.totals.teachers_helped);
  for (std::uint32_t i = 0; i < setting_.totals.teachers_helped; ++i) {
    for (std::uint32_t times = i % twice_every == 0 ? 2 : 1; times > 0; --times) {
      plan(facts, ServiceFact::helped, static_cast<std::uint32_t>(asked_.size()),
           moment_on(random_.one_of(days), random_));
      asked_.push_back({people[i], static_cast<std::uint8_t>(random_.below(topics.size())), 1});
    }
  }
}

void Services::plan_articles(FactList& facts) {
  const auto days = working_days(date_of(2023, 2, 20), date_of(2023, 12, 20));
  for (std::uint32_t i = 0; i < setting_.totals.articles; ++i) {
    article_days_.push_back(days[days.size() * i / setting_.totals.articles]);
    plan(facts, ServiceFact::article, i, moment_on(article_days_.back(), random_));
  }
}

Status Services::tell_fact(ServiceFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  switch (kind) {
    case ServiceFact::ticket:
    case ServiceFact::ticket_closed:
      return tell_ticket(kind, which, at, sink);
    case ServiceFact::call_in:
    case ServiceFact::call_back:
    case ServiceFact::helped:
      return tell_contact(kind, which, at, sink);
    case ServiceFact::article:
    case ServiceFact::outreach:
      return tell_outside(kind, which, at, sink);
    case ServiceFact::pilot:
      return tell_pilot(which, at, sink);
    default:
      return tell_office(kind, which, at, sink);
  }
}

Status Services::tell_ticket(ServiceFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& asked = asked_[which];
  const std::string stream = "ticket/" + numbered("t2023-", which + 1);
  const auto event = event_at(stream, school_of(asked.teacher).unit, at);
  if (kind == ServiceFact::ticket_closed) {
    return sink.add(event, support::TicketClosed::type,
                    ledger::encode_payload(support::TicketClosed{.resolved = true, .resolution = "已指导处理"}));
  }
  const support::TicketOpened opened{.channel = static_cast<support::TicketChannel>(asked.channel),
                                     .topic = topics[asked.topic],
                                     .teacher = teacher(asked.teacher).subject};
  return sink.add(event, support::TicketOpened::type, ledger::encode_payload(opened));
}

Status Services::tell_contact(ServiceFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& asked = asked_[which];
  const auto& who = teacher(asked.teacher).subject;
  const auto event = event_at(support_stream, school_of(asked.teacher).unit, at);
  const auto minutes = 2 + which % 9;
  if (kind == ServiceFact::call_in) {
    return sink.add(event, support::CallReceived::type,
                    ledger::encode_payload(
                        support::CallReceived{.topic = topics[asked.topic], .minutes = minutes, .teacher = who}));
  }
  if (kind == ServiceFact::call_back) {
    return sink.add(event, support::CallReturned::type,
                    ledger::encode_payload(
                        support::CallReturned{.topic = topics[asked.topic], .minutes = minutes, .teacher = who}));
  }
  return sink.add(event, support::TeacherHelped::type,
                  ledger::encode_payload(support::TeacherHelped{.teacher = who, .topic = topics[asked.topic]}));
}

Status Services::tell_office(ServiceFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto event = event_at(support_stream, district_unit, at);
  if (kind == ServiceFact::table) {
    const std::string title = numbered("数据表-", which + 1);
    return sink.add(event, support::TableProcessed::type,
                    ledger::encode_payload(support::TableProcessed{.title = title, .rows = 40 + which * 7 % 900}));
  }
  if (kind == ServiceFact::report) {
    const std::string title = numbered("分析报告-", which + 1);
    return sink.add(event, support::ReportIssued::type,
                    ledger::encode_payload(support::ReportIssued{
                        .title = title, .content = invented_digest("report", which, setting_.seed)}));
  }
  const auto& visited = school(which * 5);
  return sink.add(event_at(support_stream, visited.unit, at), support::VisitLogged::type,
                  ledger::encode_payload(support::VisitLogged{
                      .school = visited.code, .purpose = "一线学校平台需求调研", .minutes = 90 + which % 4 * 30}));
}

Status Services::tell_outside(ServiceFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& from = school(which);
  if (kind == ServiceFact::article) {
    const std::string stream = "article/" + article_name(which);
    const std::string title = "“艺动校园”第 " + std::to_string(which + 1) + " 篇";
    const outreach::ArticlePublished published{.school = from.code,
                                               .column = "艺动校园",
                                               .title = title,
                                               .content = invented_digest("article", which, setting_.seed)};
    return sink.add(event_at(stream, from.unit, at), outreach::ArticlePublished::type,
                    ledger::encode_payload(published));
  }
  const std::string stream = "outreach/" + numbered("o2023-", which + 1);
  std::vector<ledger::Subject> people;
  for (std::uint32_t i = 0; i < std::min(from.teachers, 4U); ++i) {
    if (!teacher(from.first_teacher + i).joins_in_autumn) people.push_back(teacher(from.first_teacher + i).subject);
  }
  const outreach::OutreachDelivered delivered{.kind = outreach::OutreachKind::online_support,
                                              .school = from.code,
                                              .partner = "甘肃临夏大树学校",
                                              .teachers = people,
                                              .minutes = 80};
  return sink.add(event_at(stream, from.unit, at), outreach::OutreachDelivered::type,
                  ledger::encode_payload(delivered));
}

Status Services::tell_pilot(std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const auto& pilot = pilots[which];
  const std::string stream = "pilot/" + std::string(pilot.name);
  const outreach::PilotReported reported{.title = pilot.title,
                                         .level = pilot.level,
                                         .schools = pilot.schools,
                                         .teachers = pilot.teachers,
                                         .pupils = pilot.pupils,
                                         .reviews = pilot.reviews,
                                         .works_recommended = pilot.works};
  return sink.add(event_at(stream, district_unit, at), outreach::PilotReported::type, ledger::encode_payload(reported));
}

}  // namespace shiji::cli::demo
