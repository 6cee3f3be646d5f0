// Tables of the schema out of JSON values, and back.
#pragma once

#include "events/json_scalar.h"
#include "shiji/ledger/events/json.h"

#include <flatbuffers/flatbuffers.h>

#include <map>
#include <optional>

namespace shiji::ledger {

/// What becomes of a plaintext in a (personal) field.
struct Sealing {
  EventType type = EventType::unknown;
  const JsonCommand::Sealer* sealer = nullptr;
  std::optional<Subject> subject;
};

/// Refuses unknown_field for any name the schema does not have, however deep.
[[nodiscard]] Status check_names(const Shape& shape, const json::Value& value, const JsonPlace& place);

/// Builds tables in the same order as the generated builders, so that the bytes are the same.
class JsonTableBuilder {
 public:
  /// `sealing` may be null: then a plaintext in a personal field is refused (personal_field_open).
  JsonTableBuilder(flatbuffers::FlatBufferBuilder& builder, const Sealing* sealing)
      : builder_(builder), sealing_(sealing) {}

  /// Bytes that stand ready for a struct or [ubyte] field of the next table, instead of JSON.
  void prepare(std::string_view field, Buffer bytes) { prepared_[field] = std::move(bytes); }
  [[nodiscard]] Result<flatbuffers::uoffset_t> build(const Shape& shape, const json::Value& value,
                                                     const JsonPlace& place);

 private:
  /// A field ready to be added: an offset to what was built, or its bytes.
  struct Ready {
    flatbuffers::uoffset_t offset = 0;
    Buffer inline_bytes;
  };
  Status make_ready(Ready& out, const FieldShape& field, const json::Value& value, const JsonPlace& place);
  Status make_vector(Ready& out, const FieldShape& field, const json::Value& value, const JsonPlace& place);
  Status make_object(Ready& out, const FieldShape& field, const json::Value& value, const JsonPlace& place);
  Status make_sealed(Ready& out, const FieldShape& field, const json::Value& value, const JsonPlace& place);
  Ready from_prepared(const FieldShape& field, const Buffer& bytes);
  flatbuffers::uoffset_t make_bytes(const Buffer& bytes, std::size_t count, std::size_t alignment,
                                    std::size_t force_align);
  flatbuffers::uoffset_t make_offsets(const std::vector<flatbuffers::uoffset_t>& offsets);
  void add(const FieldShape& field, const Ready& ready);

  flatbuffers::FlatBufferBuilder& builder_;
  const Sealing* sealing_;
  std::map<std::string_view, Buffer> prepared_;
};

/// How a table is written as JSON.
struct JsonWriting {
  EventType type = EventType::unknown;
  const JsonCommand::Opener* opener = nullptr;  ///< null: sealed fields as they are
  bool complete = false;                        ///< also absent vectors (as []) and defaults
};
[[nodiscard]] Status append_table_json(std::string& out, const Shape& shape, const flatbuffers::Table& table,
                                       const JsonWriting& writing);
/// The members `append_table_json` writes, one field: name and value, nothing when absent. True when written.
[[nodiscard]] Result<bool> append_field_json(std::string& out, const FieldShape& field, const flatbuffers::Table& table,
                                             const JsonWriting& writing, bool first);

}  // namespace shiji::ledger
