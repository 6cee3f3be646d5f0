#include "cycle_round.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/telemetry.h"
#include "workload.h"

#include <array>
#include <cstdlib>

namespace shiji::bench {

namespace {

using ledger::Buffer;
using ledger::Subject;
namespace research = ledger::research;
namespace resource = ledger::resource;

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::uint32_t participants = 10, materials_each = 4, pairs = 8, meetings = 11, panel_size = 5;
constexpr std::uint32_t records_a_batch = 123;

/// One event's place and time, and who makes it.
struct Telling {
  const CycleRound& round;
  const Part& part;
  std::uint32_t place;  ///< among its kind in the round

  [[nodiscard]] const cli::demo::Teacher& person(std::uint64_t at) const { return round.people[at % group_size]; }
  [[nodiscard]] const cli::demo::School& school(const cli::demo::Teacher& who) const {
    return round.schools[who.school];
  }
  [[nodiscard]] std::string stream(const char* kind, std::uint64_t thing = 0) const {
    return kind + std::to_string(round.number) + "-" + std::to_string(thing);
  }
  [[nodiscard]] ledger::Time at(std::int64_t minute) const {
    return cli::demo::shanghai(round.day, 60 * minute + place % 60);
  }
  /// A digest of something invented.
  [[nodiscard]] ledger::Hash invented(char kind, std::uint64_t thing) const {
    std::array<std::uint8_t, 17> name{static_cast<std::uint8_t>(kind)};
    for (std::size_t i = 0; i < 8; ++i) {
      name[1 + i] = static_cast<std::uint8_t>(round.number >> (8 * i));
      name[9 + i] = static_cast<std::uint8_t>(thing >> (8 * i));
    }
    return ledger::sha256(name);
  }
};

/// Views `stream`, and the round.
ledger::Event envelope(const Telling& telling, const std::string& stream, ledger::Time at,
                       const cli::demo::Teacher* who) {
  ledger::Event event{};
  event.stream = stream;
  event.working_unit = who == nullptr ? cli::demo::district_unit : std::string_view(telling.school(*who).unit);
  event.actor = engine::service_actor;
  event.role = "service";
  event.occurred_at = at;
  event.business_date = ledger::business_date_of(at);
  event.data_level = ledger::DataLevel::L3;
  if (who != nullptr) event.subjects = {&who->subject, 1};
  event.submission =
      ledger::SubmissionPart{.id = telling.part.id, .index = telling.part.index, .count = telling.part.count};
  if (telling.part.index == 0) event.submission_signature = ledger::Signature{};
  return event;
}

template <typename P>
Buffer encoded(ledger::Event event, const P& payload) {
  const auto bytes = ledger::encode_payload(payload);
  event.type = ledger::name_of(P::type);
  event.payload = bytes;
  return ledger::encode_event(event);
}

constexpr std::int64_t session_begins = 9 * 60;  // minutes after midnight
constexpr std::int64_t session_ends = session_begins + 90;
constexpr std::int64_t evening = 21 * 60;

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
  std::vector<Subject> teachers;
  for (const auto& person : telling.round.people) teachers.push_back(person.subject);
  const ledger::training::RosterFixed payload{.teachers = teachers};
  return encoded(envelope(telling, telling.stream("session/"), telling.at(1), nullptr), payload);
}

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

Buffer session_closed(const Telling& telling) {
  return encoded(envelope(telling, telling.stream("session/"), telling.at(session_ends + 20), nullptr),
                 ledger::training::SessionClosed{});
}

constexpr std::string_view activity_title = "单元整体教学设计展示";

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

/// Whoever takes part in this round's activity; others in the next one of the group.
const cli::demo::Teacher& participant(const Telling& telling, std::uint64_t at) {
  return telling.person(telling.round.number * 7 + at);
}

Buffer joined(const Telling& telling) {
  const auto& who = participant(telling, telling.place);
  const research::ActivityJoined payload{.teacher = who.subject,
                                         .school = telling.school(who).code,
                                         .level = ledger::Level::county,
                                         .title = activity_title};
  return encoded(envelope(telling, telling.stream("activity/"), telling.at(9 * 60), &who), payload);
}

Buffer material(const Telling& telling) {
  const auto& who = participant(telling, telling.place / materials_each);
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

Buffer collection(const Telling& telling) {
  const ledger::reporting::CollectionOpened payload{
      .title = "教师信息核对", .stage = telling.person(0).stage, .due = telling.round.day};
  return encoded(envelope(telling, telling.stream("report/"), telling.at(8 * 60), nullptr), payload);
}

Buffer report_row(const Telling& telling) {
  const auto& who = participant(telling, telling.place);
  const ledger::reporting::ReportRowSubmitted payload{.row = telling.place + 1,
                                                      .school = telling.school(who).code,
                                                      .content = telling.invented('r', telling.place)};
  return encoded(envelope(telling, telling.stream("report/"), telling.at(11 * 60), &who), payload);
}

Buffer published(const Telling& telling) {
  const auto& who = participant(telling, 20 + telling.place);
  const resource::ResourcePublished payload{.title = "小学语文微课",
                                            .kind = resource::ResourceKind::micro_lesson,
                                            .stage = who.stage,
                                            .subject_code = who.subject_code,
                                            .contributor = who.subject,
                                            .content = telling.invented('z', telling.place)};
  return encoded(envelope(telling, telling.stream("resource/", telling.place), telling.at(14 * 60), &who), payload);
}

Buffer item(const Telling& telling) {
  const auto& who = participant(telling, 30 + telling.place);
  const resource::ItemSubmitted payload{.stage = who.stage,
                                        .subject_code = who.subject_code,
                                        .kind = resource::ItemKind::choice,
                                        .difficulty_ppm = 400'000 + 1'000 * telling.place,
                                        .contributor = who.subject,
                                        .content = telling.invented('q', telling.place)};
  return encoded(envelope(telling, telling.stream("item/", telling.place), telling.at(15 * 60), &who), payload);
}

Buffer item_reviewed(const Telling& telling) {
  return encoded(envelope(telling, telling.stream("item/", telling.place), telling.at(16 * 60), nullptr),
                 resource::ItemReviewed{.accepted = true, .reason = std::nullopt});
}

/// The event of a mentoring pair: the novice is its subject.
template <typename P>
Buffer of_pair(const Telling& telling, std::uint32_t pair, std::int64_t minute, P payload) {
  const auto& novice = participant(telling, 60 + 2 * pair);
  payload.mentor = participant(telling, 61 + 2 * pair).subject;
  payload.novice = novice.subject;
  return encoded(envelope(telling, telling.stream("pair/", pair), telling.at(minute), &novice), payload);
}

Buffer matched(const Telling& telling) {
  return of_pair(telling, telling.place, 8 * 60, ledger::mentoring::PairMatched{.from = telling.round.day});
}

Buffer logged(const Telling& telling) {
  const ledger::mentoring::MentoringLogged payload{.minutes = 30 + telling.place % 31,
                                                   .activity = ledger::mentoring::Activity::lesson_observed};
  return of_pair(telling, telling.place % pairs, 10 * 60 + telling.place, payload);
}

Buffer pair_ended(const Telling& telling) {
  const ledger::mentoring::PairEnded payload{.appraisal = ledger::mentoring::Appraisal::good};
  return of_pair(telling, telling.place, evening, payload);
}

Buffer paper(const Telling& telling) {
  const auto& who = participant(telling, 80 + telling.place);
  const auto content = telling.invented('p', telling.place);
  const ledger::achievement::PaperRecorded payload{.teacher = who.subject,
                                                   .title = "教学研究论文",
                                                   .venue = ledger::achievement::Venue::city,
                                                   .author_order = 1,
                                                   .authors = 2,
                                                   .published = telling.round.day,
                                                   .content = content};
  const auto stream = "paper/" + ledger::to_hex(content.span());
  return encoded(envelope(telling, stream, telling.at(17 * 60), &who), payload);
}

Buffer lesson(const Telling& telling) {
  const auto& who = participant(telling, 110 + telling.place);
  const ledger::highlight::LessonHighlighted payload{.title = "亮点课堂：小学语文",
                                                     .teacher = who.subject,
                                                     .level = ledger::Level::county,
                                                     .stage = who.stage,
                                                     .subject_code = who.subject_code};
  return encoded(envelope(telling, telling.stream("lesson/", telling.place), telling.at(17 * 60), &who), payload);
}

Buffer post_changed(const Telling& telling) {
  const auto& who = participant(telling, 140 + telling.place);
  const ledger::employment::PostChanged payload{.teacher = who.subject,
                                                .school = telling.school(who).code,
                                                .post = ledger::employment::Post::researcher,
                                                .effective = std::max(telling.round.day, cli::demo::date_of(2025, 1, 1))};
  const auto stream = "teacher/" + ledger::to_hex(who.subject.span());
  return encoded(envelope(telling, stream, telling.at(17 * 60), &who), payload);
}

const CycleExpert& expert(const Telling& telling, std::uint32_t panel, std::uint32_t seat) {
  return telling.round.experts[(telling.round.number * 3 + panel * panel_size + seat) % telling.round.experts.size()];
}

Buffer assigned(const Telling& telling) {
  std::array<Subject, panel_size> asked{};
  for (std::uint32_t seat = 0; seat < panel_size; ++seat) asked[seat] = expert(telling, telling.place, seat).subject;
  const ledger::review::ReviewAssigned payload{.object_kind = ledger::review::ObjectKind::material,
                                               .object = telling.invented('m', telling.place),
                                               .author = participant(telling, telling.place / materials_each).subject,
                                               .rubric = telling.round.rubric,
                                               .experts = asked};
  return encoded(envelope(telling, telling.stream("review/", telling.place), telling.at(evening + 30), nullptr),
                 payload);
}

Buffer scored(const Telling& telling) {
  const auto panel = telling.place / panel_size;
  const auto& who = expert(telling, panel, telling.place % panel_size);
  const std::array<std::uint32_t, 4> scores{2'400 + 50 * (telling.place % 7), 2'500, 1'600, 1'700};
  const ledger::review::ReviewScored payload{.expert = who.subject,
                                             .rubric = telling.round.rubric,
                                             .scores_centi = scores,
                                             .comment = telling.invented('c', telling.place)};
  const auto stream = telling.stream("review/", panel);
  auto event = envelope(telling, stream, telling.at(evening + 60), nullptr);
  event.actor = who.actor;
  event.role = "expert";
  event.subjects = {&who.subject, 1};
  event.signature = ledger::Signature{};
  auto bytes = encoded(event, payload);
  const auto decoded = ledger::decode_event(bytes);
  require(decoded, "reading an opinion that was just made");
  const auto signature = ledger::sign_event(who.key, telling.round.origin_digest, *decoded);
  ledger::patch_signature(bytes, ledger::patch_offsets(*decoded), signature);
  return bytes;
}

Buffer ticket_opened(const Telling& telling) {
  const auto& who = participant(telling, 150 + telling.place);
  const ledger::support::TicketOpened payload{
      .channel = ledger::support::TicketChannel::online, .topic = "签到异常", .teacher = who.subject};
  return encoded(envelope(telling, telling.stream("ticket/", telling.place), telling.at(18 * 60), &who), payload);
}

Buffer ticket_closed(const Telling& telling) {
  const ledger::support::TicketClosed payload{.resolved = true, .resolution = "已指导处理"};
  return encoded(envelope(telling, telling.stream("ticket/", telling.place), telling.at(19 * 60), nullptr), payload);
}

Buffer helped(const Telling& telling) {
  const auto& who = participant(telling, 155 + telling.place);
  const ledger::support::TeacherHelped payload{.teacher = who.subject, .topic = "登录与密码"};
  return encoded(envelope(telling, "support/cycle", telling.at(18 * 60), &who), payload);
}

Buffer telemetry(const Telling& telling) {
  constexpr std::uint32_t persons = 30, objects = 8;
  const auto& school = telling.school(telling.person(40 * telling.place));
  std::vector<Subject> people;
  for (std::uint32_t i = 0; i < persons; ++i) people.push_back(telling.person(40 * telling.place + i).subject);
  std::array<std::string, objects - 1> names;
  for (std::uint32_t i = 0; i < names.size(); ++i) names[i] = telling.stream("resource/", i);
  std::vector<std::uint32_t> at_ms;
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at, objects_at;
  for (std::uint32_t i = 0; i < records_a_batch; ++i) {
    const bool visit = i % 3 == 0;
    at_ms.push_back(28'800'000 + 350'000 * i);
    kinds.push_back(static_cast<std::uint8_t>(visit ? ledger::telemetry::RecordKind::resource_visited
                                                    : ledger::telemetry::RecordKind::page_opened));
    persons_at.push_back(static_cast<std::uint16_t>(i * 7 % persons));
    objects_at.push_back(static_cast<std::uint16_t>(visit ? 1 + i % names.size() : 0));
  }
  ledger::telemetry::BatchRecorded payload{
      .school = school.code,
      .day = telling.round.day,
      .batch = static_cast<std::uint32_t>(4 * telling.round.number + telling.place)};
  payload.count = records_a_batch;
  payload.persons = people;
  payload.objects.assign(names.begin(), names.end());
  payload.at_ms = at_ms;
  payload.kinds = kinds;
  payload.persons_at = persons_at;
  payload.objects_at = objects_at;
  payload.root = ledger::telemetry_root(payload);
  const auto stream = "telemetry/" + school.code;
  auto event = envelope(telling, stream, telling.at(evening + 90), nullptr);
  event.working_unit = school.unit;
  return encoded(event, payload);
}

struct Kind {
  std::uint32_t count;
  Buffer (*tell)(const Telling& telling);
};

/// In the order in which they are told: what rests on something else comes after it.
constexpr std::array kinds{
    Kind{1, scheduled},
    Kind{1, roster},
    Kind{group_size, at_the_door<ledger::training::SessionSignedIn>},
    Kind{group_size, at_the_door<ledger::training::SessionSignedOut>},
    Kind{1, session_closed},
    Kind{1, activity_opened},
    Kind{participants, joined},
    Kind{participants * materials_each, material},
    Kind{1, activity_closed},
    Kind{1, collection},
    Kind{14, report_row},
    Kind{7, published},
    Kind{19, item},
    Kind{5, item_reviewed},
    Kind{pairs, matched},
    Kind{pairs * meetings, logged},
    Kind{pairs, pair_ended},
    Kind{27, paper},
    Kind{27, lesson},
    Kind{10, post_changed},
    Kind{14, assigned},
    Kind{14 * panel_size, scored},
    Kind{2, ticket_opened},
    Kind{2, ticket_closed},
    Kind{2, helped},
    Kind{4, telemetry},
};

constexpr std::uint32_t kinds_in_all() {
  std::uint32_t all = 0;
  for (const auto& kind : kinds) all += kind.count;
  return all;
}
static_assert(kinds_in_all() == round_commands);

}  // namespace

Buffer round_command(const CycleRound& round, std::uint32_t number, const Part& part) {
  for (const auto& kind : kinds) {
    if (number < kind.count) return kind.tell({round, part, number});
    number -= kind.count;
  }
  std::exit(2);
}

}  // namespace shiji::bench
