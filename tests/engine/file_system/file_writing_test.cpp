#include "store/file_writing.h"

#include "disk_fixture.h"
#include "seed.h"
#include "store/rocksdb_status.h"

#include <catch2/catch.hpp>

#include <set>
#include <sys/stat.h>

using namespace shiji;
using ledger::ErrorCode;
using tests::buffer_of;
using tests::DiskFixture;
using tests::text_of;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("A file written atomically survives a crash whole") {
  const DiskFixture disk;
  const std::string path = disk.directory / "document";
  REQUIRE(engine::write_file_atomically(*disk.files, path, buffer_of("content")));
  disk.crash_and_restart();
  CHECK(text_of(*engine::read_file(*disk.files, path)) == "content");
}

TEST_CASE("Wherever the power goes, an atomic write leaves the old file or the new one") {
  std::set<std::string> seen;
  for (std::uint64_t operation = 0; operation < 8; ++operation) {
    for (std::uint64_t torn = 0; torn < 8; ++torn) {
      const DiskFixture disk;
      const std::string path = disk.directory / "document";
      REQUIRE(engine::write_file_atomically(*disk.files, path, buffer_of("old content")));
      disk.faulty->disk().crash_at(operation, tests::test_seed() + torn);
      const bool written = engine::write_file_atomically(*disk.files, path, buffer_of("new content")).ok();
      disk.crash_and_restart();
      const std::string left = text_of(*engine::read_file(*disk.files, path));
      CHECK((left == "new content" || (!written && left == "old content")));
      seen.insert(left);
    }
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("A secret file and directory are their owner's alone") {
  const DiskFixture disk;
  REQUIRE(engine::make_directory(*disk.files, disk.directory / "keys", engine::FileMode::secret));
  const std::string path = disk.directory / "keys/epoch";
  REQUIRE(engine::write_file_atomically(*disk.files, path, buffer_of("secret"), engine::FileMode::secret));
  CHECK(mode_of(disk.directory / "keys") == 0700U);
  CHECK(mode_of(path) == 0600U);
}

TEST_CASE("Reading a file that is absent says not_found and names it") {
  const DiskFixture disk;
  const auto bytes = engine::read_file(*disk.files, disk.directory / "absent");
  REQUIRE(bytes.error() != nullptr);
  CHECK(bytes.error()->code == ErrorCode::not_found);
  CHECK(bytes.error()->place == disk.directory / "absent");
  CHECK_FALSE(*engine::exists(*disk.files, disk.directory / "absent"));
}

TEST_CASE("A full disk refuses an atomic write and leaves no piece of it") {
  const DiskFixture disk;
  const std::string path = disk.directory / "document";
  REQUIRE(engine::write_file_atomically(*disk.files, path, buffer_of("old")));
  disk.faulty->disk().fill_after(5);
  const auto written = engine::write_file_atomically(*disk.files, path, buffer_of("longer than five"));
  REQUIRE(written.error() != nullptr);
  CHECK(written.error()->code == ErrorCode::disk_full);
  CHECK(text_of(*engine::read_file(*disk.files, path)) == "old");
  CHECK(*engine::list(*disk.files, disk.directory.path()) == std::vector<std::string>{"document"});
}

TEST_CASE("A read-only disk refuses an atomic write") {
  const DiskFixture disk;
  disk.faulty->disk().make_read_only(true);
  const auto written = engine::write_file_atomically(*disk.files, disk.directory / "document", buffer_of("x"));
  REQUIRE(written.error() != nullptr);
  CHECK(written.error()->code == ErrorCode::read_only);
  CHECK(engine::list(*disk.files, disk.directory.path())->empty());
}

TEST_CASE("A failing sync fails an atomic write") {
  const DiskFixture disk;
  disk.faulty->disk().fail_syncs(true);
  const auto written = engine::write_file_atomically(*disk.files, disk.directory / "document", buffer_of("x"));
  REQUIRE(written.error() != nullptr);
  CHECK(written.error()->code == ErrorCode::io);
}

TEST_CASE("A slot file is made of zeros and keeps what was synced") {
  const DiskFixture disk;
  const std::string path = disk.directory / "HEAD";
  {
    auto slots = engine::SlotFile::open(disk.files, path, 8);
    REQUIRE(slots);
    CHECK(*(*slots)->read(0, 8) == ledger::Buffer(8));
    REQUIRE((*slots)->write(0, buffer_of("aaaa")));
    REQUIRE((*slots)->sync());
    REQUIRE((*slots)->write(4, buffer_of("bbbb")));
    CHECK(text_of(*(*slots)->read(0, 8)) == "aaaabbbb");
    disk.faulty->disk().crash();
    CHECK_FALSE((*slots)->write(0, buffer_of("late")));
  }
  disk.faulty->disk().restart();
  auto slots = engine::SlotFile::open(disk.files, path, 8);
  REQUIRE(slots);
  CHECK(text_of(*(*slots)->read(0, 8)) == std::string("aaaa\0\0\0\0", 8));
}

TEST_CASE("A torn write of one slot leaves the other slot alone") {
  std::set<std::string> seen;
  for (std::uint64_t torn = 0; torn < 32; ++torn) {
    const DiskFixture disk;
    const std::string path = disk.directory / "HEAD";
    auto slots = engine::SlotFile::open(disk.files, path, 8);
    REQUIRE(slots);
    REQUIRE((*slots)->write(0, buffer_of("aaaa")));
    REQUIRE((*slots)->sync());
    REQUIRE((*slots)->write(4, buffer_of("bbbb")));
    disk.crash_and_restart(tests::test_seed() + torn);
    const std::string left = text_of(*engine::read_file(*disk.files, path));
    REQUIRE(left.size() == 8);
    CHECK(left.substr(0, 4) == "aaaa");
    seen.insert(left.substr(4));
  }
  CHECK(seen.size() > 1);
}

TEST_CASE("What RocksDB says becomes an error of ours") {
  using rocksdb::Status;
  struct Row {
    Status said;
    ErrorCode code;
  };
  const std::vector<Row> rows{
      {Status::NoSpace("x"), ErrorCode::disk_full},
      {Status::IOError("While appending", "No space left on device"), ErrorCode::disk_full},
      {Status::NotFound("x"), ErrorCode::not_found},
      {Status::PathNotFound("x"), ErrorCode::not_found},
      {Status::Corruption("x"), ErrorCode::corrupt},
      {Status::IOError("While open", "Read-only file system"), ErrorCode::read_only},
      {Status::IOError("While open", "Permission denied"), ErrorCode::read_only},
      {Status::IOError("While lock file: a/LOCK", "Resource temporarily unavailable"), ErrorCode::already_open},
      {Status::IOError("lock hold by current process, acquire time 1"), ErrorCode::already_open},
      {Status::IOError("Input/output error"), ErrorCode::io},
      {Status::Busy("x"), ErrorCode::io},
  };
  for (const Row& row : rows) {
    INFO(row.said.ToString());
    CHECK(engine::error_of(row.said, "place").code == row.code);
  }
}

TEST_CASE("The parent of a path is its directory") {
  CHECK(engine::parent_of("a/b/c") == "a/b");
  CHECK(engine::parent_of("a/b/") == "a");
  CHECK(engine::parent_of("c") == ".");
  CHECK(engine::parent_of("/c") == "/");
}
