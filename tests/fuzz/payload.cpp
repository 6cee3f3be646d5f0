// Bytes as the payload of each type: an event that carries them is read or refused.
#include "fuzzing.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"

using namespace shiji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t payload_max = 60'000;
  if (size == 0 || size > payload_max) return 0;
  const auto type = static_cast<ledger::EventType>(1 + data[0] % ledger::event_type_count);
  const fuzz::AlignedBytes payload(data + 1, size - 1);
  const std::string stream = std::string(ledger::info_of(type).stream_family) + "/fuzz";
  ledger::Event event{};
  event.type = ledger::name_of(type);
  event.stream = stream;
  event.payload = payload.view();
  const auto bytes = ledger::encode_event(event);
  const auto decoded = ledger::decode_event(bytes);
  if (!decoded) return 0;
  fuzz::must(decoded->type == type, "an event keeps its type");
  fuzz::must(ledger::event_to_json(*decoded, {}, {}).ok(), "an event that was read can be shown");
  static_cast<void>(ledger::check_command(*decoded));
  return 0;
}
