// What a disk or an editor does: bits of files flipped, files cut.
#include "file_faults.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace shiji::tests {
namespace {

namespace fs = std::filesystem;

/// Files whose bytes are the ledger's: not RocksDB's log of its own doings, its options or its lock.
std::vector<fs::path> files_of(const TamperGround& ground) {
  std::vector<fs::path> files;
  for (const auto* part : {"chain", "index"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(ground.directory) / part)) {
      const auto name = entry.path().filename().string();
      const auto extension = entry.path().extension();
      const bool is_data =
          extension == ".sst" || extension == ".log" || name.starts_with("MANIFEST") || name == "CURRENT";
      if (is_data && entry.file_size() > 0) files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);  // directories are read in any order, and a seed has to repeat a run
  return files;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string told(const TamperGround& ground, const fs::path& path, std::size_t at) {
  return fs::relative(path, ground.directory).string() + " @" + std::to_string(at);
}

}  // namespace

std::optional<std::string> flip_bit_of_file(TamperGround& ground) {
  const auto files = files_of(ground);
  const auto& path = files[ground.below(files.size())];
  auto bytes = read(path);
  const auto at = ground.below(bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << ground.below(8)));
  write(path, bytes);
  return told(ground, path, at);
}

std::optional<std::string> cut_file(TamperGround& ground) {
  const auto files = files_of(ground);
  const auto& path = files[ground.below(files.size())];
  auto bytes = read(path);
  const auto at = ground.below(bytes.size());
  bytes.resize(at);
  write(path, bytes);
  return told(ground, path, at);
}

std::optional<std::string> flip_bit_of_both_heads(TamperGround& ground) {
  constexpr std::size_t slot_distance = 4'096;
  constexpr std::size_t slot_bytes = 72;
  const auto path = fs::path(ground.directory) / "HEAD";
  auto bytes = read(path);
  const auto at = ground.below(slot_bytes);
  for (const auto place : {at, slot_distance + at}) bytes[place] = static_cast<char>(bytes[place] ^ 1);
  write(path, bytes);
  return told(ground, path, at);
}

}  // namespace shiji::tests
