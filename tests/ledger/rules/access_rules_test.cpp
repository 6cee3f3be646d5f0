// Who may ask for what, and where (303, 304, 306 to 312).
#include "rules/rule_ledger.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

constexpr std::string_view county = "37/3701/370112";
constexpr std::string_view here = "37/3701/370112/2137000001";
constexpr std::string_view there = "37/3701/370112/2137000002";

std::string access(const RuleLedger& ledger, std::uint8_t key, const Buffer& command) {
  const auto allowed = check_access(ledger.state, *decode_event(command), secret_key(key).key_id());
  return allowed ? "accepted" : std::string(text_of(allowed.refusal()->code).name);
}

void add(RuleLedger& ledger, const std::string& actor, std::uint8_t key, std::string_view role, std::string_view unit,
         const std::optional<std::string>& home = std::nullopt) {
  REQUIRE(ledger.send("actor/" + actor, identity::ActorRegistered{.actor = actor, .kind = identity::ActorKind::person},
                      {.working_unit = home}) == "accepted");
  REQUIRE(ledger.enrol(actor, secret_key(key)) == "accepted");
  if (role.empty()) return;
  identity::RoleGranted granted{.actor = actor, .role = role};
  if (!unit.empty()) granted.unit = unit;
  REQUIRE(ledger.send("actor/" + actor, granted) == "accepted");
}

/// A county with two schools, a person for each role that the tables below name, and one that has none.
RuleLedger staffed() {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.send("school/2137000002",
                      employment::SchoolOpened{.code = "2137000002", .name = "第二小学", .unit = there}) == "accepted");
  add(ledger, "nobody", 10, "", "");
  add(ledger, "registrar", 11, "registrar", here);
  add(ledger, "informant", 12, "information_administrator", county);
  add(ledger, "trainer", 13, "training_officer", here);
  add(ledger, "looker", 14, "viewer", county);
  add(ledger, "head", 15, "administrator", here);
  add(ledger, "scoped-gate", 16, "service", here);
  add(ledger, "city", 17, "training_officer", "37/3701");
  add(ledger, "neighbour", 18, "registrar", "37/3701/370113");
  add(ledger, "lookalike", 19, "registrar", "37/3701/37011");
  add(ledger, "clerk", 20, "registrar", here, std::string(here));
  REQUIRE(ledger.send("session/s1",
                      training::SessionScheduled{.title = "备课",
                                                 .level = Level::school,
                                                 .venue = "历城",
                                                 .units = std::array{training::SessionUnit{
                                                     shanghai("2023-09-04", "09:00"), shanghai("2023-09-04", "09:45")}},
                                                 .sign_out_required = false},
                      {.working_unit = std::string(here)}) == "accepted");
  return ledger;
}

Envelope as(std::string_view actor) { return {.actor = std::string(actor)}; }

Buffer sign_in(const Envelope& envelope, const std::string& session = "s1") {
  return RuleLedger::command("session/" + session,
                             training::SessionSignedIn{.teacher = subject(1), .method = training::SignInMethod::card},
                             envelope);
}

Buffer schedule(std::string_view actor, std::string_view unit) {
  Envelope envelope = as(actor);
  if (!unit.empty()) envelope.working_unit = std::string(unit);
  return RuleLedger::command(
      "session/new", training::SessionScheduled{.title = "t", .level = Level::school, .venue = "v", .units = {}},
      envelope);
}

Buffer open_school(std::string_view actor, std::string_view unit) {
  return RuleLedger::command("school/2137000009",
                             employment::SchoolOpened{.code = "2137000009", .name = "n", .unit = unit}, as(actor));
}

Buffer employ(std::string_view actor, std::string_view school) {
  return RuleLedger::command("teacher/" + hex(subject(1)),
                             employment::EmploymentStarted{.teacher = subject(1),
                                                           .school = school,
                                                           .post = employment::Post::teacher,
                                                           .headcount_kind = employment::HeadcountKind::established,
                                                           .effective = {}},
                             as(actor));
}

Buffer register_actor(const Envelope& envelope) {
  return RuleLedger::command("actor/cy", identity::ActorRegistered{.actor = "cy", .kind = identity::ActorKind::person},
                             envelope);
}

Buffer grant(std::string_view by, std::string_view role, std::optional<std::string_view> unit) {
  return RuleLedger::command("actor/nobody", identity::RoleGranted{.actor = "nobody", .role = role, .unit = unit},
                             as(by));
}

Buffer revoke_key(std::string_view by, const std::string& of, std::uint8_t key) {
  return RuleLedger::command(
      "actor/" + of,
      identity::KeyRevoked{.actor = of, .key_id = secret_key(key).key_id(), .reason = identity::RevocationReason::lost},
      as(by));
}

Buffer document(std::string_view actor) {
  return RuleLedger::command("document/x", control::DocumentPart{.parts = 1, .bytes = Buffer(1)}, as(actor));
}

struct AccessRow {
  const char* what;
  std::uint8_t key;
  Buffer command;
  const char* answer;
};

/// Counts what is looked up.
class CountingState final : public DecisionState {
 public:
  explicit CountingState(DecisionState& state) : state_(state) {}
  std::optional<std::string> get(std::string_view key) const override {
    ++reads;
    return state_.get(key);
  }
  bool has(std::string_view key) const override {
    ++reads;
    return state_.has(key);
  }
  void scan(std::string_view prefix, const Visitor& visit) const override {
    ++reads;
    state_.scan(prefix, visit);
  }
  void put(std::string_view key, std::string_view value) override { state_.put(key, value); }
  std::optional<MemberValue> get_member(std::string_view group, std::string_view member) const override {
    ++reads;
    return state_.get_member(group, member);
  }
  void each_member(std::string_view group, const Visitor& visit) const override { state_.each_member(group, visit); }
  void put_member(std::string_view group, std::string_view member, std::string_view value) override {
    state_.put_member(group, member, value);
  }
  std::optional<std::string> stream_unit(std::string_view stream) const override {
    ++reads;
    return state_.stream_unit(stream);
  }
  void put_stream_unit(std::string_view stream, std::string_view unit) override {
    state_.put_stream_unit(stream, unit);
  }
  mutable std::size_t reads = 0;

 private:
  DecisionState& state_;
};

void check_table(const RuleLedger& ledger, const std::vector<AccessRow>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(access(ledger, row.key, row.command) == row.answer);
  }
}

}  // namespace

TEST_CASE("a signer acts for itself, a service for whoever is registered") {
  check_table(staffed(),
              {
                  {"its own fact", 13, sign_in(as("trainer")), "accepted"},
                  {"its own fact without saying so", 13, sign_in({}), "accepted"},
                  {"somebody else's fact", 13, sign_in(as("ada")), "not_the_actor"},
                  {"an administrator for somebody else", 1, sign_in(as("trainer")), "not_the_actor"},
                  {"a service for itself", 2, sign_in(as("gate")), "accepted"},
                  {"a service for an actor", 2, sign_in(as("trainer")), "accepted"},
                  {"a service for an actor without a role", 2, sign_in(as("nobody")), "no_role"},
                  {"a service for nobody", 2, sign_in(as("cy")), "unknown_actor"},
                  {"a key that is not enrolled", 77, sign_in(as("trainer")), "unknown_key"},
                  {"a role that is held", 1, sign_in({.actor = "ada", .role = "administrator"}), "accepted"},
                  {"a role that is not held", 13, sign_in({.actor = "trainer", .role = "service"}), "untrue_field"},
                  {"a role that is none", 1, sign_in({.actor = "ada", .role = "emperor"}), "untrue_field"},
              });
}

TEST_CASE("a role writes what its table says and nothing else") {
  check_table(staffed(),
              {
                  {"training by its officer", 13, sign_in(as("trainer")), "accepted"},
                  {"training by nobody", 10, sign_in(as("nobody")), "no_role"},
                  {"training by a registrar", 11, sign_in(as("registrar")), "no_role"},
                  {"training by a viewer", 14, sign_in(as("looker")), "no_role"},
                  {"employment by a registrar", 11, employ("registrar", "2137000001"), "accepted"},
                  {"employment by an information administrator", 12, employ("informant", "2137000002"), "accepted"},
                  {"employment by a training officer", 13, employ("trainer", "2137000001"), "no_role"},
                  {"a document by the administrator", 1, document("ada"), "accepted"},
                  {"a document by a service for itself", 2, document("gate"), "no_role"},
                  {"a document by a service for the administrator", 2, document("ada"), "accepted"},
                  {"a document by a registrar", 11, document("registrar"), "no_role"},
                  {"an actor by the administrator", 1, register_actor(as("ada")), "accepted"},
                  {"an actor by a service for itself", 2, register_actor({}), "no_role"},
                  {"an actor by a registrar", 11, register_actor(as("registrar")), "no_role"},
                  {"a person's key by a training officer", 13,
                   RuleLedger::command("subject/x", identity::SubjectKeyCreated{}, as("trainer")), "accepted"},
                  {"a person's key by a viewer", 14,
                   RuleLedger::command("subject/x", identity::SubjectKeyCreated{}, as("looker")), "no_role"},
              });
}

TEST_CASE("what only the owner writes takes the service's role, and no administrator's") {
  const auto heads = [](const char* actor) {
    return RuleLedger::command("heads/streams", control::StreamHeadsRecorded{}, as(actor));
  };
  check_table(staffed(), {
                             {"by the service", 2, heads("gate"), "accepted"},
                             {"by the administrator", 1, heads("ada"), "no_role"},
                             {"by a training officer", 13, heads("trainer"), "no_role"},
                         });
}

TEST_CASE("a role reaches its unit and what is below it") {
  check_table(
      staffed(),
      {
          {"a session of its school", 13, sign_in(as("trainer")), "accepted"},
          {"a session of its school, told from elsewhere", 13,
           sign_in({.actor = "trainer", .working_unit = std::string(there)}), "accepted"},
          {"a session of a unit below", 17, sign_in(as("city")), "accepted"},
          {"a new session in its school", 13, schedule("trainer", here), "accepted"},
          {"a new session below its unit", 17, schedule("city", there), "accepted"},
          {"a new session in another school", 13, schedule("trainer", there), "outside_unit"},
          {"a new session above its unit", 13, schedule("trainer", county), "outside_unit"},
          {"a new session of no unit", 13, schedule("trainer", ""), "outside_unit"},
          {"a new session of no unit over the whole ledger", 17, schedule("city", ""), "accepted"},
          {"a school in its county", 12, open_school("informant", "37/3701/370112/2137000009"), "accepted"},
          {"a school in the next county", 18, open_school("neighbour", "37/3701/370112/2137000009"), "outside_unit"},
          {"a school where only the digits begin alike", 19, open_school("lookalike", "37/3701/370112/2137000009"),
           "outside_unit"},
          {"employment at its school", 11, employ("registrar", "2137000001"), "accepted"},
          {"employment at another school", 11, employ("registrar", "2137000002"), "outside_unit"},
      });
}

TEST_CASE("a teacher is where a school employs her, else where she was registered") {
  RuleLedger ledger = staffed();
  const auto change = [&](const std::string& actor, std::string_view school) {
    return RuleLedger::command(
        "teacher/" + hex(subject(1)),
        employment::PostChanged{
            .teacher = subject(1), .school = school, .post = employment::Post::head, .effective = {}},
        as(actor));
  };
  const auto again = [](const Envelope& envelope) {
    return RuleLedger::command("teacher/" + hex(subject(1)),
                               identity::TeacherRegistered{.teacher = subject(1),
                                                           .name = {.subject = subject(1), .key_version = 1},
                                                           .stage = identity::Stage::primary,
                                                           .subject_code = "S",
                                                           .kind = identity::TeacherKind::teacher},
                               envelope);
  };
  CHECK(access(ledger, 11, again(as("registrar"))) == "outside_unit");
  REQUIRE(ledger.send_bytes(employ("ada", "2137000001")) == "accepted");
  CHECK(access(ledger, 11, again(as("registrar"))) == "accepted");
  CHECK(access(ledger, 11, change("registrar", "2137000001")) == "accepted");
  REQUIRE(ledger.send_bytes(employ("ada", "2137000002")) == "accepted");
  REQUIRE(ledger.send("teacher/" + hex(subject(1)),
                      employment::EmploymentEnded{.teacher = subject(1), .school = "2137000001", .effective = {}}) ==
          "accepted");
  CHECK(access(ledger, 11, again(as("registrar"))) == "outside_unit");
  CHECK(access(ledger, 11, change("registrar", "2137000001")) == "accepted");
  CHECK(access(ledger, 12, again(as("informant"))) == "accepted");
}

TEST_CASE("roles are given and taken by an administrator over the unit they are for") {
  check_table(
      staffed(),
      {
          {"by the ledger's administrator, for the ledger", 1, grant("ada", "auditor", std::nullopt), "accepted"},
          {"by a school's, for the school", 15, grant("head", "training_officer", here), "accepted"},
          {"by a school's, for below it", 15, grant("head", "mentor", "37/3701/370112/2137000001/1"), "accepted"},
          {"by a school's, for another school", 15, grant("head", "training_officer", there), "outside_unit"},
          {"by a school's, for its county", 15, grant("head", "administrator", county), "outside_unit"},
          {"by a school's, for the whole ledger", 15, grant("head", "viewer", std::nullopt), "outside_unit"},
          {"by whoever holds the role itself", 13, grant("trainer", "training_officer", here), "no_role"},
          {"by an information administrator", 12, grant("informant", "viewer", here), "no_role"},
      });
}

TEST_CASE("an actor's keys are changed by itself, or by an administrator over all it may do") {
  check_table(
      staffed(),
      {
          {"its own key", 13, revoke_key("trainer", "trainer", 13), "accepted"},
          {"its own key without any role", 10, revoke_key("nobody", "nobody", 10), "accepted"},
          {"another's key", 13, revoke_key("trainer", "nobody", 10), "no_role"},
          {"anybody's by the ledger's administrator", 1, revoke_key("ada", "city", 17), "accepted"},
          {"a clerk's by its school's administrator", 15, revoke_key("head", "clerk", 20), "accepted"},
          {"of an actor of the whole ledger by a school's", 15, revoke_key("head", "nobody", 10), "outside_unit"},
          {"the ledger's administrator's by a school's", 15, revoke_key("head", "ada", 1), "outside_unit"},
      });
}

TEST_CASE("an actor that was given more elsewhere is out of its first administrator's hands") {
  RuleLedger ledger = staffed();
  REQUIRE(access(ledger, 15, revoke_key("head", "clerk", 20)) == "accepted");
  REQUIRE(ledger.send("actor/clerk", identity::RoleGranted{.actor = "clerk", .role = "viewer", .unit = there}) ==
          "accepted");
  CHECK(access(ledger, 15, revoke_key("head", "clerk", 20)) == "actor_reaches_further");
  CHECK(access(ledger, 1, revoke_key("ada", "clerk", 20)) == "accepted");
}

TEST_CASE("a service of one school acts for everybody, in that school") {
  check_table(
      staffed(),
      {
          {"for itself there", 16, sign_in(as("scoped-gate")), "accepted"},
          {"for the city there", 16, sign_in(as("city")), "accepted"},
          {"for the city elsewhere", 16, schedule("city", there), "service_outside_unit"},
          {"for itself elsewhere", 16, schedule("scoped-gate", there), "outside_unit"},
          {"for the administrator, a role there", 16, grant("ada", "viewer", here), "accepted"},
          {"for the administrator, a role elsewhere", 16, grant("ada", "viewer", there), "service_outside_unit"},
          {"for the administrator, its own key", 16, revoke_key("ada", "ada", 1), "service_outside_unit"},
          {"for the administrator, a document", 16, document("ada"), "service_outside_unit"},
      });
}

TEST_CASE("a refusal says which role and unit were needed and which there were") {
  const RuleLedger ledger = staffed();
  const auto outside = check_access(ledger.state, *decode_event(schedule("trainer", there)), secret_key(13).key_id());
  REQUIRE(outside.refusal() != nullptr);
  CHECK(outside.refusal()->expected == "a role over " + std::string(there));
  CHECK(outside.refusal()->actual == "trainer: training_officer of " + std::string(here));
  const auto no_role = check_access(ledger.state, *decode_event(sign_in(as("registrar"))), secret_key(11).key_id());
  REQUIRE(no_role.refusal() != nullptr);
  CHECK(no_role.refusal()->expected == "administrator, training_officer, service");
  CHECK(no_role.refusal()->actual == "registrar: registrar of " + std::string(here));
}

TEST_CASE("a revoked key asks for nothing, and what was read is read again after a change") {
  RuleLedger ledger = staffed();
  AccessCheck check(ledger.state, secret_key(13).key_id());
  REQUIRE(check.allows(*decode_event(sign_in(as("trainer")))).ok());
  REQUIRE(ledger.send_bytes(revoke_key("ada", "trainer", 13)) == "accepted");
  check.folded(EventType::identity_KeyRevoked);
  const auto refused = check.allows(*decode_event(sign_in(as("trainer"))));
  REQUIRE(refused.refusal() != nullptr);
  CHECK(refused.refusal()->code == RefusalCode::key_revoked);
}

TEST_CASE("a role that was taken allows nothing any more") {
  RuleLedger ledger = staffed();
  REQUIRE(ledger.send("actor/trainer",
                      identity::RoleRevoked{.actor = "trainer", .role = "training_officer", .unit = here}) ==
          "accepted");
  CHECK(access(ledger, 13, sign_in(as("trainer"))) == "no_role");
}

TEST_CASE("who may write anywhere costs two looks for a whole submission, who may not one more a command") {
  RuleLedger ledger = staffed();
  CountingState state(ledger.state);
  const auto reads_of = [&](std::uint8_t key, const Envelope& envelope) {
    state.reads = 0;
    AccessCheck check(state, secret_key(key).key_id());
    for (int i = 0; i < 10; ++i) REQUIRE(check.allows(*decode_event(sign_in(envelope))).ok());
    return state.reads;
  };
  CHECK(reads_of(2, as("gate")) == 2);                            // its key, its roles
  CHECK(reads_of(2, {.actor = "gate", .role = "service"}) == 2);  // naming the role costs nothing
  CHECK(reads_of(2, as("ada")) == 4);                             // and whom it acts for
  CHECK(reads_of(13, as("trainer")) == 12);                       // and each session's unit
}

TEST_CASE("role_to_write is the widest role that may") {
  RuleLedger ledger = staffed();
  const auto role = [&](const char* actor, EventType type) {
    const auto held = role_to_write(ledger.state, actor, type);
    return held ? std::string(info_of(held->role).name) + " " + held->unit : "none";
  };
  CHECK(role("registrar", EventType::employment_SchoolOpened) == "registrar " + std::string(here));
  CHECK(role("registrar", EventType::training_SessionClosed) == "none");
  CHECK(role("gate", EventType::training_SessionClosed) == "service ");
  CHECK(role("gate", EventType::control_DocumentPart) == "none");
}

}  // namespace shiji::tests
