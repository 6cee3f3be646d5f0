// Values of the index as bytes, fixed and little-endian; sequences as varint differences.
#pragma once

#include "store/index_store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::engine {

/// Of everything in the index, the values of the decision state (ledger/src/rules/*_records) included: whoever changes
/// one counts this up, and an index of another format is folded again from the chain.
inline constexpr std::uint64_t index_format = 2;

[[nodiscard]] std::string encode(const StreamHead& head);
[[nodiscard]] std::string encode(const SubmissionEntry& entry);
[[nodiscard]] std::string encode(const IndexCursor& cursor);
[[nodiscard]] std::string encode(const std::vector<ledger::Sequence>& ascending);

[[nodiscard]] std::optional<StreamHead> decode_head(std::string_view bytes);
[[nodiscard]] std::optional<SubmissionEntry> decode_submission(std::string_view bytes);
[[nodiscard]] std::optional<IndexCursor> decode_cursor(std::string_view bytes);
[[nodiscard]] std::optional<std::vector<ledger::Sequence>> decode_sequences(std::string_view bytes);

}  // namespace shiji::engine
