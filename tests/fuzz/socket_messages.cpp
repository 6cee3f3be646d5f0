// Bytes as the body of every request and answer on the owner's socket, and as frames of a feed.
#include "fuzzing.h"
#include "socket/frames.h"
#include "socket/messages.h"

using namespace shiji;

namespace {

template <typename Message>
void read(std::string_view bytes) {
  const auto message = engine::from_wire<Message>(bytes);
  if (!message) return;
  const auto written = engine::to_wire(*message);
  const auto again = engine::from_wire<Message>(written);
  fuzz::must(again.ok(), "what was written can be read");
  fuzz::must(engine::to_wire(*again) == written, "a message has one form");
}

using Frames = std::vector<std::pair<engine::FrameKind, std::string>>;

/// The frames of `bytes` in pieces of `piece`, and whether they could be read.
std::pair<Frames, bool> frames_of(std::string_view bytes, std::size_t piece) {
  Frames frames;
  engine::FrameReader reader;
  const auto take = [&](engine::FrameKind kind, std::string_view body) {
    frames.emplace_back(kind, body);
    return true;
  };
  while (!bytes.empty()) {
    const auto part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    if (!reader.add(part, take)) return {std::move(frames), false};
  }
  return {std::move(frames), true};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = fuzz::text_of(data + 1, size - 1);
  read<engine::OwnerIdentity>(bytes);
  read<engine::StreamRequest>(bytes);
  read<engine::StreamProofRequest>(bytes);
  read<engine::RecordProofRequest>(bytes);
  read<ledger::EventFilter>(bytes);
  read<engine::TileRequest>(bytes);
  read<engine::SealRequest>(bytes);
  read<engine::OpenRequest>(bytes);
  const auto whole = frames_of(bytes, bytes.size() + 1);
  fuzz::must(frames_of(bytes, 1 + data[0] % 16U) == whole, "frames do not depend on the pieces they come in");
  return 0;
}
