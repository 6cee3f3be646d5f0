#include "chain/static_log.h"

#include <catch2/catch.hpp>

namespace shiji::ledger {
namespace {

using test::MemoryLog;
using test::static_log;
using test::StaticLog;
using test::test_verifier;

TileLogReport check(const StaticLog& log, const TileLogOptions& options = {}) {
  return check_tile_log(test_verifier(), log.reader(), options);
}

const MemoryLog& large_log() {
  static const MemoryLog log(66'000);
  return log;
}

std::vector<std::string> paths_of(const TileLogReport& report) {
  std::vector<std::string> paths;
  for (const TileLogFault& fault : report.faults) paths.push_back(fault.path);
  return paths;
}

/// The one fault that damaging `path` makes, and the entry it names.
void check_found(const StaticLog& sound, const std::string& path, std::size_t byte, std::optional<Sequence> sequence) {
  CAPTURE(path, byte);
  StaticLog log = sound;
  REQUIRE(log.files.contains(path));
  log.files[path].at(byte) ^= 0x20U;
  const TileLogReport report = check(log);
  REQUIRE(paths_of(report) == std::vector<std::string>{path});
  CHECK(report.faults[0].sequence == sequence);
  CHECK_FALSE(report.faults[0].message.empty());
}

}  // namespace

TEST_CASE("a written log holds, at sizes with and without partial tiles") {
  for (const std::uint64_t size : {0U, 1U, 2U, 255U, 256U, 257U, 512U, 700U, 65'536U, 65'537U, 66'000U}) {
    CAPTURE(size);
    const StaticLog log = static_log(large_log(), size);
    REQUIRE(log.files.contains("checkpoint"));
    const TileLogReport report = check(log);
    CHECK(paths_of(report).empty());
    CHECK(report.entries == size);
    REQUIRE(report.checkpoint.has_value());
    CHECK(report.root == report.checkpoint->root);
  }
}

TEST_CASE("the files of a log are those of tlog-tiles and no more") {
  const StaticLog log = static_log(large_log(), 70 + 256);
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : log.files) paths.push_back(path);
  CHECK(paths == std::vector<std::string>{"checkpoint", "tile/0/000", "tile/0/001.p/70", "tile/1/000.p/1",
                                          "tile/entries/000", "tile/entries/001.p/70"});
  CHECK(log.files.at("tile/0/000").size() == 8'192);
  CHECK(static_log(large_log(), 0).files.size() == 1);
}

TEST_CASE("one changed byte in any kind of file is found, and the file and entry named") {
  const StaticLog log = static_log(large_log(), 66'000);
  const std::size_t hash = Hash::size();
  check_found(log, "tile/0/003", 7 * hash + 5, Sequence{3 * 256 + 7});
  check_found(log, "tile/0/257.p/208", 207 * hash + 31, Sequence{65'999});
  check_found(log, "tile/1/000", 9 * hash, Sequence{9 * 256});
  check_found(log, "tile/1/001.p/1", 3, Sequence{65'536});
  check_found(log, "tile/2/000.p/1", 3, Sequence{0});
  check_found(log, "tile/entries/003", 4, Sequence{3 * 256});
  check_found(log, "tile/entries/257.p/208", 4, Sequence{257 * 256});
  check_found(log, "tile/entries/003", 1, Sequence{3 * 256});  // a length: the bundle does not split
  for (const std::size_t byte : {0U, 20U, 30U, 100U, 150U}) check_found(log, "checkpoint", byte, std::nullopt);
}

TEST_CASE("a log too small for upper tiles tells a changed bundle from a changed tile by the signed root") {
  const StaticLog log = static_log(large_log(), 15);
  check_found(log, "tile/0/000.p/15", 3 * Hash::size(), Sequence{3});
  check_found(log, "tile/entries/000.p/15", 2, Sequence{0});
  const StaticLog whole = static_log(large_log(), 256);
  check_found(whole, "tile/0/000", 255 * Hash::size(), Sequence{255});
  check_found(whole, "tile/entries/000", 2, Sequence{0});
}

TEST_CASE("a missing file is named and the rest is checked") {
  const StaticLog sound = static_log(large_log(), 66'000);
  for (const std::string path : {"tile/0/003", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1",
                                 "tile/entries/003", "tile/entries/257.p/208", "checkpoint"}) {
    CAPTURE(path);
    StaticLog log = sound;
    log.files.erase(path);
    const TileLogReport report = check(log);
    REQUIRE(paths_of(report) == std::vector<std::string>{path});
    CHECK_THAT(report.faults[0].message, Catch::Contains("no such file"));
  }
  StaticLog log = sound;
  log.files.erase("tile/0/003");
  log.files.erase("tile/entries/003");
  log.files.at("tile/entries/005").at(5) ^= 1U;
  CHECK(paths_of(check(log)) == std::vector<std::string>{"tile/entries/003", "tile/0/003", "tile/entries/005"});
}

TEST_CASE("files that are too long or too short are named") {
  const StaticLog sound = static_log(large_log(), 700);
  for (const std::string path :
       {"tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/188"}) {
    CAPTURE(path);
    StaticLog log = sound;
    log.files[path].pop_back();
    CHECK(paths_of(check(log)) == std::vector<std::string>{path});
    log = sound;
    log.files[path].push_back(0);
    CHECK(paths_of(check(log)) == std::vector<std::string>{path});
    log = sound;
    log.files[path].clear();
    CHECK(paths_of(check(log)) == std::vector<std::string>{path});
  }
  StaticLog log = sound;
  append_to_bundle(log.files["tile/entries/002.p/188"], test::bytes_of("one more"));
  CHECK(paths_of(check(log)) == std::vector<std::string>{"tile/entries/002.p/188"});
}

TEST_CASE("a full file serves where the partial one is gone") {
  StaticLog log = static_log(large_log(), 700);
  const StaticLog later = static_log(large_log(), 66'000);
  log.files.erase("tile/0/002.p/188");
  log.files.erase("tile/entries/002.p/188");
  log.files.erase("tile/1/000.p/2");
  for (const std::string path : {"tile/0/002", "tile/entries/002", "tile/1/000"})
    log.files[path] = later.files.at(path);
  CHECK(paths_of(check(log)).empty());
  log.files["tile/1/000"].at(0) ^= 1U;
  CHECK(paths_of(check(log)) == std::vector<std::string>{"tile/1/000"});
}

TEST_CASE("entry and tile changed together are caught by the tile above and the root") {
  const MemoryLog& log = large_log();
  StaticLog files = static_log(log, 700);
  files.files["tile/entries/000"].at(2) ^= 1U;
  const auto entries = split_bundle(files.files["tile/entries/000"]);
  const Hash changed = leaf_hash(entries->front());
  std::copy(changed.bytes.begin(), changed.bytes.end(), files.files["tile/0/000"].begin());
  CHECK(paths_of(check(files)) == std::vector<std::string>{"tile/1/000.p/2", "checkpoint"});
}

TEST_CASE("a bundle and its tile that are both damaged are both named") {
  StaticLog log = static_log(large_log(), 66'000);
  log.files["tile/entries/003"].at(2) ^= 1U;
  log.files["tile/0/003"].at(7 * Hash::size()) ^= 1U;
  const TileLogReport report = check(log);
  std::vector<std::pair<std::string, std::uint64_t>> named;
  for (std::size_t i = 0; i < 4; ++i) named.emplace_back(report.faults.at(i).path, report.faults[i].sequence->value);
  CHECK(named == std::vector<std::pair<std::string, std::uint64_t>>{
                     {"tile/entries/003", 768}, {"tile/entries/003", 775}, {"tile/0/003", 768}, {"tile/0/003", 775}});
}

TEST_CASE("a whole other tree under the same checkpoint does not hold") {
  const MemoryLog& log = large_log();
  StaticLog files = static_log(log, 700);
  const std::string note = test::test_checkpoint(TreeSize{700}, log.leaves[0]);
  files.files["checkpoint"] = Buffer(note.begin(), note.end());
  CHECK(paths_of(check(files)) == std::vector<std::string>{"checkpoint"});
}

TEST_CASE("the origin is the key's name unless another is given") {
  const MemoryLog log(3);
  StaticLog files = static_log(log, 3);
  TileLogOptions options;
  options.origin = "log.example/other";
  CHECK(paths_of(check(files, options)) == std::vector<std::string>{"checkpoint"});
  const std::string note = sign_note(checkpoint_text({"log.example/other", TreeSize{3}, log.tree.root()}),
                                     test::test_origin, test::test_log_key());
  files.files["checkpoint"] = Buffer(note.begin(), note.end());
  CHECK(paths_of(check(files)) == std::vector<std::string>{"checkpoint"});
  CHECK(paths_of(check(files, options)).empty());
}

TEST_CASE("checking ends at the most faults, and says how far it is") {
  StaticLog log = static_log(large_log(), 66'000);
  log.files = {{"checkpoint", log.files.at("checkpoint")}};
  TileLogOptions options;
  options.most_faults = 10;
  std::uint64_t last = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    CHECK(done > last);
    CHECK(total == 66'000);
    last = done;
  };
  CHECK(check(log, options).faults.size() == 10);
  CHECK(last == 5 * 256);
}

TEST_CASE("writing ends with the failure of whoever reads or stores") {
  const MemoryLog log(700);
  StaticLog files;
  const Error failure{ErrorCode::disk_full, "tile/1/000.p/2", "full"};
  const LogFileSink full_sink = [&](const std::string& path, Bytes) -> Status {
    if (path == failure.place) return failure;
    return done();
  };
  const auto write = [&](const TileReader& tiles, const EntryReader& entries, const LogFileSink& sink) {
    return write_tile_log(TreeSize{700}, "note\n", tiles, entries, sink);
  };
  CHECK(write(log.reader(), test::test_entries(), full_sink).error()->code == ErrorCode::disk_full);
  const EntryReader too_few = [](Sequence, std::size_t, const std::function<void(Bytes)>& take) -> Status {
    take(Bytes());
    return done();
  };
  CHECK(write(log.reader(), too_few, files.sink()).error()->place == "tile/entries/000");
  const TileReader short_tiles = [](TileId, std::size_t) -> Result<std::vector<Hash>> { return std::vector<Hash>(1); };
  CHECK(write(short_tiles, test::test_entries(), files.sink()).error()->place == "tile/0/000");
  CHECK_FALSE(files.files.contains("checkpoint"));
}

}  // namespace shiji::ledger
