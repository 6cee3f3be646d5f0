#include "random_events.h"

namespace shiji::test {

using namespace ledger;

std::vector<EventType> all_types() {
  std::vector<EventType> out;
  for (std::size_t i = 1; i <= event_type_count; ++i) out.push_back(static_cast<EventType>(i));
  return out;
}

std::string_view RandomEvents::text() {
  static constexpr std::array<std::string_view, 12> pieces = {"a",  "7",  "/", " ",  "\"", "\\",
                                                              "\n", "\t", "é", "教", "师", "\U0001F4D6"};
  auto& out = texts_.emplace_back();
  for (auto left = source_(24); left > 0; --left) out += pieces.at(source_(pieces.size()));
  return out;
}

Time RandomEvents::time() {
  return {static_cast<std::int64_t>(source_(4'000'000'000'000'000)) - 1'000'000'000'000'000};
}

Bytes RandomEvents::bytes() {
  auto& out = buffers_.emplace_back(source_(70));
  for (auto& byte : out) byte = static_cast<std::uint8_t>(source_(256));
  return out;
}

template <typename T>
std::span<const T> RandomEvents::many(const std::function<T()>& make, std::size_t least) {
  std::vector<T> out;
  for (auto left = source_(4) + least; left > 0; --left) out.push_back(make());
  if constexpr (std::is_same_v<T, Subject>) return subjects_.emplace_back(std::move(out));
  if constexpr (std::is_same_v<T, Hash>) return hashes_.emplace_back(std::move(out));
  if constexpr (std::is_same_v<T, training::SessionUnit>) return units_.emplace_back(std::move(out));
  if constexpr (std::is_same_v<T, training::AttendanceEntry>) return entries_.emplace_back(std::move(out));
}

Sealed RandomEvents::sealed() {
  return {.subject = fixed<Subject>(), .key_version = number(), .nonce = fixed<Nonce>(), .ciphertext = bytes()};
}

Signature RandomEvents::signature() {
  return {one_of({SignatureAlgorithm::none, SignatureAlgorithm::ed25519, SignatureAlgorithm::sm2}), fixed<KeyId>(),
          fixed<SignatureBytes>()};
}

Buffer RandomEvents::control_payload(EventType type) {
  using namespace control;
  switch (type) {
    case LedgerCreated::type:
      return write_payload(LedgerCreated{.format = number(),
                                         .origin = text(),
                                         .unit = maybe(text()),
                                         .hash_algorithm = one_of({HashAlgorithm::sha256, HashAlgorithm::sm3}),
                                         .signature_algorithm = SignatureAlgorithm::ed25519,
                                         .verifier_key = text(),
                                         .demo = source_(2) == 1});
    case DocumentPart::type:
      return write_payload(
          DocumentPart{.digest = fixed<Hash>(), .part = number(), .parts = number(), .bytes = bytes()});
    case SchemaAdopted::type:
      return write_payload(SchemaAdopted{.area = text(), .digest = fixed<Hash>()});
    case RuleSetAdopted::type:
      return write_payload(RuleSetAdopted{.name = text(),
                                          .version = number(),
                                          .digest = fixed<Hash>(),
                                          .effective_from = date(),
                                          .effective_until = maybe(date())});
    case CalendarAdopted::type:
      return write_payload(CalendarAdopted{.name = text(), .digest = fixed<Hash>()});
    case CodeTableAdopted::type:
      return write_payload(CodeTableAdopted{.name = text(), .digest = fixed<Hash>()});
    case LedgerKeyRotated::type:
      return write_payload(LedgerKeyRotated{.old_verifier_key = text(),
                                            .verifier_key = text(),
                                            .old_signature = fixed<SignatureBytes>(),
                                            .signature = fixed<SignatureBytes>()});
    case LedgerKeyRetired::type:
      return write_payload(LedgerKeyRetired{.verifier_key = text()});
    case DemoEnded::type:
      return write_payload(DemoEnded{.seed = ~std::uint64_t{0} - number(), .scale_ppm = number()});
    default:
      throw std::runtime_error("a new type of control needs a random payload");
  }
}

Buffer RandomEvents::employment_payload(EventType type) {
  using namespace employment;
  const auto post = one_of({Post::teacher, Post::head, Post::researcher});
  switch (type) {
    case SchoolOpened::type:
      return write_payload(SchoolOpened{.code = text(), .name = text(), .unit = text()});
    case EmploymentStarted::type:
      return write_payload(EmploymentStarted{.teacher = fixed<Subject>(),
                                             .school = text(),
                                             .post = post,
                                             .headcount_kind = HeadcountKind::contract,
                                             .effective = date()});
    case PostChanged::type:
      return write_payload(
          PostChanged{.teacher = fixed<Subject>(), .school = text(), .post = post, .effective = date()});
    case EmploymentEnded::type:
      return write_payload(EmploymentEnded{.teacher = fixed<Subject>(), .school = text(), .effective = date()});
    default:
      throw std::runtime_error("a new type of employment needs a random payload");
  }
}

Buffer RandomEvents::identity_payload(EventType type) {
  using namespace identity;
  switch (type) {
    case ActorRegistered::type:
      return write_payload(
          ActorRegistered{.actor = text(), .kind = ActorKind::device, .subject = maybe(fixed<Subject>())});
    case KeyEnrolled::type:
      return write_payload(KeyEnrolled{.actor = text(),
                                       .algorithm = SignatureAlgorithm::none,
                                       .public_key = fixed<PublicKey>(),
                                       .proof = fixed<SignatureBytes>()});
    case KeyRevoked::type:
      return write_payload(KeyRevoked{.actor = text(),
                                      .key_id = fixed<KeyId>(),
                                      .reason = RevocationReason::compromised,
                                      .compromised_since = maybe(time())});
    case RoleGranted::type:
      return write_payload(RoleGranted{.actor = text(), .role = text(), .unit = maybe(text())});
    case RoleRevoked::type:
      return write_payload(RoleRevoked{.actor = text(), .role = text(), .unit = maybe(text())});
    case SubjectKeyCreated::type:
      return write_payload(
          SubjectKeyCreated{.subject = fixed<Subject>(), .key_version = number(), .commitment = fixed<Hash>()});
    case TeacherRegistered::type:
      return write_payload(TeacherRegistered{.teacher = fixed<Subject>(),
                                             .name = sealed(),
                                             .stage = one_of({Stage::primary, Stage::special}),
                                             .subject_code = text(),
                                             .kind = TeacherKind::head});
    default:
      throw std::runtime_error("a new type of identity needs a random payload");
  }
}

Buffer RandomEvents::training_payload(EventType type) {
  using namespace training;
  const auto method = one_of({SignInMethod::face, SignInMethod::roll});
  switch (type) {
    case SessionScheduled::type:
      return write_payload(SessionScheduled{.title = text(),
                                            .level = one_of({Level::school, Level::nation}),
                                            .venue = text(),
                                            .units = many<SessionUnit>([this] {
                                              return SessionUnit{time(), time()};
                                            }),
                                            .sign_out_required = source_(2) == 1});
    case RosterFixed::type:
      return write_payload(RosterFixed{.teachers = many<Subject>([this] { return fixed<Subject>(); })});
    case SessionSignedIn::type:
      return write_payload(SessionSignedIn{.teacher = fixed<Subject>(),
                                           .method = method,
                                           .device = maybe(text()),
                                           .geo_cell = maybe(text()),
                                           .device_time = maybe(time())});
    case SessionSignedOut::type:
      return write_payload(SessionSignedOut{
          .teacher = fixed<Subject>(), .method = method, .device = maybe(text()), .device_time = maybe(time())});
    case SessionClosed::type:
      return write_payload(SessionClosed{.reason = maybe(text())});
    case AttendanceFinalised::type:
      return write_payload(AttendanceFinalised{
          .part = number(),
          .parts = number(),
          .level = Level::city,
          .title = text(),
          .units = number(),
          .entries = many<AttendanceEntry>([this] {
            return AttendanceEntry{fixed<Subject>(), small(), small(), 3, 0, document::AttendanceOutcome::late, 1};
          })});
    default:
      throw std::runtime_error("a new type of training needs a random payload");
  }
}

Buffer RandomEvents::payload(EventType type) {
  const auto area = info_of(type).area;
  if (area == "control") return control_payload(type);
  if (area == "employment") return employment_payload(type);
  if (area == "identity") return identity_payload(type);
  return training_payload(type);
}

Event RandomEvents::event(EventType type) {
  auto& stream = texts_.emplace_back(std::string(info_of(type).stream_family) + "/" + std::to_string(number()));
  Event out{.stream = stream, .type = name_of(type), .payload = buffers_.emplace_back(payload(type))};
  out.submission = maybe(SubmissionPart{.id = "s-1", .index = number(), .count = number()});
  out.actor = maybe(text());
  out.role = maybe(text());
  out.on_behalf_of = maybe(OnBehalfOf{.subject = fixed<Subject>(), .reason = text()});
  out.occurred_at = maybe(time());
  out.business_date = maybe(date());
  out.working_unit = maybe(text());
  out.establishment_unit = maybe(text());
  out.subjects = many<Subject>([this] { return fixed<Subject>(); });
  out.correlation = maybe(text());
  out.source = maybe(ledger::Source{.kind = SourceKind::import_, .reference = maybe(text()), .row = maybe(number())});
  out.history = source_(2) == 1;
  out.rule_set = maybe(fixed<Hash>());
  out.legal_basis = maybe(text());
  out.data_level = maybe(one_of({DataLevel::L1, DataLevel::L5}));
  out.evidence = many<Hash>([this] { return fixed<Hash>(); });
  out.signature = maybe(signature());
  out.submission_signature = maybe(signature());
  return out;
}

}  // namespace shiji::test
