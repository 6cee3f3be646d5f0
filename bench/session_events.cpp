#include "session_events.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::bench {

namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t first_session_us = 1'678'000'000'000'000;  // March 2023
// Sessions far enough back that none lies in the future of the clock: what counts is never after it.
constexpr std::uint32_t session_starts = 200'000;

ledger::Time start_of(std::uint32_t session) { return {first_session_us + (session % session_starts) * 5 * minute_us}; }

std::vector<ledger::Hash> random_digests(std::string_view stream, std::uint32_t place, std::uint32_t bytes) {
  std::vector<ledger::Hash> digests;
  auto last = ledger::sha256(std::string(stream) + "/" + std::to_string(place));
  for (std::uint32_t i = 0; i < bytes / ledger::Hash::size(); ++i)
    digests.push_back(last = ledger::sha256(last.span()));
  return digests;
}

ledger::Buffer encoded(ledger::Event& event, const std::string& stream, ledger::EventType type,
                       const ledger::Buffer& payload, const Part& part) {
  event.stream = stream;
  event.type = ledger::name_of(type);
  event.payload = payload;
  event.working_unit = unit;
  event.actor = engine::service_actor;
  event.submission = ledger::SubmissionPart{.id = part.id, .index = part.index, .count = part.count};
  if (part.index == 0) event.submission_signature = ledger::Signature{};
  return ledger::encode_event(event);
}

ledger::Buffer presence(std::uint32_t session, const ledger::Subject& who, ledger::Time at, ledger::EventType type,
                        const ledger::Buffer& payload, const Part& part, std::span<const ledger::Hash> evidence) {
  ledger::Event event{};
  event.role = "service";
  event.occurred_at = at;
  event.business_date = ledger::business_date_of(at);
  event.source = ledger::Source{.kind = ledger::SourceKind::device, .reference = "gate-3"};
  event.data_level = ledger::DataLevel::L3;
  const std::array subjects{who};
  event.subjects = subjects;
  event.evidence = evidence;
  return encoded(event, session_stream(session), type, payload, part);
}

}  // namespace

ledger::Subject teacher(std::uint32_t number) {
  ledger::Subject subject;
  for (std::size_t i = 0; i < 4; ++i) subject.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  const auto spread = ledger::sha256(subject.span());
  std::copy_n(spread.bytes.begin(), subject.bytes.size(), subject.bytes.begin());
  return subject;
}

ledger::Subject attendee(std::uint32_t session, std::uint32_t place) {
  return teacher((session * 37 + place) % teachers);
}

std::string session_stream(std::uint32_t session) { return "session/2023-" + std::to_string(100'000 + session); }

ledger::Buffer session_scheduled(std::uint32_t session, const Part& part) {
  const std::vector<ledger::training::SessionUnit> units = {
      {start_of(session), {start_of(session).value + 90 * minute_us}}};
  const ledger::training::SessionScheduled scheduled{.title = "小学语文教研培训",
                                                     .level = ledger::Level::county,
                                                     .venue = "区教研中心",
                                                     .units = units,
                                                     .sign_out_required = true};
  ledger::Event event{};
  return encoded(event, session_stream(session), scheduled.type, ledger::encode_payload(scheduled), part);
}

ledger::Buffer roster_fixed(std::uint32_t session, std::span<const ledger::Subject> attendees, const Part& part) {
  const ledger::training::RosterFixed fixed{.teachers = attendees};
  ledger::Event event{};
  return encoded(event, session_stream(session), fixed.type, ledger::encode_payload(fixed), part);
}

ledger::Buffer roster_fixed(std::uint32_t session, const Part& part) {
  std::vector<ledger::Subject> attendees;
  for (std::uint32_t place = 0; place < roster_size; ++place) attendees.push_back(attendee(session, place));
  return roster_fixed(session, attendees, part);
}

ledger::Buffer signed_in(std::uint32_t session, const ledger::Subject& who, std::uint32_t place, const Part& part,
                         std::uint32_t random_bytes) {
  const ledger::Time at{start_of(session).value - 10 * minute_us + place * 1'000'003};
  const ledger::training::SessionSignedIn payload{
      .teacher = who, .method = ledger::training::SignInMethod::face, .device = "gate-3", .geo_cell = "wwe0x7"};
  const auto evidence = random_digests(session_stream(session), place, random_bytes);
  return presence(session, who, at, payload.type, ledger::encode_payload(payload), part, evidence);
}

ledger::Buffer signed_out(std::uint32_t session, const ledger::Subject& who, std::uint32_t place, const Part& part,
                          std::uint32_t random_bytes) {
  const ledger::Time at{start_of(session).value + 89 * minute_us + place * 1'000'003};
  const ledger::training::SessionSignedOut payload{
      .teacher = who, .method = ledger::training::SignInMethod::face, .device = "gate-3", .geo_cell = "wwe0x7"};
  const auto evidence = random_digests(session_stream(session), roster_size + place, random_bytes);
  return presence(session, who, at, payload.type, ledger::encode_payload(payload), part, evidence);
}

ledger::Buffer whole_session_event(std::uint32_t session, std::uint32_t number, const Part& part) {
  if (number == 0) return session_scheduled(session, part);
  if (number == 1) return roster_fixed(session, part);
  const auto place = (number - 2) % roster_size;
  const auto who = attendee(session, place);
  return number - 2 < roster_size ? signed_in(session, who, place, part) : signed_out(session, who, place, part);
}

}  // namespace shiji::bench
