#include "owner/birth.h"

#include "append/prepared_submission.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/events/signing.h"
#include "store/chain_store.h"

namespace shiji::engine {

namespace control = ledger::control;
namespace document = ledger::document;
namespace identity = ledger::identity;
using ledger::Bytes;
using ledger::Hash;

namespace {

constexpr std::size_t document_part_bytes = 48 * 1024;
constexpr ledger::Date effective_from{10'957};  // 2000-01-01: before anything this ledger will hold

/// Collects (stream, payload) and turns them into event bytes once their number is known.
class Draft {
 public:
  template <typename Payload>
  void add(std::string stream, const Payload& payload) {
    entries_.push_back({std::move(stream), Payload::type, ledger::encode_payload(payload)});
  }

  void add_document(const Hash& digest, Bytes bytes) {
    const auto parts = static_cast<std::uint32_t>((bytes.size() + document_part_bytes - 1) / document_part_bytes);
    for (std::uint32_t part = 0; part < parts; ++part) {
      const auto begin = part * document_part_bytes;
      const auto piece = bytes.subspan(begin, std::min(document_part_bytes, bytes.size() - begin));
      add("document/" + ledger::to_hex(digest.span()),
          control::DocumentPart{.digest = digest, .part = part, .parts = parts, .bytes = piece});
    }
  }

  void add_actor(std::string_view actor, identity::ActorKind kind, std::string_view role, std::string_view unit,
                 const ledger::SecretKey& key, const Hash& origin_digest) {
    const std::string stream = "actor/" + std::string(actor);
    add(stream, identity::ActorRegistered{.actor = actor, .kind = kind});
    const auto proof = key.sign(ledger::key_proof_bytes(origin_digest, actor, key.public_key()));
    add(stream, identity::KeyEnrolled{.actor = actor,
                                      .algorithm = ledger::SignatureAlgorithm::ed25519,
                                      .public_key = key.public_key(),
                                      .proof = proof});
    identity::RoleGranted granted{.actor = actor, .role = role};
    if (!unit.empty()) granted.unit = unit;
    add(stream, granted);
  }

  [[nodiscard]] std::vector<ledger::Buffer> encode(std::string_view unit) const {
    std::vector<ledger::Buffer> events;
    const auto count = static_cast<std::uint32_t>(entries_.size());
    for (std::uint32_t index = 0; index < count; ++index) {
      ledger::Event event{};
      event.stream = entries_[index].stream;
      event.type = ledger::name_of(entries_[index].type);
      event.payload = entries_[index].payload;
      event.submission = ledger::SubmissionPart{.id = birth_submission_id, .index = index, .count = count};
      if (!unit.empty()) event.working_unit = unit;
      event.data_level = ledger::DataLevel::L1;
      if (index == 0) event.submission_signature = ledger::Signature{};
      events.push_back(ledger::encode_event(event));
    }
    return events;
  }

 private:
  struct Entry {
    std::string stream;
    ledger::EventType type;
    ledger::Buffer payload;
  };
  std::vector<Entry> entries_;
};

void add_adoption(Draft& draft, const ledger::BuiltInDocument& built_in, const ledger::Buffer& table,
                  const Hash& digest) {
  if (built_in.table == "document.RuleSet") {
    const auto rules = ledger::read_table<document::RuleSet>(table);
    draft.add("rules/" + std::string(rules.name),
              control::RuleSetAdopted{
                  .name = rules.name, .version = rules.version, .digest = digest, .effective_from = effective_from});
  } else if (built_in.table == "document.Calendar") {
    const auto calendar = ledger::read_table<document::Calendar>(table);
    draft.add("calendar/" + std::string(calendar.name),
              control::CalendarAdopted{.name = calendar.name, .digest = digest});
  } else {
    const auto codes = ledger::read_table<document::CodeTable>(table);
    draft.add("codes/" + std::string(codes.name), control::CodeTableAdopted{.name = codes.name, .digest = digest});
  }
}

ledger::Status add_documents(Draft& draft) {
  for (const auto& [area, schema] : ledger::schema_areas()) {
    const auto digest = ledger::sha256(schema);
    draft.add_document(digest, schema);
    draft.add("schema/" + std::string(area), control::SchemaAdopted{.area = area, .digest = digest});
  }
  for (const auto& built_in : ledger::built_in_documents()) {
    auto table = ledger::document_from_json(built_in.table, built_in.text);
    if (!table) return ledger::Error{ledger::ErrorCode::bad_document, std::string(built_in.file), "it does not parse"};
    const Bytes text(reinterpret_cast<const std::uint8_t*>(built_in.text.data()), built_in.text.size());
    const auto digest = ledger::sha256(text);
    draft.add_document(digest, text);
    add_adoption(draft, built_in, *table, digest);
  }
  return ledger::done();
}

}  // namespace

ledger::Result<Submission> birth_submission(const InitOptions& options, const BirthKeys& keys) {
  const auto origin_digest = ledger::sha256(options.origin);
  const auto verifier = to_text(ledger::verifier_key(options.origin, keys.ledger.public_key()));
  Draft draft;
  control::LedgerCreated created{.format = ledger_format,
                                 .origin = options.origin,
                                 .hash_algorithm = ledger::HashAlgorithm::sha256,
                                 .signature_algorithm = ledger::SignatureAlgorithm::ed25519,
                                 .verifier_key = verifier,
                                 .demo = options.demo};
  if (!options.unit.empty()) created.unit = options.unit;
  draft.add("ledger", created);
  if (auto added = add_documents(draft); !added) return added.failure();
  draft.add_actor(administrator_actor, identity::ActorKind::person, "administrator", options.unit, keys.administrator,
                  origin_digest);
  draft.add_actor(service_actor, identity::ActorKind::service, "service", options.unit, keys.service, origin_digest);
  Submission submission;
  submission.events = draft.encode(options.unit);
  if (auto signing = sign_events(submission.events, keys.ledger, origin_digest); !signing) return signing.failure();
  return submission;
}

}  // namespace shiji::engine
