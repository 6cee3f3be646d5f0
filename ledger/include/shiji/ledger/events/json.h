// The JSON codec: events and documents in and out of JSON by reflection over the embedded binary schemas.
//
// What: an event's JSON has the envelope's keys (Position flattened to sequence, version, recorded_at, previous,
// stream_previous; `leaf_hash` added on output; `submission` {id, index, count}; `payload` an object by the table of
// `type`). Strict JSON: no comments, no null, no floats; integers as numbers (u64 up to 2^64-1), enums by name, (hex)
// bytes and all fixed-byte structs as lower-case hex, (time_us) as RFC 3339 with microseconds, (date) as YYYY-MM-DD.
// Errors: refusals 101-112; `place` is "line N /json/pointer". Threads: any thread.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <string>

namespace shiji::ledger {

/// What a line gave, before it is an event: the owner fills what was left out, seals what is personal, then encodes.
class JsonCommand {
 public:
  /// `line` is the line number for places. Refuses not_json, unknown_type, unknown_field, position_given,
  /// repeated_field. Values are checked when encoded.
  [[nodiscard]] static Result<JsonCommand> parse(std::string_view text, std::uint64_t line);
  JsonCommand(JsonCommand&&) noexcept;
  JsonCommand& operator=(JsonCommand&&) noexcept;
  ~JsonCommand();

  [[nodiscard]] EventType type() const;
  [[nodiscard]] std::uint64_t line() const;       ///< the number given to `parse`
  [[nodiscard]] std::string_view stream() const;  ///< empty when not given
  [[nodiscard]] bool gives(std::string_view envelope_key) const;
  [[nodiscard]] std::string text_of(std::string_view envelope_key) const;  ///< a string value; empty when not given
  /// Sets an envelope string the line left out (actor, role, working_unit, ...).
  void fill(std::string_view envelope_key, std::string_view value);
  void set_submission(std::string_view id, std::uint32_t index, std::uint32_t count);

  /// Called for each plaintext found in a (personal) field: `subject` is the payload's first Subject-typed field, else
  /// the first of `subjects`. Returns the sealed value.
  struct SealedValue {
    Subject subject;
    std::uint32_t key_version;
    Nonce nonce;
    Buffer ciphertext;
  };
  using Sealer = std::function<Result<SealedValue>(EventType type, std::string_view field, const Subject& subject,
                                                   std::string_view plaintext)>;
  /// Event bytes with zero Position and room for a submission signature when `index` is 0.
  [[nodiscard]] Result<Buffer> encode(const Sealer& sealer) const;

  /// Whether every field the line gives is so in `event`; personal plaintexts are opened with `opener`. Names the first
  /// field that differs in `place`.
  using Opener = std::function<Result<std::string>(EventType type, std::string_view field, const Sealed& sealed)>;
  [[nodiscard]] Result<bool> agrees_with(const DecodedEvent& event, const Opener& opener, std::string* place) const;

 private:
  struct Content;
  explicit JsonCommand(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

/// One line of JSON for a recorded event. `opener` may be empty: sealed fields are then shown as sealed objects.
[[nodiscard]] Result<std::string> event_to_json(const DecodedEvent& event, const Hash& leaf_hash,
                                                const JsonCommand::Opener& opener);

/// Reads a document file (a JSON text) as the table `table_name` ("document.RuleSet"): FlatBuffer bytes for read_table.
[[nodiscard]] Result<Buffer> document_from_json(std::string_view table_name, std::string_view text);

/// The binary schema of an area ("control", "identity", ...): a document every ledger carries.
struct SchemaArea {
  std::string_view area;
  Bytes binary_schema;
};
[[nodiscard]] std::span<const SchemaArea> schema_areas();

/// The documents compiled into this format: rule sets, calendars, code tables (file name, table name, bytes).
struct BuiltInDocument {
  std::string_view file;   ///< "rules/attendance.json"
  std::string_view table;  ///< "document.RuleSet"
  std::string_view text;
};
[[nodiscard]] std::span<const BuiltInDocument> built_in_documents();

}  // namespace shiji::ledger
