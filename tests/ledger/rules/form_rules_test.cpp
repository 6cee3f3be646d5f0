// What every command must be (1xx, written_by_ledger, occurred_in_future).
#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

identity::ActorRegistered actor(std::string_view name) { return {.actor = name, .kind = identity::ActorKind::person}; }

std::string register_at(RuleLedger& ledger, const Envelope& envelope) {
  return ledger.send("actor/bo", actor("bo"), envelope);
}

std::string register_in(RuleLedger& ledger, const std::string& stream) { return ledger.send(stream, actor("bo")); }

}  // namespace

TEST_CASE("a command has the form of its type, and every breach its number") {
  check_rows({
      {"an ordinary command", [](RuleLedger& l) { return register_in(l, "actor/bo"); }, "accepted"},
      {"a stream of another family", [](RuleLedger& l) { return register_in(l, "teacher/bo"); }, "bad_stream_name"},
      {"a family without a name", [](RuleLedger& l) { return register_in(l, "actor"); }, "bad_stream_name"},
      {"a family with an empty name", [](RuleLedger& l) { return register_in(l, "actor/"); }, "bad_stream_name"},
      {"a family that only begins alike", [](RuleLedger& l) { return register_in(l, "actors/bo"); }, "bad_stream_name"},
      {"a control character", [](RuleLedger& l) { return register_in(l, "actor/b\x01o"); }, "out_of_range"},
      {"a line break", [](RuleLedger& l) { return register_in(l, "actor/b\no"); }, "bad_stream_name"},
      {"a name of 257 bytes", [](RuleLedger& l) { return register_in(l, "actor/" + std::string(251, 'x')); },
       "bad_stream_name"},
      {"a name of 256 bytes",
       [](RuleLedger& l) {
         const std::string name(250, 'x');
         return l.send("actor/" + name, actor(name));
       },
       "accepted"},
      {"a Chinese name", [](RuleLedger& l) { return l.send("actor/王", actor("王")); }, "accepted"},
      {"the stream of the ledger has no more to its name",
       [](RuleLedger& l) { return l.send("ledger/x", control::DemoEnded{}); }, "bad_stream_name"},
      {"a stream that is not of what the event names", [](RuleLedger& l) { return register_in(l, "actor/cy"); },
       "wrong_stream"},
      {"a position", [](RuleLedger& l) { return register_at(l, {.position = {.version = {1}}}); }, "position_given"},
      {"a causation", [](RuleLedger& l) { return register_at(l, {.causation = Causation{}}); }, "position_given"},
      {"five minutes ahead of the clock",
       [](RuleLedger& l) { return register_at(l, {.occurred_at = plus_seconds(l.now, 300)}); }, "accepted"},
      {"a moment more",
       [](RuleLedger& l) { return register_at(l, {.occurred_at = Time{plus_seconds(l.now, 300).value + 1}}); },
       "occurred_in_future"},
      {"long ago", [](RuleLedger& l) { return register_at(l, {.occurred_at = Time{0}}); }, "accepted"},
      {"a unit path", [](RuleLedger& l) { return register_at(l, {.working_unit = "37/3701/370112"}); }, "accepted"},
      {"a unit path with an empty step", [](RuleLedger& l) { return register_at(l, {.working_unit = "37//370112"}); },
       "out_of_range"},
      {"a unit path that ends in a slash", [](RuleLedger& l) { return register_at(l, {.working_unit = "37/"}); },
       "out_of_range"},
      {"an empty unit path", [](RuleLedger& l) { return register_at(l, {.working_unit = ""}); }, "out_of_range"},
      {"a unit path of words", [](RuleLedger& l) { return register_at(l, {.working_unit = "历城"}); }, "out_of_range"},
      {"what only rules write",
       [](RuleLedger& l) {
         l.schedule("s1");
         const std::array entries{training::AttendanceEntry{.teacher = subject(1)}};
         return l.send(
             "session/s1",
             training::AttendanceFinalised{
                 .part = 0, .parts = 1, .level = Level::county, .title = "备课", .units = 2, .entries = entries});
       },
       "written_by_ledger"},
  });
}

TEST_CASE("a type that this build does not know is refused") {
  RuleLedger ledger = RuleLedger::furnished();
  const Buffer payload = encode_payload(control::DemoEnded{});
  Event event;
  event.stream = "ledger";
  event.type = "control.NeverHeardOf";
  event.payload = payload;
  CHECK(ledger.send_bytes(encode_event(event)) == "unknown_type");
}

}  // namespace shiji::tests
