#include "demo/sessions.h"

#include "demo/apportion.h"
#include "demo/random.h"
#include "demo/school_year.h"

#include <algorithm>
#include <array>
#include <map>

namespace shiji::cli::demo {
namespace {

constexpr std::int32_t at(std::int32_t hour, std::int32_t minute) { return hour * 60 + minute; }

struct DayPlan {
  std::uint32_t weight;
  std::uint32_t saturday_weight;
  std::array<Unit, 3> units;
};

// A unit without an end is none.
const std::array day_plans{
    DayPlan{14, 1, {{{at(14, 0), at(16, 0)}}}},
    DayPlan{10, 1, {{{at(14, 30), at(16, 0)}}}},
    DayPlan{8, 2, {{{at(9, 0), at(12, 0)}}}},
    DayPlan{7, 1, {{{at(14, 0), at(16, 30)}}}},
    DayPlan{5, 0, {{{at(15, 30), at(16, 30)}}}},
    DayPlan{4, 0, {{{at(15, 45), at(16, 30)}}}},
    DayPlan{12, 4, {{{at(14, 0), at(15, 30)}, {at(15, 40), at(17, 10)}}}},
    DayPlan{9, 6, {{{at(9, 0), at(10, 30)}, {at(10, 45), at(12, 0)}}}},
    DayPlan{7, 2, {{{at(13, 30), at(15, 30)}, {at(15, 45), at(16, 45)}}}},
    DayPlan{6, 3, {{{at(9, 0), at(10, 0)}, {at(10, 10), at(11, 10)}}}},
    DayPlan{5, 8, {{{at(8, 30), at(10, 0)}, {at(10, 15), at(11, 45)}, {at(14, 0), at(16, 0)}}}},
    DayPlan{4, 5, {{{at(9, 0), at(10, 0)}, {at(10, 10), at(11, 10)}, {at(11, 20), at(12, 5)}}}},
    DayPlan{4, 2, {{{at(13, 30), at(14, 30)}, {at(14, 40), at(15, 40)}, {at(15, 50), at(16, 50)}}}}};

constexpr std::array<std::string_view, 8> venues{
    "历城区教研中心报告厅", "历城区教研中心第一培训室", "历城区教研中心第二培训室", "历城区教师进修学校礼堂",
    "历城区青少年宫剧场",   "稼轩文化中心多功能厅",     "历城区图书馆学术报告厅",   "历城区实践基地阶梯教室"};

std::vector<ledger::Date> pick_days(const Totals& totals, Random& random) {
  // With few people two rosters of one day could ask for the same ones.
  const std::uint32_t per_day_max = totals.teachers >= 4'000 ? 3 : 1;
  const auto days = session_days();
  constexpr std::array<std::uint32_t, 7> by_weekday{0, 14, 20, 26, 24, 10, 16};  // Sunday first
  std::vector<std::uint32_t> weights;
  weights.reserve(days.size());
  for (const auto day : days) weights.push_back(by_weekday[weekday_of(day)]);
  std::vector<std::uint32_t> taken(days.size());
  std::vector<ledger::Date> out;
  out.reserve(totals.sessions);
  for (std::uint32_t i = 0; i < totals.sessions; ++i) {
    const std::size_t day = random.weighted(weights);
    out.push_back(days[day]);
    if (++taken[day] == per_day_max) weights[day] = 0;
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Unit> pick_units(Random& random, bool saturday) {
  std::vector<std::uint32_t> weights;
  weights.reserve(day_plans.size());
  for (const auto& plan : day_plans) weights.push_back(saturday ? plan.saturday_weight : plan.weight);
  std::vector<Unit> units;
  for (const Unit& unit : day_plans[random.weighted(weights)].units) {
    if (unit.ends_minute > 0) units.push_back(unit);
  }
  return units;
}

ledger::Level pick_level(Random& random) {
  const auto drawn = random.below(100);
  if (drawn < 8) return ledger::Level::school;
  return drawn < 92 ? ledger::Level::county : ledger::Level::city;
}

Session make_session(ledger::Date date, Random& random) {
  Session session;
  session.date = date;
  session.level = pick_level(random);
  session.units = pick_units(random, weekday_of(date) == 6);
  session.venue_number = random.below(static_cast<std::uint32_t>(venues.size()));
  session.venue = venues[session.venue_number];
  session.sign_out_required = random.below(3) == 0;
  session.from_paper_roll = !session.sign_out_required && random.below(25) == 0;
  return session;
}

void name_sessions(std::vector<Session>& sessions) {
  std::stable_sort(sessions.begin(), sessions.end(), [](const Session& a, const Session& b) {
    if (a.date != b.date) return a.date < b.date;
    return a.units.front().starts_minute < b.units.front().starts_minute;
  });
  std::map<ledger::Date, unsigned> of_the_day;
  for (auto& session : sessions) {
    session.name = "lc-" + ledger::to_text(session.date) + "-" + std::to_string(++of_the_day[session.date]);
  }
}

// The most each roster can hold. A small demo may have drawn too many sessions of one school for all who are expected:
// then the first ones become the county's.
std::vector<std::uint32_t> roster_caps(std::vector<Session>& sessions, const Totals& totals,
                                       const Organisation& organisation) {
  std::uint32_t largest_school = 0;
  for (const auto& school : organisation.schools) largest_school = std::max(largest_school, school.teachers);
  // A few join in autumn only; nobody is asked twice a day.
  const std::uint32_t one_school = std::max(largest_school * 4 / 5, 1U);
  const std::uint32_t district = totals.teachers * 9 / 10;
  std::vector<std::uint32_t> caps;
  std::uint64_t room = 0;
  for (const auto& session : sessions) {
    caps.push_back(session.level == ledger::Level::school ? one_school : district);
    room += caps.back();
  }
  for (std::size_t i = 0; i < sessions.size() && room < totals.expected; ++i) {
    room += district - caps[i];
    caps[i] = district;
    if (sessions[i].level == ledger::Level::school) sessions[i].level = ledger::Level::county;
  }
  return caps;
}

}  // namespace

std::vector<Session> plan_sessions(const Totals& totals, const Organisation& organisation, std::uint64_t seed,
                                   std::vector<std::uint32_t>& sizes_wanted) {
  Random random(seed, "sessions");
  std::vector<Session> sessions;
  for (const auto date : pick_days(totals, random)) sessions.push_back(make_session(date, random));
  name_sessions(sessions);
  const auto caps = roster_caps(sessions, totals, organisation);
  std::vector<std::uint32_t> weights;
  for (const auto& session : sessions) {
    const bool one_school = session.level == ledger::Level::school;
    weights.push_back(static_cast<std::uint32_t>(one_school ? random.between(35, 75) : random.between(95, 250)));
  }
  sizes_wanted = apportion(totals.expected, weights);
  respect_caps(sizes_wanted, caps);
  return sessions;
}

}  // namespace shiji::cli::demo
