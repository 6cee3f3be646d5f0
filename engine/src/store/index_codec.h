// Values of the index as bytes, fixed and little-endian; sequences as varint differences.
#pragma once

#include "store/index_store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::engine {

[[nodiscard]] std::string encode(const StreamHead& head, std::optional<std::string_view> unit);
[[nodiscard]] std::string encode(const SubmissionEntry& entry);
[[nodiscard]] std::string encode(const IndexCursor& cursor);

[[nodiscard]] std::optional<StreamEntry> decode_stream(std::string_view bytes);
[[nodiscard]] std::optional<SubmissionEntry> decode_submission(std::string_view bytes);
[[nodiscard]] std::optional<IndexCursor> decode_cursor(std::string_view bytes);
[[nodiscard]] std::optional<std::vector<ledger::Sequence>> decode_sequences(std::string_view bytes);

}  // namespace shiji::engine
