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
  require(writer.flush(), "flushing");
}

std::vector<engine::Submission> session_plans(const ledger::SecretKey& key, std::uint32_t sessions) {
  constexpr std::uint32_t together = 512;
  std::vector<engine::Submission> submissions;
  for (std::uint32_t first = 0; first < sessions; first += together) {
    const auto count = std::min(together, sessions - first);
    const auto id = "plans/" + std::to_string(first);
    engine::Submission submission;
    for (std::uint32_t i = 0; i < count; ++i) {
      submission.events.push_back(session_scheduled(first + i, {id, 2 * i, 2 * count}));
      submission.events.push_back(roster_fixed(first + i, {id, 2 * i + 1, 2 * count}));
    }
    sign(submission, key);
    submissions.push_back(std::move(submission));
  }
  return submissions;
}

/// Event `number` of a load: everybody of a session comes, then everybody goes, then the next session.
ledger::Buffer load_event(const LoadShape& shape, std::uint64_t number, const Part& part) {
  const std::uint64_t session_events = shape.sign_outs ? 2 * roster_size : roster_size;
  const auto session = static_cast<std::uint32_t>(number / session_events);
  const auto within = static_cast<std::uint32_t>(number % session_events);
  const auto place = within % roster_size;
  const auto who = attendee(session, place);
  return within < roster_size ? signed_in(session, who, place, part, shape.random_bytes)
                              : signed_out(session, who, place, part, shape.random_bytes);
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

ledger::SecretKey service_key(const std::string& directory) {
  auto key = engine::read_key_file(directory + "/service.key", engine::system_environment());
  if (!key) fail(key.failure(), "reading the service key");
  return std::move(key->key);
}

void sign(engine::Submission& submission, const ledger::SecretKey& key) {
  require(engine::sign_events(submission.events, key, ledger::sha256(origin)), "signing");
}

std::unique_ptr<engine::Owner> open_ledger(const std::string& directory, engine::Environment environment) {
  engine::OwnerOptions options;
  options.environment = std::move(environment);
  auto owner = engine::Owner::open(directory, options);
  if (!owner) fail(owner.failure(), "opening");
  return std::move(*owner);
}

void create_ledger(const std::string& directory) {
  std::filesystem::remove_all(directory);
  engine::InitOptions init;
  init.origin = std::string(origin);
  init.unit = std::string(unit);
  require(engine::Owner::init(directory, init), "init");
}

void prepare_ledger(const std::string& directory, std::uint32_t sessions) {
  create_ledger(directory);
  const auto owner = open_ledger(directory);
  engine::SubmissionWriter writer(*owner, service_key(directory),
                                  {"prepare", std::string(engine::service_actor), 1'024});
  register_teachers(writer);
  append_all(*owner, session_plans(service_key(directory), sessions));
}

engine::Submission make_submission(const ledger::SecretKey& key, const std::string& load, std::uint64_t first,
                                   std::uint32_t count, const EventMaker& make) {
  const auto id = load + "/" + std::to_string(first);
  engine::Submission submission;
  for (std::uint32_t index = 0; index < count; ++index) {
    submission.events.push_back(make(first + index, {id, index, count}));
  }
  sign(submission, key);
  return submission;
}

void append_load(engine::Owner& owner, const ledger::SecretKey& key, const std::string& load, std::uint64_t events,
                 const EventMaker& make) {
  constexpr std::uint64_t submission_events = 1'024;
  constexpr std::size_t together = 64;
  std::vector<engine::Submission> block;
  for (std::uint64_t at = 0; at < events; at += submission_events) {
    const auto count = static_cast<std::uint32_t>(std::min(submission_events, events - at));
    block.push_back(make_submission(key, load, at, count, make));
    if (block.size() == together) append_all(owner, std::exchange(block, {}));
  }
  append_all(owner, std::move(block));
}

Workload make_workload(const std::string& directory, const LoadShape& shape) {
  Workload workload;
  const auto key = service_key(directory);
  const auto make = [&](std::uint64_t number, const Part& part) { return load_event(shape, number, part); };
  const std::uint64_t all = std::uint64_t{shape.sessions} * roster_size * (shape.sign_outs ? 2 : 1);
  for (std::uint64_t at = 0; at < all; at += shape.submission_events) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(shape.submission_events, all - at));
    workload.submissions.push_back(make_submission(key, "load", at, count, make));
    workload.events += count;
    for (const auto& event : workload.submissions.back().events) workload.bytes += event.size();
  }
  return workload;
}

void provide_ledger(const std::string& directory, std::uint32_t sessions) {
  if (std::filesystem::exists(directory)) return;
  prepare_ledger(directory, sessions);
  auto workload = make_workload(directory, {.sessions = sessions});
  const auto owner = open_ledger(directory);
  append_all(*owner, std::move(workload.submissions));
}

engine::Submission whole_sessions(const ledger::SecretKey& key, std::uint32_t session, std::uint64_t first,
                                  std::uint32_t count) {
  return make_submission(
      key, "whole/" + std::to_string(session), first, count, [session](std::uint64_t number, const Part& part) {
        return whole_session_event(session + static_cast<std::uint32_t>(number / whole_session_events),
                                   static_cast<std::uint32_t>(number % whole_session_events), part);
      });
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
