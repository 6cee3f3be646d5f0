#include "socket/frames.h"

#include "shiji/ledger/contract.h"

namespace shiji::engine {

namespace {

std::uint32_t length_of(std::string_view head) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i)
    length |= std::uint32_t{static_cast<std::uint8_t>(head[1 + i])} << (8 * static_cast<unsigned>(i));
  return length;
}

bool is_known(std::uint8_t kind) {
  return kind >= static_cast<std::uint8_t>(FrameKind::event) && kind <= static_cast<std::uint8_t>(FrameKind::error);
}

}  // namespace

void append_frame(std::string& out, FrameKind kind, std::string_view bytes) {
  SHIJI_ASSERT(bytes.size() <= frame_bytes_max, "a frame has at most 1 MiB");
  out.push_back(static_cast<char>(kind));
  for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<char>(bytes.size() >> (8 * i)));
  out.append(bytes);
}

ledger::Result<bool> FrameReader::add(std::string_view piece, const Taker& take) {
  // What was left over goes in front; without leftovers the piece is read where it lies.
  std::string joined;
  if (!waiting_.empty()) {
    joined = std::move(waiting_);
    joined.append(piece);
    piece = joined;
    waiting_.clear();
  }
  while (piece.size() >= frame_head_bytes) {
    const auto kind = static_cast<std::uint8_t>(piece[0]);
    const auto length = length_of(piece);
    if (!is_known(kind) || length > frame_bytes_max) {
      return ledger::Error{ledger::ErrorCode::bad_message, "feed",
                           "a frame of kind " + std::to_string(kind) + " and " + std::to_string(length) + " bytes"};
    }
    if (piece.size() - frame_head_bytes < length) break;
    if (!take(static_cast<FrameKind>(kind), piece.substr(frame_head_bytes, length))) return false;
    piece.remove_prefix(frame_head_bytes + length);
  }
  waiting_ = piece;
  return true;
}

}  // namespace shiji::engine
