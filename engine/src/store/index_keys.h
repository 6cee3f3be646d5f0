// The keys of the index store (index_store.h lists them).
#pragma once

#include "shiji/ledger/chain/stream_heads.h"
#include "store/bucket_index.h"

#include <string>
#include <string_view>

namespace shiji::engine {

inline std::string prefixed(char family, std::string_view name) {
  std::string key;
  key.reserve(name.size() + 10);
  key.push_back(family);
  key.append(name);
  return key;
}

/// A stream's keys begin with its bucket, so that a bucket is read in one go.
inline std::string of_stream(char family, std::string_view stream) {
  return prefixed(family, bucket_bytes(ledger::bucket_of_stream(stream))).append(stream);
}

inline constexpr std::size_t before_name = 3;  ///< family and bucket

inline std::string ended(std::string key) { return std::move(key) + '\0'; }

}  // namespace shiji::engine
