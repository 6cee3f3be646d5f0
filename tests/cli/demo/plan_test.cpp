#include "demo/plan.h"

#include "demo/school_year.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace shiji;
using namespace shiji::cli::demo;

namespace {

constexpr std::uint64_t seeds[] = {2023, 1, 77, 0xffffffffffffffffU};

std::uint32_t seats_of(const Plan& plan) {
  std::uint32_t seats = 0;
  for (const auto& session : plan.sessions) seats += static_cast<std::uint32_t>(session.roster.size());
  return seats;
}

std::uint32_t absences_of(const Plan& plan) {
  std::uint32_t absences = 0;
  for (const auto& session : plan.sessions) {
    for (const auto& seat : session.roster) absences += seat.absent() ? 1 : 0;
  }
  return absences;
}

}  // namespace

TEST_CASE("the whole year sums to exactly what the document says, whatever the seed") {
  for (const auto seed : seeds) {
    INFO("seed " << seed);
    const Plan plan = plan_year(1'000'000, seed);
    CHECK(plan.sessions.size() == 201);
    CHECK(seats_of(plan) == 32'333);
    CHECK(absences_of(plan) == 165);
    CHECK(seats_of(plan) - absences_of(plan) == 32'168);
    CHECK(plan.organisation.schools.size() == 144);
    CHECK(plan.organisation.teachers.size() == 11'000);
  }
}

TEST_CASE("every school has its code, its unit path and one head") {
  const Plan plan = plan_year(1'000'000, 2023);
  std::set<std::string> codes;
  std::set<std::string> names;
  std::uint32_t heads = 0;
  for (const auto& school : plan.organisation.schools) {
    CHECK(school.code.size() == 10);
    CHECK(school.code.substr(2, 2) == "37");
    CHECK(school.unit == "37/3701/370112/" + school.code);
    codes.insert(school.code);
    names.insert(school.name);
    CHECK(school.teachers >= 2);
  }
  for (const auto& teacher : plan.organisation.teachers) heads += teacher.head ? 1 : 0;
  CHECK(codes.size() == 144);
  CHECK(names.size() == 144);
  CHECK(heads == 144);
}

TEST_CASE("schools of every kind are there, and teachers of every stage") {
  const Plan plan = plan_year(1'000'000, 2023);
  std::set<std::string> kinds;
  std::map<Stage, std::uint32_t> stages;
  for (const auto& school : plan.organisation.schools) kinds.insert(school.code.substr(0, 2));
  for (const auto& teacher : plan.organisation.teachers) ++stages[teacher.stage];
  CHECK(kinds == std::set<std::string>{"11", "21", "31", "34", "36", "51"});
  CHECK(stages.size() == 6);
  CHECK(stages[Stage::primary] > stages[Stage::senior]);
}

TEST_CASE("nobody shares a subject id with anybody") {
  const Plan plan = plan_year(1'000'000, 2023);
  std::set<ledger::Subject> subjects;
  for (const auto& teacher : plan.organisation.teachers) subjects.insert(teacher.subject);
  CHECK(subjects.size() == plan.organisation.teachers.size());
}

TEST_CASE("sessions lie in term time, never on a Sunday or a public holiday") {
  for (const auto seed : seeds) {
    std::uint32_t saturdays = 0;
    for (const auto& session : plan_year(1'000'000, seed).sessions) {
      INFO("seed " << seed << " " << session.name);
      CHECK(is_in_term(session.date));
      CHECK_FALSE(is_public_holiday(session.date));
      CHECK(weekday_of(session.date) != 0);
      saturdays += weekday_of(session.date) == 6 ? 1 : 0;
    }
    CHECK(saturdays > 0);
    CHECK(saturdays < 60);
  }
}

TEST_CASE("the school year's days are the ones the calendar of 2023 gives") {
  const auto days = session_days();
  const auto has = [&](ledger::Date day) { return std::find(days.begin(), days.end(), day) != days.end(); };
  CHECK(days.front() == date_of(2023, 2, 13));
  CHECK(days.back() == date_of(2023, 12, 29));
  CHECK_FALSE(has(date_of(2023, 4, 5)));
  CHECK_FALSE(has(date_of(2023, 4, 29)));
  CHECK(has(date_of(2023, 5, 6)));
  CHECK_FALSE(has(date_of(2023, 6, 24)));
  CHECK_FALSE(has(date_of(2023, 7, 10)));
  CHECK_FALSE(has(date_of(2023, 10, 6)));
  CHECK(has(date_of(2023, 10, 7)));
}

TEST_CASE("a session has one to three units of 45 to 180 minutes, in order") {
  std::map<std::size_t, int> by_units;
  std::uint32_t sign_out = 0;
  for (const auto& session : plan_year(1'000'000, 2023).sessions) {
    ++by_units[session.units.size()];
    sign_out += session.sign_out_required ? 1 : 0;
    std::int32_t before = 0;
    for (const auto& unit : session.units) {
      CHECK(unit.starts_minute >= before);
      CHECK(unit.ends_minute - unit.starts_minute >= 45);
      CHECK(unit.ends_minute - unit.starts_minute <= 180);
      before = unit.ends_minute;
    }
  }
  CHECK(by_units.size() == 3);
  CHECK(by_units.begin()->first == 1);
  CHECK(by_units.rbegin()->first == 3);
  CHECK(sign_out > 45);
  CHECK(sign_out < 90);
}

TEST_CASE("nobody stands on a roster twice, in two sessions on one day, or on one before being hired") {
  for (const auto seed : seeds) {
    const Plan plan = plan_year(1'000'000, seed);
    std::set<std::pair<std::int32_t, std::uint32_t>> day_and_teacher;
    for (const auto& session : plan.sessions) {
      for (const auto& seat : session.roster) {
        INFO("seed " << seed << " " << session.name << " teacher " << seat.teacher);
        REQUIRE(day_and_teacher.emplace(session.date.value, seat.teacher).second);
        REQUIRE(plan.organisation.teachers[seat.teacher].since <= session.date);
      }
    }
  }
}

TEST_CASE("people arrive as people do: most in the last minutes before the start, few late") {
  const Plan plan = plan_year(1'000'000, 2023);
  std::map<Arrival, std::uint32_t> arrivals;
  std::uint32_t last_ten_minutes = 0;
  std::uint32_t repeated = 0;
  std::uint32_t forgot_to_sign_out = 0;
  for (const auto& session : plan.sessions) {
    for (const auto& seat : session.roster) {
      ++arrivals[seat.arrival];
      if (seat.arrival == Arrival::in_time) {
        CHECK(seat.arrives_ms < 0);
        CHECK(seat.arrives_ms >= -30 * 60'000);
        last_ten_minutes += seat.arrives_ms >= -10 * 60'000 ? 1 : 0;
      }
      if (seat.arrival == Arrival::late) CHECK(seat.arrives_ms <= 15 * 60'000);
      if (seat.arrival == Arrival::too_late || seat.arrival == Arrival::second_unit) {
        CHECK(seat.arrives_ms > 16 * 60'000);
      }
      if (seat.arrival == Arrival::too_late) CHECK(session.units.size() == 1);
      if (seat.arrival == Arrival::second_unit) CHECK(session.units.size() > 1);
      if (seat.again_ms) {
        CHECK(*seat.again_ms > seat.arrives_ms);
        ++repeated;
      }
      forgot_to_sign_out += session.sign_out_required && seat.arrival != Arrival::never && !seat.leaves_ms ? 1 : 0;
    }
  }
  CHECK(last_ten_minutes > 32'333 / 2);
  CHECK(arrivals[Arrival::late] > 500);
  CHECK(arrivals[Arrival::late] < 1'500);
  CHECK(arrivals[Arrival::second_unit] > 0);
  CHECK(arrivals[Arrival::too_late] > 0);
  CHECK(arrivals[Arrival::never] > 100);
  CHECK(repeated > 100);
  CHECK(forgot_to_sign_out > 0);
}

TEST_CASE("levels are mostly the county's, with some of city and school") {
  std::map<ledger::Level, int> levels;
  for (const auto& session : plan_year(1'000'000, 2023).sessions) ++levels[session.level];
  CHECK(levels[ledger::Level::county] > 140);
  CHECK(levels[ledger::Level::city] > 0);
  CHECK(levels[ledger::Level::school] > 0);
}

TEST_CASE("at any scale the plan sums to its own totals") {
  for (const std::uint32_t scale_ppm : {1U, 1'000U, 5'000U, 20'000U, 100'000U, 333'333U, 500'000U, 999'999U}) {
    INFO("scale " << scale_ppm << " ppm");
    const Plan plan = plan_year(scale_ppm, 5);
    CHECK(plan.sessions.size() == plan.totals.sessions);
    CHECK(seats_of(plan) == plan.totals.expected);
    CHECK(absences_of(plan) == plan.totals.absent);
    CHECK(plan.organisation.schools.size() == plan.totals.schools);
    CHECK(plan.organisation.teachers.size() == plan.totals.teachers);
  }
  const Totals tenth = totals_at(100'000);
  CHECK(tenth.sessions == 20);
  CHECK(tenth.expected == 3'233);
  CHECK(tenth.absent == 17);
  CHECK(tenth.teachers == 1'100);
}

TEST_CASE("whatever the seed and the scale, there is a plan and it sums") {
  for (std::uint32_t i = 0; i < 400; ++i) {
    const std::uint32_t scale_ppm = 1 + i * 97 + (i % 4) * 2'111;  // mostly under a twentieth, where room is scarce
    INFO("seed " << i << " scale " << scale_ppm << " ppm");
    const Plan plan = plan_year(scale_ppm, i);
    REQUIRE(seats_of(plan) == plan.totals.expected);
    REQUIRE(absences_of(plan) == plan.totals.absent);
  }
}

TEST_CASE("the same seed gives the same plan, another seed another one") {
  const Plan first = plan_year(50'000, 9);
  const Plan again = plan_year(50'000, 9);
  const Plan other = plan_year(50'000, 10);
  const auto first_name = [](const Plan& plan) { return plan.organisation.teachers[7].name; };
  CHECK(first.organisation.teachers[7].subject == again.organisation.teachers[7].subject);
  CHECK(first_name(first) == first_name(again));
  CHECK(first.sessions[3].title == again.sessions[3].title);
  CHECK(first.sessions[3].roster[5].arrives_ms == again.sessions[3].roster[5].arrives_ms);
  CHECK(first.organisation.teachers[7].subject != other.organisation.teachers[7].subject);
}
