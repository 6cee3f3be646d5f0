// Bytes as a projection's record, cursor and states.
#include "fuzzing.h"
#include "models/models.h"
#include "projector/cursor.h"
#include "projector/state_cache.h"
#include "remote/record_codec.h"

using namespace shiji;

namespace {

void read_record(std::string_view bytes) {
  projections::BinaryReader in(bytes);
  const auto record = projections::read_record(in);
  if (!in.finished()) return;
  std::string written;
  projections::BinaryWriter out(written);
  projections::write_record(out, record);
  projections::BinaryReader again(written);
  fuzz::must(projections::read_record(again) == record && again.finished(), "a record reads back");
}

void read_cursor(std::string_view bytes) {
  projections::Cursor cursor;
  if (projections::decode_cursor(bytes, 1, cursor) != projections::CursorFound::good) return;
  std::string written;
  cursor.encode(1, written);
  projections::Cursor again;
  fuzz::must(projections::decode_cursor(written, 1, again) == projections::CursorFound::good, "a cursor reads back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = fuzz::text_of(data + 1, size - 1);
  read_record(bytes);
  read_cursor(bytes);
  const auto infos = projections::read_models();
  const auto* projection = projections::projection_named(infos[data[0] % infos.size()].name);
  static_cast<void>(projections::decode_state(*projection, "key", bytes));
  return 0;
}
