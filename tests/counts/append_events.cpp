// append_events DIRECTORY EVENTS: a new ledger and so many events in it, 1,024 a submission, prepared as bytes.
//
// What is counted is what appending costs in a process of its own; the fixed part goes when two sizes are compared.
#include "shiji/engine/access/key_file.h"
#include "shiji/engine/owner/submission_writer.h"
#include "shiji/ledger/events/codec.h"

#include <cstdio>
#include <cstdlib>

using namespace shiji;

namespace {

ledger::Status append(engine::Owner& owner, ledger::SecretKey key, std::uint64_t count) {
  engine::SubmissionWriterOptions options;
  options.id_prefix = "counts";
  options.actor = engine::service_actor;
  engine::SubmissionWriter writer(owner, std::move(key), options);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto code = std::to_string(3'700'000'000 + i);
    const auto stream = "school/" + code;
    const auto unit = "37/" + code;
    ledger::Event event{};
    event.stream = stream;
    event.working_unit = unit;
    auto added = writer.add(event, ledger::EventType::employment_SchoolOpened,
                            ledger::encode_payload(ledger::employment::SchoolOpened{
                                .code = code, .name = "a school that is counted", .unit = unit}));
    if (!added) return added;
  }
  return writer.flush();
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  const std::string directory = words[1];
  engine::InitOptions init;
  init.origin = "counts.example/shiji";
  if (!engine::Owner::init(directory, init)) return 1;
  const auto owner = engine::Owner::open(directory, {});
  if (!owner) return 1;
  auto key = engine::read_key_file(directory + "/" + std::string(engine::service_key_file), init.environment);
  if (!key) return 1;
  const auto appended = append(**owner, std::move(key->key), std::strtoull(words[2], nullptr, 10));
  if (!appended) std::puts("not appended");
  return appended ? 0 : 1;
}
