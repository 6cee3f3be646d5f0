// Documents travel in parts, in order; the last one shows that the whole is what its name says.
#include "rules/document_records.h"
#include "rules/refuse.h"
#include "shiji/ledger/chain/hash.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::size_t part_bytes_max = std::size_t{48} * 1024;
constexpr std::uint32_t parts_max = 1024;

Status part_wrong(std::string_view place, std::string_view expected, std::string_view actual) {
  return refuse(RefusalCode::document_part_wrong, place, expected, actual);
}

Status check_part(const RuleContext& context, const control::DocumentPart& part) {
  if (auto fits = stream_names_bytes(context, part.digest); !fits) return fits;
  if (part.bytes.empty() || part.bytes.size() > part_bytes_max) {
    return part_wrong("/payload/bytes", "1 to " + std::to_string(part_bytes_max) + " bytes",
                      std::to_string(part.bytes.size()));
  }
  if (part.parts == 0 || part.parts > parts_max) {
    return part_wrong("/payload/parts", "1 to " + std::to_string(parts_max), std::to_string(part.parts));
  }
  const auto record = find_document(context.state, part.digest).value_or(DocumentRecord{part.parts, 0});
  if (record.parts != part.parts) {
    return part_wrong("/payload/parts", std::to_string(record.parts), std::to_string(part.parts));
  }
  if (part.part >= part.parts || part.part != record.present) {
    const std::string expected = record.complete() ? "none: the document is complete" : std::to_string(record.present);
    return part_wrong("/payload/part", expected, std::to_string(part.part));
  }
  if (part.part + 1 < part.parts) return done();
  Sha256 hash;
  hash.update(document_text(context.state, part.digest, record));
  hash.update(part.bytes);
  const Hash actual = hash.finish();
  if (actual != part.digest) {
    return part_wrong("/payload/digest", to_hex(actual.span()), to_hex(part.digest.span()));
  }
  return done();
}

void fold_part(DecisionState& state, const DecodedEvent&, std::string_view, const control::DocumentPart& part) {
  put_document_part(state, part.digest, part.part, part.bytes);
  put_document(state, part.digest, {.parts = part.parts, .present = part.part + 1});
}

}  // namespace

std::span<const Rule> document_part_rules() {
  static constexpr std::array rules{rule<control::DocumentPart, check_part, fold_part>()};
  return rules;
}

}  // namespace shiji::ledger
