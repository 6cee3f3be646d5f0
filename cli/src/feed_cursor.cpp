#include "feed_cursor.h"

#include "files.h"
#include "json_output.h"
#include "record_fields.h"

namespace shiji::cli {

using ledger::Error;
using ledger::ErrorCode;
using projections::Fields;

ledger::Result<std::optional<FeedCursor>> read_feed_cursor(const std::string& path) {
  constexpr std::size_t cursor_bytes_max = 4'096;
  const auto text = read_text(path, cursor_bytes_max);
  if (!text && text.error()->code == ErrorCode::not_found) return std::optional<FeedCursor>();
  if (!text) return text.failure();
  const Error broken{ErrorCode::corrupt, path, "it is not a cursor"};
  const auto record = record_from_json(*text);
  if (!record) return broken;
  const auto* sequence = record->find("sequence");
  const auto* hash = record->find("leaf_hash");
  const auto* number = sequence == nullptr ? nullptr : std::get_if<std::int64_t>(&sequence->content);
  const auto* digits = hash == nullptr ? nullptr : std::get_if<std::string>(&hash->content);
  if (number == nullptr || *number < 0 || digits == nullptr) return broken;
  const auto leaf_hash = ledger::fixed_from_hex<ledger::Hash>(*digits);
  if (!leaf_hash) return broken;
  return std::optional(FeedCursor{{static_cast<std::uint64_t>(*number)}, *leaf_hash});
}

ledger::Status write_feed_cursor(const std::string& path, const FeedCursor& cursor) {
  return write_text(
      path, json_of(Fields{{"sequence", number(cursor.sequence)}, {"leaf_hash", hex(cursor.leaf_hash)}}) + "\n");
}

}  // namespace shiji::cli
