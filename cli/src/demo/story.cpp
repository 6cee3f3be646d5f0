#include "demo/story.h"

#include "demo/event_tellers.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>

namespace shiji::cli::demo {
namespace {

using ledger::Date;
using ledger::Status;
using ledger::Time;

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int32_t terminal_sends_ms = 10 * 60 * 1'000;

constexpr std::int64_t seconds_at(std::int64_t hour, std::int64_t minute) { return (hour * 60 + minute) * 60; }

struct Beat {
  enum class Kind { school, joining, announce, roster, marks, close };
  Time at;
  Kind kind;
  std::uint32_t index = 0;  ///< school or session
  std::vector<Mark> marks{};
};

// Offices announce things on working days.
Date office_day(Date date) {
  while (weekday_of(date) == 0 || weekday_of(date) == 6 || is_public_holiday(date)) --date.value;
  return date;
}

void add_registrations(std::vector<Beat>& beats, std::uint32_t schools) {
  constexpr std::uint32_t a_day = 16;  // one every 25 minutes
  Date day = date_of(2023, 1, 3);
  for (std::uint32_t i = 0; i < schools; ++i) {
    if (i > 0 && i % a_day == 0) {
      do ++day.value;
      while (office_day(day) != day);
    }
    beats.push_back({shanghai(day, seconds_at(9, 0) + i % a_day * seconds_at(0, 25)), Beat::Kind::school, i});
  }
  beats.push_back({shanghai(date_of(2023, 8, 21), seconds_at(10, 0)), Beat::Kind::joining});
}

// A terminal keeps what it saw and sends it every ten minutes.
void add_terminal_beats(std::vector<Beat>& beats, const Session& session, std::uint32_t index) {
  std::vector<Mark> window;
  std::int64_t window_end = 0;
  const auto send = [&] {
    if (!window.empty()) beats.push_back({moment_of(session, window_end), Beat::Kind::marks, index, std::move(window)});
    window = {};
  };
  for (const Mark& mark : marks_of(session)) {
    const std::int64_t shifted = std::int64_t{mark.ms} + 24 * 60 * minute_us / 1'000;  // never negative
    const std::int64_t end = mark.ms - shifted % terminal_sends_ms + terminal_sends_ms;
    if (end != window_end) send();
    window_end = end;
    window.push_back(mark);
  }
  send();
}

void add_session(std::vector<Beat>& beats, const Session& session, std::uint32_t index, Random& random) {
  const Date roster_day = office_day({session.date.value - random.between(1, 3)});
  const Date announced = office_day({roster_day.value - random.between(5, 10)});
  beats.push_back({shanghai(announced, seconds_at(9, 30) + random.between(0, 18'000)), Beat::Kind::announce, index});
  beats.push_back({shanghai(roster_day, seconds_at(15, 0) + random.between(0, 7'200)), Beat::Kind::roster, index});
  if (session.from_paper_roll) {
    beats.push_back({shanghai(session.date, seconds_at(19, 30)), Beat::Kind::marks, index, marks_of(session)});
    beats.push_back({shanghai(session.date, seconds_at(20, 0)), Beat::Kind::close, index});
  } else {
    add_terminal_beats(beats, session, index);
    beats.push_back({{end_of(session).value + 20 * minute_us}, Beat::Kind::close, index});
  }
}

std::vector<Beat> beats_of(const Plan& plan, std::uint64_t seed) {
  Random random(seed, "office");
  std::vector<Beat> beats;
  add_registrations(beats, static_cast<std::uint32_t>(plan.organisation.schools.size()));
  for (std::uint32_t i = 0; i < plan.sessions.size(); ++i) add_session(beats, plan.sessions[i], i, random);
  std::stable_sort(beats.begin(), beats.end(), [](const Beat& a, const Beat& b) { return a.at < b.at; });
  return beats;
}

Status tell_beat(const Plan& plan, const Beat& beat, SessionTeller& sessions, EventSink& sink) {
  switch (beat.kind) {
    case Beat::Kind::school:
      return open_school(plan.organisation, beat.index, beat.at, sink);
    case Beat::Kind::joining:
      return register_joining(plan.organisation, beat.at, sink);
    case Beat::Kind::announce:
      return sessions.announce(plan.sessions[beat.index], beat.at);
    case Beat::Kind::roster:
      return sessions.fix_roster(plan.sessions[beat.index], beat.at);
    case Beat::Kind::marks:
      return sessions.mark(plan.sessions[beat.index], beat.marks);
    case Beat::Kind::close:
      return sessions.close(plan.sessions[beat.index], beat.at);
  }
  return ledger::done();
}

Status end_story(const StoryEnd& end, EventSink& sink) {
  using ledger::control::DemoEnded;
  const Time now = shanghai(date_of(2023, 12, 31), seconds_at(18, 0));
  if (auto status = sink.at(now); !status) return status;
  ledger::Event event;
  event.stream = "ledger";
  event.actor = engine::administrator_actor;  // an affair of the ledger itself
  event.working_unit = district_unit;
  event.occurred_at = now;
  event.business_date = ledger::business_date_of(now);
  return sink.add(event, DemoEnded::type,
                  ledger::encode_payload(DemoEnded{.seed = end.seed, .scale_ppm = end.scale_ppm}));
}

}  // namespace

Time story_begins() { return shanghai(date_of(2023, 1, 3), seconds_at(8, 0)); }

Status tell(const Plan& plan, const Year& year, const StoryEnd& end, EventSink& sink,
            const std::function<void(std::uint64_t, std::uint64_t)>& step) {
  const auto beats = beats_of(plan, end.seed);
  const auto& facts = year.facts();
  SessionTeller sessions(plan.organisation, end.seed, sink);
  auto beat = beats.begin();
  auto fact = facts.begin();
  for (std::uint64_t told = 0; beat != beats.end() || fact != facts.end(); ++told) {
    const bool is_beat = fact == facts.end() || (beat != beats.end() && beat->at <= fact->told);
    if (auto status = sink.at(is_beat ? beat->at : fact->told); !status) return status;
    auto status = is_beat ? tell_beat(plan, *beat, sessions, sink) : fact->area->tell(fact->fact, fact->told, sink);
    if (!status) return status;
    is_beat ? void(++beat) : void(++fact);
    if (step) step(told + 1, beats.size() + facts.size());
  }
  return end_story(end, sink);
}

}  // namespace shiji::cli::demo
