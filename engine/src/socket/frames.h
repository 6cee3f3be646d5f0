// Frames: the parts of a feed's body: kind u8, length u32 little-endian, that many bytes (docs/formats/socket.md).
//
// Guarantees: a reader takes frames from pieces cut anywhere, and refuses a kind it does not know and a length no frame
// has, before it holds more than one frame. Errors: bad_message. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shiji::engine {

enum class FrameKind : std::uint8_t {
  event = 1,      ///< exact event bytes
  heartbeat = 2,  ///< a Head: everything up to it was sent
  end = 3,        ///< empty: all that was asked for was sent
  error = 4       ///< a failure: nothing more comes
};

/// An event has at most 65,535 bytes; a failure's texts are as long as what they name.
inline constexpr std::uint32_t frame_bytes_max = 1U << 20;
inline constexpr std::size_t frame_head_bytes = 5;

void append_frame(std::string& out, FrameKind kind, std::string_view bytes);

class FrameReader {
 public:
  using Taker = std::function<bool(FrameKind kind, std::string_view bytes)>;
  /// Hands out every frame that is whole by now; `take` returns false to stop. False: stopped.
  [[nodiscard]] ledger::Result<bool> add(std::string_view piece, const Taker& take);

 private:
  std::string waiting_;  // the beginning of a frame
};

}  // namespace shiji::engine
