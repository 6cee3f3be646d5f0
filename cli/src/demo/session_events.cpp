#include "demo/event_tellers.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Event;
using ledger::Status;
using ledger::training::SignInMethod;

// Cells of about 1.2 by 0.6 km around the district's venues, one a venue.
constexpr std::array<std::string_view, 8> cells{"wwe0xv", "wwe28x", "wwe2fk", "wwe2e3",
                                                "wwe0zc", "wwe31d", "wwe297", "wwe24q"};
constexpr std::uint32_t terminals_a_venue = 3;

Event event_of(const std::string& stream, ledger::Time when, std::string_view unit) {
  Event event;
  event.stream = stream;
  event.occurred_at = when;
  event.business_date = ledger::business_date_of(when);
  event.working_unit = unit;
  return event;
}

std::string stream_of(const Session& session) { return "session/" + session.name; }

template <typename SignedInOrOut>
ledger::Buffer door_payload(const Teacher& teacher, SignInMethod method, std::string_view device, std::string_view cell,
                            std::optional<ledger::Time> device_time) {
  SignedInOrOut payload{.teacher = teacher.subject, .method = method};
  if (!device.empty()) {
    payload.device = device;
    payload.geo_cell = cell;
    payload.device_time = device_time;
  }
  return ledger::encode_payload(payload);
}

}  // namespace

std::vector<Mark> marks_of(const Session& session) {
  std::vector<Mark> marks;
  for (std::uint32_t i = 0; i < session.roster.size(); ++i) {
    const Seat& seat = session.roster[i];
    if (seat.arrival == Arrival::never) continue;
    marks.push_back({seat.arrives_ms, i, false});
    if (seat.again_ms) marks.push_back({*seat.again_ms, i, false});
    if (seat.leaves_ms) marks.push_back({*seat.leaves_ms, i, true});
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.ms < b.ms; });
  return marks;
}

ledger::Time moment_of(const Session& session, std::int64_t ms) {
  const auto start = shanghai(session.date, std::int64_t{session.units.front().starts_minute} * 60);
  return {start.value + ms * 1'000};
}

ledger::Time end_of(const Session& session) {
  return shanghai(session.date, std::int64_t{session.units.back().ends_minute} * 60);
}

Status SessionTeller::announce(const Session& session, ledger::Time now) {
  using ledger::training::SessionScheduled;
  std::vector<ledger::training::SessionUnit> units;
  for (const Unit& unit : session.units) {
    units.push_back({.starts_at = shanghai(session.date, std::int64_t{unit.starts_minute} * 60),
                     .ends_at = shanghai(session.date, std::int64_t{unit.ends_minute} * 60)});
  }
  const SessionScheduled scheduled{.title = session.title,
                                   .level = session.level,
                                   .venue = session.venue,
                                   .units = units,
                                   .sign_out_required = session.sign_out_required};
  return sink_.add(event_of(stream_of(session), now, district_unit), SessionScheduled::type,
                   ledger::encode_payload(scheduled));
}

Status SessionTeller::fix_roster(const Session& session, ledger::Time now) {
  using ledger::training::RosterFixed;
  std::vector<ledger::Subject> teachers;
  for (const Seat& seat : session.roster) teachers.push_back(organisation_.teachers[seat.teacher].subject);
  return sink_.add(event_of(stream_of(session), now, district_unit), RosterFixed::type,
                   ledger::encode_payload(RosterFixed{.teachers = teachers}));
}

SignInMethod SessionTeller::pick_method(const Session& session) {
  if (session.from_paper_roll) return SignInMethod::roll;
  constexpr std::array<std::uint32_t, 4> weights{78, 13, 6, 3};
  constexpr std::array methods{SignInMethod::face, SignInMethod::qr_code, SignInMethod::card, SignInMethod::pin};
  return methods[random_.weighted(weights)];
}

Status SessionTeller::mark(const Session& session, const std::vector<Mark>& marks) {
  const std::string stream = stream_of(session);
  const std::string roll = "roll-" + session.name + ".csv";
  for (const Mark& mark : marks) {
    const Teacher& teacher = organisation_.teachers[session.roster[mark.seat].teacher];
    const auto when = moment_of(session, mark.ms);
    Event event = event_of(stream, when, organisation_.schools[teacher.school].unit);
    event.subjects = {&teacher.subject, 1};
    const SignInMethod method = pick_method(session);
    std::string device;
    std::optional<ledger::Time> device_time;
    if (session.from_paper_roll) {
      event.source = {
          .kind = ledger::SourceKind::import_, .reference = roll, .row = mark.seat + 2};  // row 1: the heads
    } else {
      device = "gate-" + std::to_string(session.venue_number + 1) + "-" +
               std::to_string(random_.below(terminals_a_venue) + 1);
      device_time = ledger::Time{when.value + random_.between(-3'000, 2'000) * 1'000};  // its own clock is a little off
      event.source = {.kind = ledger::SourceKind::device, .reference = device};
    }
    using ledger::training::SessionSignedIn;
    using ledger::training::SessionSignedOut;
    const auto cell = cells[session.venue_number];
    auto status = mark.out ? sink_.add(event, SessionSignedOut::type,
                                       door_payload<SessionSignedOut>(teacher, method, device, cell, device_time))
                           : sink_.add(event, SessionSignedIn::type,
                                       door_payload<SessionSignedIn>(teacher, method, device, cell, device_time));
    if (!status) return status;
  }
  return ledger::done();
}

Status SessionTeller::close(const Session& session, ledger::Time now) {
  using ledger::training::SessionClosed;
  return sink_.add(event_of(stream_of(session), now, district_unit), SessionClosed::type,
                   ledger::encode_payload(SessionClosed{}));
}

}  // namespace shiji::cli::demo
