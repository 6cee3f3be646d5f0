#include "demo/reckoning.h"

#include "demo/school_year.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace shiji::cli::demo {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t minutes_a_credit = 450;  // 45 a class hour, 10 class hours a credit

std::int64_t activity_centi(ledger::Level level) {
  switch (level) {
    case ledger::Level::school:
      return 50;
    case ledger::Level::county:
      return 100;
    case ledger::Level::city:
      return 150;
    case ledger::Level::province:
      return 200;
    case ledger::Level::nation:
      return 300;
  }
  return 0;
}

constexpr std::array<std::int64_t, gain_categories> caps_centi{1'500, 4'000, 2'000, 1'000, 600};

/// When the rules make the attendance of it.
ledger::Time closed_at(const Session& session) {
  constexpr std::int64_t roll_typed_in_s = 20 * 3'600;
  constexpr std::int64_t after_the_end_us = 20 * 60'000'000LL;
  if (session.from_paper_roll) return shanghai(session.date, roll_typed_in_s);
  return {shanghai(session.date, std::int64_t{session.units.back().ends_minute} * 60).value + after_the_end_us};
}

void add_seat(const Session& session, const Seat& seat, std::vector<Gain>& gains) {
  const auto add = [&](std::int64_t centi) {
    gains.push_back(
        {seat.teacher, GainCategory::activities, session.date, closed_at(session), static_cast<std::int32_t>(centi)});
  };
  if (seat.absent()) return add(-300);
  add(activity_centi(session.level));
  if (seat.arrival == Arrival::late) add(-100);
}

/// Posted one by one, in the order of their days, within caps and never under nothing.
std::int64_t posted(std::vector<Gain> gains, std::size_t teachers) {
  std::stable_sort(gains.begin(), gains.end(),
                   [](const Gain& a, const Gain& b) { return std::tie(a.date, a.told) < std::tie(b.date, b.told); });
  std::vector<std::array<std::int64_t, gain_categories * 2>> accounts(teachers);
  for (const auto& gain : gains) {
    const auto category = static_cast<std::size_t>(gain.category);
    auto& total = accounts[gain.teacher][category * 2 + (gain.date < autumn_begins ? 0 : 1)];
    total = std::clamp<std::int64_t>(total + gain.centi, 0, caps_centi[category]);
  }
  std::int64_t out = 0;
  for (const auto& account : accounts) {
    for (const auto total : account) out += total;
  }
  return out;
}

}  // namespace

std::int64_t minutes_of(const Session& session, const Seat& seat) {
  if (seat.absent()) return 0;
  const bool stayed = !session.sign_out_required || seat.leaves_ms;
  if (!stayed) {
    // Nobody saw them after their last sign-in, which is in or just before the first unit.
    if (seat.arrival == Arrival::second_unit) return 0;
    const std::int64_t last_seen = seat.again_ms.value_or(seat.arrives_ms);
    return std::max<std::int64_t>(last_seen - std::max(seat.arrives_ms, 0), 0) / minute_ms;
  }
  std::int64_t minutes = 0;
  for (std::size_t i = seat.arrival == Arrival::second_unit ? 1 : 0; i < session.units.size(); ++i) {
    const std::int64_t length_ms = (session.units[i].ends_minute - session.units[i].starts_minute) * minute_ms;
    const std::int64_t missed_ms = i == 0 && seat.arrival == Arrival::late ? seat.arrives_ms : 0;
    minutes += (length_ms - missed_ms) / minute_ms;
  }
  return minutes;
}

Reckoning reckon(const Plan& plan, const std::vector<Gain>& beside) {
  Reckoning out;
  std::vector<Gain> gains;
  for (const Session& session : plan.sessions) {
    for (const Seat& seat : session.roster) {
      const std::int64_t minutes = minutes_of(session, seat);
      out.minutes += minutes;
      out.credit_milli += minutes * 1'000 / minutes_a_credit;
      out.late += seat.arrival == Arrival::late ? 1 : 0;
      out.sign_ins_repeated += seat.again_ms ? 1 : 0;
      add_seat(session, seat, gains);
    }
  }
  gains.insert(gains.end(), beside.begin(), beside.end());
  out.points_centi = posted(std::move(gains), plan.organisation.teachers.size());
  return out;
}

const Teacher& sample_teacher(const Plan& plan) {
  std::vector<std::uint32_t> sessions(plan.organisation.teachers.size());
  std::vector<bool> late(plan.organisation.teachers.size());
  for (const Session& session : plan.sessions) {
    for (const Seat& seat : session.roster) {
      ++sessions[seat.teacher];
      if (seat.arrival == Arrival::late) late[seat.teacher] = true;
    }
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < sessions.size(); ++i) {
    const auto rank = [&](std::size_t teacher) { return (late[teacher] ? 1'000'000U : 0U) + sessions[teacher]; };
    if (rank(i) > rank(best)) best = i;
  }
  return plan.organisation.teachers[best];
}

}  // namespace shiji::cli::demo
