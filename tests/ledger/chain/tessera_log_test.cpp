// The log that Tessera wrote: see tests/vectors/tessera-log/README.md.
#include "chain/probes.h"
#include "chain/static_log.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace shiji::ledger {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(SHIJI_TEST_DATA) / "tessera-log";
const std::string vkey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const std::vector<std::string> words = {"one",  "two", "three",  "four",  "five",     "six",     "seven", "eit",
                                        "nain", "ten", "ileven", "twelf", "threeten", "fourten", "fivten"};

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

VerifierKey key() { return parse_verifier_key(vkey).value(); }

Checkpoint checkpoint_at(std::size_t size) {
  return open_checkpoint(file_text(folder / ("checkpoint." + std::to_string(size))), key()).value();
}

/// The files as they stood when the log had `size` entries.
LogFileReader reader_at(std::size_t size) {
  return [size](const std::string& path) -> Result<Buffer> {
    const std::string name = path == "checkpoint" ? "checkpoint." + std::to_string(size) : path;
    if (!fs::exists(folder / name)) return Error{ErrorCode::not_found, name, "no such file"};
    const std::string text = file_text(folder / name);
    return Buffer(text.begin(), text.end());
  };
}

/// The stored partial tile of the size it is asked for.
TileReader tile_reader() {
  return [](TileId id, std::size_t width) -> Result<std::vector<Hash>> {
    const std::string bytes = file_text(folder / tile_path(id, width));
    std::vector<Hash> hashes(width);
    REQUIRE(bytes.size() == width * Hash::size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
      hashes[i / Hash::size()].bytes[i % Hash::size()] = static_cast<std::uint8_t>(bytes[i]);
    return hashes;
  };
}

std::vector<Hash> hashes_from(const std::vector<std::string>& texts) {
  std::vector<Hash> hashes;
  hashes.reserve(texts.size());
  for (const std::string& text : texts) hashes.push_back(fixed_from_hex<Hash>(text).value());
  return hashes;
}

Hash leaf_at(std::size_t index) { return leaf_hash(test::bytes_of(words[index])); }

}  // namespace

TEST_CASE("every file of the vectors is the one that was copied, and listed") {
  std::istringstream sums(file_text(folder / "SHA256SUMS"));
  std::set<std::string> listed = {"README.md", "SHA256SUMS"};
  std::string sum;
  std::string name;
  while (sums >> sum >> name) {
    CAPTURE(name);
    CHECK(to_hex(sha256(file_text(folder / name)).span()) == sum);
    listed.insert(name);
  }
  std::set<std::string> present;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) present.insert(fs::relative(entry.path(), folder).generic_string());
  CHECK(present == listed);
  CHECK(listed.size() == 2 + 48);
}

TEST_CASE("every checkpoint of Tessera's log opens and is the root of its leaves") {
  TileTree tree;
  for (std::size_t size = 0; size <= 15; ++size) {
    CAPTURE(size);
    const Checkpoint checkpoint = checkpoint_at(size);
    CHECK(checkpoint.tree_size == TreeSize{size});
    CHECK(checkpoint.root == tree.root());
    if (size < 15) tree.append(leaf_at(size), [](TileId, std::span<const Hash>) {});
  }
  CHECK(file_text(folder / "checkpoint") == file_text(folder / "checkpoint.15"));
  CHECK(checkpoint_at(7).root == hashes_from({"22b49700306a27b110a143834832913b24a036f79e2fa085862936c3ff9f4bb5"})[0]);
  CHECK(checkpoint_at(15).root == hashes_from({"aca6c38a90af86e5f5199ee0e4105ef2c03a05b27b8daff59e4e36eefdfcddcb"})[0]);
}

TEST_CASE("Tessera's log holds at every size, tile by tile and bundle by bundle") {
  for (std::size_t size = 0; size <= 15; ++size) {
    CAPTURE(size);
    const TileLogReport report = check_tile_log(key(), reader_at(size));
    CHECK(report.faults.empty());
    CHECK(report.entries == size);
    CHECK(report.root == (size == 0 ? empty_root() : checkpoint_at(size).root));
  }
}

TEST_CASE("what we write for Tessera's entries is byte for byte what Tessera wrote") {
  for (std::size_t size = 1; size <= 15; ++size) {
    const std::string note = file_text(folder / ("checkpoint." + std::to_string(size)));
    const EntryReader entries = [](Sequence first, std::size_t count,
                                   const std::function<void(Bytes)>& take) -> Status {
      for (std::size_t i = 0; i < count; ++i) take(test::bytes_of(words[first.value + i]));
      return done();
    };
    test::MemoryLog log;
    for (std::size_t i = 0; i < size; ++i) log.tree.append(leaf_at(i), log.sink());
    test::StaticLog files;
    REQUIRE(write_tile_log(TreeSize{size}, note, log.reader(), entries, files.sink()).ok());
    CHECK(files.files.size() == 3);
    for (const auto& [path, bytes] : files.files) {
      CAPTURE(path);
      CHECK(reader_at(size)(path).value() == bytes);
    }
  }
}

TEST_CASE("one changed byte anywhere in Tessera's log of 15 is found and its file named") {
  for (const std::string path : {"checkpoint", "tile/0/000.p/15", "tile/entries/000.p/15"}) {
    const std::size_t bytes = reader_at(15)(path)->size();
    for (std::size_t at = 0; at < bytes; ++at) {
      CAPTURE(path, at);
      const LogFileReader damaged = [&](const std::string& asked) -> Result<Buffer> {
        auto file = reader_at(15)(asked);
        if (asked == path) (*file)[at] ^= 0x01U;
        return file;
      };
      const TileLogReport report = check_tile_log(key(), damaged);
      REQUIRE_FALSE(report.faults.empty());
      for (const TileLogFault& fault : report.faults) REQUIRE(fault.path == path);
    }
  }
}

TEST_CASE("every inclusion proof from Tessera's tiles holds and no probe of it does") {
  for (std::size_t size = 1; size <= 15; ++size)
    for (std::size_t index = 0; index < size; ++index) {
      CAPTURE(size, index);
      const auto proof = inclusion_proof(Sequence{index}, TreeSize{size}, tile_reader());
      const Hash root = checkpoint_at(size).root;
      REQUIRE(proof.ok());
      REQUIRE(inclusion_holds(Sequence{index}, TreeSize{size}, leaf_at(index), *proof, root));
      for (const auto& [what, changed] : test::probes_of(*proof)) {
        CAPTURE(what);
        REQUIRE_FALSE(inclusion_holds(Sequence{index}, TreeSize{size}, leaf_at(index), changed, root));
      }
    }
  CHECK(inclusion_proof(Sequence{2}, TreeSize{15}, tile_reader()).value() ==
        hashes_from({"f715ab3faa5d071e6e2ac4bb994d5bf735943dcc3799da0d085e7980cfb9336a",
                     "4f55f619d9215235778b2b9f17d6f4915b16171214d152381293669764de722e",
                     "8346687985ad215f10f22fb80a682a3e706f1f68a5d74ee5c8281342cc81ec7e",
                     "e632e9a93823b010d2117e928198919db4cc753b9177c6d0e6d4ac00ec5ed0ab"}));
}

TEST_CASE("every pair of Tessera's checkpoints is consistent and no probe of a proof holds") {
  for (std::size_t newer = 0; newer <= 15; ++newer)
    for (std::size_t older = 0; older <= newer; ++older) {
      CAPTURE(older, newer);
      const Hash older_root = checkpoint_at(older).root;
      const Hash newer_root = checkpoint_at(newer).root;
      const auto proof = consistency_proof(TreeSize{older}, TreeSize{newer}, tile_reader());
      REQUIRE(proof.ok());
      REQUIRE(consistency_holds(TreeSize{older}, TreeSize{newer}, *proof, older_root, newer_root));
      for (const auto& [what, changed] : test::probes_of(*proof)) {
        CAPTURE(what);
        REQUIRE_FALSE(consistency_holds(TreeSize{older}, TreeSize{newer}, changed, older_root, newer_root));
      }
    }
  CHECK(consistency_proof(TreeSize{7}, TreeSize{15}, tile_reader()).value() ==
        hashes_from({"d90d0fe63491f93764c1d5d6cb1f866c1597d0a65b359916cc28f24cf4a8cecc",
                     "4e1720a15d8361c2be542c4150358094dc662f2dabeddabb74aefe3a5810296b",
                     "c9c46490d925bace5e315454be40f5a4adf6d6f32b03e8e33a264a53c68e718e",
                     "cd8d65377e6fad76003e2c5749de7d2ec536f71509b6e5b8a3674d360e58d82a",
                     "e632e9a93823b010d2117e928198919db4cc753b9177c6d0e6d4ac00ec5ed0ab"}));
}

}  // namespace shiji::ledger
