// An office's program: a new ledger, one command, the event that became of it.
#include "shiji/engine/owner/owner.h"

#include <cstdio>

using namespace shiji;

int main(int, char** arguments) {
  engine::InitOptions init;
  init.origin = "office.example/shiji";
  if (!engine::Owner::init(arguments[1], init)) return 1;
  const auto owner = engine::Owner::open(arguments[1], {});
  if (!owner) return 1;
  engine::JsonSubmission submission;
  submission.text =
      R"({"stream":"school/3701120001","type":"employment.SchoolOpened","payload":{"code":"3701120001","name":"One",)"
      R"("unit":"37/3701120001"}})";
  const auto receipt = (*owner)->append_json(submission);
  if (!receipt) {
    const auto* refusal = receipt.refusal();
    std::printf("not appended: %s\n", refusal != nullptr ? refusal->place.c_str() : receipt.error()->place.c_str());
    return 1;
  }
  std::size_t read = 0;
  const auto fed = (*owner)->read_stream("school/3701120001", {0}, [&](const engine::RecordedEvent& recorded) {
    std::printf("%s\n", std::string(recorded.event.event.type).c_str());
    return ++read > 0;
  });
  return fed && read == 1 ? 0 : 1;
}
