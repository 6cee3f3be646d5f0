// Training sessions and research activities of the five-year cycle.
#include "cycle_telling.h"

#include <array>

namespace shiji::bench {

namespace {

using ledger::Buffer;
using ledger::Subject;
namespace research = ledger::research;

constexpr std::int64_t session_begins = 9 * 60;  // minutes after midnight
constexpr std::int64_t session_ends = session_begins + 90;

constexpr std::string_view activity_title = "单元整体教学设计展示";

template <typename SignedInOrOut>
Buffer at_the_door(const Telling& telling) {
  constexpr bool in = std::is_same_v<SignedInOrOut, ledger::training::SessionSignedIn>;
  const auto& who = telling.person(telling.place);
  const auto at = telling.at(in ? session_begins - 10 + telling.place % 12 : session_ends + telling.place % 5);
  const SignedInOrOut payload{.teacher = who.subject,
                              .method = ledger::training::SignInMethod::face,
                              .device = "gate-3",
                              .geo_cell = "wwe0x7",
                              .device_time = ledger::Time{at.value - 417'000}};
  const auto stream = telling.stream("session/");
  auto event = envelope(telling, stream, at, &who);
  event.source = ledger::Source{.kind = ledger::SourceKind::device, .reference = "gate-3"};
  return encoded(event, payload);
}

}  // namespace

Buffer scheduled(const Telling& telling) {
  const std::array units{ledger::training::SessionUnit{telling.at(session_begins), telling.at(session_ends)}};
  const ledger::training::SessionScheduled payload{.title = "小学语文教研培训",
                                                   .level = ledger::Level::county,
                                                   .venue = "区教研中心",
                                                   .units = units,
                                                   .sign_out_required = true};
  return encoded(envelope(telling, telling.stream("session/"), telling.at(0), nullptr), payload);
}

Buffer roster(const Telling& telling) {
  std::vector<Subject> attendees;
  for (const auto& person : telling.round.people) attendees.push_back(person.subject);
  const ledger::training::RosterFixed payload{.teachers = attendees};
  return encoded(envelope(telling, telling.stream("session/"), telling.at(1), nullptr), payload);
}

Buffer signed_in(const Telling& telling) { return at_the_door<ledger::training::SessionSignedIn>(telling); }
Buffer signed_out(const Telling& telling) { return at_the_door<ledger::training::SessionSignedOut>(telling); }

Buffer session_closed(const Telling& telling) {
  return encoded(envelope(telling, telling.stream("session/"), telling.at(session_ends + 20), nullptr),
                 ledger::training::SessionClosed{});
}

Buffer activity_opened(const Telling& telling) {
  const research::ActivityOpened payload{.title = activity_title,
                                         .level = ledger::Level::county,
                                         .channel = research::Channel::subject,
                                         .stage = telling.person(0).stage,
                                         .subject_code = telling.person(0).subject_code,
                                         .opens_at = telling.at(8 * 60),
                                         .closes_at = telling.at(evening)};
  return encoded(envelope(telling, telling.stream("activity/"), telling.at(7 * 60), nullptr), payload);
}

Buffer joined(const Telling& telling) {
  const auto& who = telling.participant(telling.place);
  const research::ActivityJoined payload{.teacher = who.subject,
                                         .school = telling.school(who).code,
                                         .level = ledger::Level::county,
                                         .title = activity_title};
  return encoded(envelope(telling, telling.stream("activity/"), telling.at(9 * 60), &who), payload);
}

Buffer material(const Telling& telling) {
  const auto& who = telling.participant(telling.place / materials_each);
  const research::MaterialSubmitted payload{.teacher = who.subject,
                                            .material = telling.invented('m', telling.place),
                                            .kind = research::MaterialKind::courseware,
                                            .size_bytes = 100'000 + 977 * telling.place};
  return encoded(envelope(telling, telling.stream("activity/"), telling.at(10 * 60), &who), payload);
}

Buffer activity_closed(const Telling& telling) {
  return encoded(envelope(telling, telling.stream("activity/"), telling.at(evening + 5), nullptr),
                 research::ActivityClosed{});
}

}  // namespace shiji::bench
