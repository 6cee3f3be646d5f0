#include "shiji/ledger/chain/tree.h"
#include "shiji/ledger/contract.h"

namespace shiji::ledger {
namespace {

constexpr std::size_t largest_entry = 65'535;

std::string three_digits(std::uint64_t group) {
  std::string digits = std::to_string(group);
  return std::string(3 - digits.size(), '0') + digits;
}

/// 1234067 -> x001/x234/067; a width under 256 adds .p/<width>.
std::string number_path(std::uint64_t number, std::size_t width) {
  SHIJI_ASSERT(width >= 1 && width <= tile_width, "a tile has 1 to 256 hashes");
  std::string path = three_digits(number % 1000);
  for (number /= 1000; number > 0; number /= 1000) path.insert(0, "x" + three_digits(number % 1000) + "/");
  if (width < tile_width) path += ".p/" + std::to_string(width);
  return path;
}

}  // namespace

std::string tile_path(TileId id, std::size_t width) {
  return "tile/" + std::to_string(id.level) + "/" + number_path(id.index, width);
}

std::string entry_bundle_path(std::uint64_t index, std::size_t width) {
  return "tile/entries/" + number_path(index, width);
}

void append_to_bundle(Buffer& bundle, Bytes entry) {
  SHIJI_ASSERT(entry.size() <= largest_entry, "an entry has at most 65,535 bytes");
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8U));
  bundle.push_back(static_cast<std::uint8_t>(entry.size()));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
}

Result<std::vector<Bytes>> split_bundle(Bytes bundle) {
  std::vector<Bytes> entries;
  while (!bundle.empty()) {
    const std::string place = "entry " + std::to_string(entries.size()) + " of the bundle";
    if (bundle.size() < 2) return Error{ErrorCode::corrupt, place, "its length is cut off"};
    const std::size_t size = std::size_t{bundle[0]} << 8U | bundle[1];
    if (bundle.size() - 2 < size) return Error{ErrorCode::corrupt, place, "it is cut off"};
    entries.push_back(bundle.subspan(2, size));
    bundle = bundle.subspan(2 + size);
  }
  return entries;
}

}  // namespace shiji::ledger
