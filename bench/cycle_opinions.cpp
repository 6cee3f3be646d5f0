// Reviews with their experts' signatures, support and telemetry of the five-year cycle.
#include "cycle_telling.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/telemetry.h"
#include "workload.h"

#include <array>

namespace shiji::bench {

namespace {

using ledger::Buffer;
using ledger::Subject;

constexpr std::uint32_t records_a_batch = 123;

const CycleExpert& expert(const Telling& telling, std::uint32_t panel, std::uint32_t seat) {
  return telling.round.experts[(telling.round.number * 3 + panel * panel_size + seat) % telling.round.experts.size()];
}

}  // namespace

Buffer assigned(const Telling& telling) {
  std::array<Subject, panel_size> asked{};
  for (std::uint32_t seat = 0; seat < panel_size; ++seat) asked[seat] = expert(telling, telling.place, seat).subject;
  const ledger::review::ReviewAssigned payload{.object_kind = ledger::review::ObjectKind::material,
                                               .object = telling.invented('m', telling.place),
                                               .author = telling.participant(telling.place / materials_each).subject,
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
  const auto& who = telling.participant(150 + telling.place);
  const ledger::support::TicketOpened payload{
      .channel = ledger::support::TicketChannel::online, .topic = "签到异常", .teacher = who.subject};
  return encoded(envelope(telling, telling.stream("ticket/", telling.place), telling.at(18 * 60), &who), payload);
}

Buffer ticket_closed(const Telling& telling) {
  const ledger::support::TicketClosed payload{.resolved = true, .resolution = "已指导处理"};
  return encoded(envelope(telling, telling.stream("ticket/", telling.place), telling.at(19 * 60), nullptr), payload);
}

Buffer helped(const Telling& telling) {
  const auto& who = telling.participant(155 + telling.place);
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

}  // namespace shiji::bench
