#include "demo/reckoning.h"

#include "demo/school_year.h"

#include <algorithm>

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

/// The points of one teacher, posted line by line within a school year.
struct Account {
  std::int64_t spring = 0, autumn = 0;
  void post(std::int64_t centi, ledger::Date date) {
    std::int64_t& total = date < autumn_begins ? spring : autumn;
    total = std::clamp<std::int64_t>(total + centi, 0, 1'500);
  }
};

void post_seat(Account& account, const Session& session, const Seat& seat) {
  if (seat.absent()) {
    account.post(-300, session.date);
    return;
  }
  account.post(activity_centi(session.level), session.date);
  if (seat.arrival == Arrival::late) account.post(-100, session.date);
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

Reckoning reckon(const Plan& plan) {
  Reckoning out;
  std::vector<Account> accounts(plan.organisation.teachers.size());
  for (const Session& session : plan.sessions) {
    for (const Seat& seat : session.roster) {
      const std::int64_t minutes = minutes_of(session, seat);
      out.minutes += minutes;
      out.credit_milli += minutes * 1'000 / minutes_a_credit;
      out.late += seat.arrival == Arrival::late ? 1 : 0;
      out.sign_ins_repeated += seat.again_ms ? 1 : 0;
      post_seat(accounts[seat.teacher], session, seat);
    }
  }
  for (const Account& account : accounts) out.points_centi += account.spring + account.autumn;
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
