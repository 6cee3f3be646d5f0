#include "workload.h"

#include "append/prepared_submission.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/engine/owner/submission_writer.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>

namespace shiji::bench {

namespace {

constexpr std::uint32_t teachers = 2'000;
constexpr std::uint32_t roster_size = 160;
constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t first_session_us = 1'678'000'000'000'000;  // March 2023
constexpr std::string_view unit = "37/3701/370112";
constexpr std::string_view origin = "bench.example/ledger";

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

ledger::Time start_of(std::uint32_t session) { return {first_session_us + session * 5 * minute_us}; }

ledger::SecretKey service_key(const std::string& directory) {
  auto key = engine::read_key_file(directory + "/service.key", engine::system_environment());
  if (!key) fail(key.failure(), "reading the service key");
  return std::move(key->key);
}

template <typename T>
void require(const ledger::Result<T>& result, const char* what) {
  if (!result) fail(result.failure(), what);
}

void register_teachers(engine::SubmissionWriter& writer) {
  for (std::uint32_t i = 0; i < teachers; ++i) {
    const auto subject = teacher(i);
    const auto stream = "teacher/" + ledger::to_hex(subject.span());
    auto name = writer.seal(ledger::EventType::identity_TeacherRegistered, "name", subject, "王芳");
    require(name, "sealing");
    ledger::Event event{};
    event.stream = stream;
    event.working_unit = unit;
    const ledger::identity::TeacherRegistered registered{.teacher = subject,
                                                         .name = name->view(),
                                                         .stage = ledger::identity::Stage::primary,
                                                         .subject_code = "SB0101",
                                                         .kind = ledger::identity::TeacherKind::teacher};
    require(writer.add(event, registered.type, ledger::encode_payload(registered)), "registering");
  }
}

void schedule_session(engine::SubmissionWriter& writer, std::uint32_t session) {
  const auto stream = session_stream(session);
  const std::vector<ledger::training::SessionUnit> units = {
      {start_of(session), {start_of(session).value + 90 * minute_us}}};
  ledger::Event event{};
  event.stream = stream;
  event.working_unit = unit;
  const ledger::training::SessionScheduled scheduled{.title = "小学语文教研培训",
                                                     .level = ledger::Level::county,
                                                     .venue = "区教研中心",
                                                     .units = units,
                                                     .sign_out_required = true};
  require(writer.add(event, scheduled.type, ledger::encode_payload(scheduled)), "scheduling");
  std::vector<ledger::Subject> roster;
  for (std::uint32_t place = 0; place < roster_size; ++place) roster.push_back(attendee(session, place));
  const ledger::training::RosterFixed fixed{.teachers = roster};
  require(writer.add(event, fixed.type, ledger::encode_payload(fixed)), "fixing a roster");
}

ledger::Buffer presence(std::uint32_t session, std::uint32_t place, bool in, const std::string& id, std::uint32_t index,
                        std::uint32_t count) {
  const auto subject = attendee(session, place);
  const auto at = ledger::Time{start_of(session).value + (in ? -10 * minute_us : 89 * minute_us) + place * 1'000'003};
  const auto stream = session_stream(session);
  ledger::Buffer payload;
  ledger::Event event{};
  if (in) {
    event.type = "training.SessionSignedIn";
    payload = ledger::encode_payload(ledger::training::SessionSignedIn{
        .teacher = subject, .method = ledger::training::SignInMethod::face, .device = "gate-3", .geo_cell = "wwe0x7"});
  } else {
    event.type = "training.SessionSignedOut";
    payload = ledger::encode_payload(ledger::training::SessionSignedOut{
        .teacher = subject, .method = ledger::training::SignInMethod::face, .device = "gate-3", .geo_cell = "wwe0x7"});
  }
  event.stream = stream;
  event.payload = payload;
  event.submission = ledger::SubmissionPart{.id = id, .index = index, .count = count};
  event.actor = engine::service_actor;
  event.role = "service";
  event.occurred_at = at;
  event.business_date = ledger::business_date_of(at);
  event.working_unit = unit;
  event.source = ledger::Source{.kind = ledger::SourceKind::device, .reference = "gate-3"};
  event.data_level = ledger::DataLevel::L3;
  const std::array subjects{subject};
  event.subjects = subjects;
  if (index == 0) event.submission_signature = ledger::Signature{};
  return ledger::encode_event(event);
}

}  // namespace

void fail(const ledger::Failure& failure, const char* what) {
  if (const auto* refusal = std::get_if<ledger::Refusal>(&failure)) {
    std::fprintf(stderr, "%s: refused: %s at %s (%s, %s)\n", what, text_of(refusal->code).name.data(),
                 refusal->place.c_str(), refusal->expected.c_str(), refusal->actual.c_str());
  } else {
    const auto& error = std::get<ledger::Error>(failure);
    std::fprintf(stderr, "%s: %s at %s: %s\n", what, text_of(error.code).name.data(), error.place.c_str(),
                 error.detail.c_str());
  }
  std::exit(2);
}

std::unique_ptr<engine::Owner> open_ledger(const std::string& directory) {
  auto owner = engine::Owner::open(directory, {});
  if (!owner) fail(owner.failure(), "opening");
  return std::move(*owner);
}

void prepare_ledger(const std::string& directory, std::uint32_t sessions) {
  std::filesystem::remove_all(directory);
  engine::InitOptions init;
  init.origin = std::string(origin);
  init.unit = std::string(unit);
  require(engine::Owner::init(directory, init), "init");
  const auto owner = open_ledger(directory);
  engine::SubmissionWriter writer(*owner, service_key(directory),
                                  {"prepare", std::string(engine::service_actor), 1'024});
  register_teachers(writer);
  for (std::uint32_t session = 0; session < sessions; ++session) schedule_session(writer, session);
  require(writer.flush(), "flushing");
}

Workload make_workload(const std::string& directory, std::uint32_t sessions, std::uint32_t submission_events) {
  Workload workload;
  const auto key = service_key(directory);
  const std::uint64_t all = std::uint64_t{sessions} * roster_size * 2;
  for (std::uint64_t at = 0; at < all; at += submission_events) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(submission_events, all - at));
    const auto id = "load/" + std::to_string(at);
    engine::Submission submission;
    for (std::uint32_t index = 0; index < count; ++index) {
      const auto number = static_cast<std::uint32_t>(at + index);
      const auto within = number % (roster_size * 2);
      submission.events.push_back(
          presence(number / (roster_size * 2), within % roster_size, within < roster_size, id, index, count));
      workload.bytes += submission.events.back().size();
    }
    require(engine::sign_events(submission.events, key, ledger::sha256(origin)), "signing");
    workload.events += count;
    workload.submissions.push_back(std::move(submission));
  }
  return workload;
}

void append_all(engine::Owner& owner, std::vector<engine::Submission> submissions) {
  std::mutex mutex;
  std::condition_variable answered;
  std::size_t outstanding = submissions.size();
  for (auto& submission : submissions) {
    owner.append_async(std::move(submission), [&](ledger::Result<engine::Receipt> receipt) {
      if (!receipt) fail(receipt.failure(), "appending");
      const std::lock_guard lock(mutex);
      if (--outstanding == 0) answered.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return outstanding == 0; });
}

}  // namespace shiji::bench
