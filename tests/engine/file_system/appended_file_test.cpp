// A file of lines on a disk that tears: what stands in front of a torn line stays, and what comes behind it is whole.
#include "store/appended_file.h"

#include "disk_fixture.h"
#include "seed.h"
#include "store/file_writing.h"

#include <catch2/catch.hpp>

using namespace shiji;
using tests::buffer_of;
using tests::DiskFixture;
using tests::text_of;

namespace {

void append(const DiskFixture& disk, const std::string& path, std::initializer_list<std::string_view> lines) {
  const auto file = engine::AppendedFile::open(*disk.files, path);
  REQUIRE(file.ok());
  for (const auto line : lines) REQUIRE((*file)->append(line).ok());
}

}  // namespace

TEST_CASE("Lines are seen as soon as they are appended, and counted when the file is opened again") {
  const DiskFixture disk;
  const std::string path = disk.directory / "log";
  const auto file = engine::AppendedFile::open(*disk.files, path);
  REQUIRE(file.ok());
  CHECK((*file)->bytes() == 0);
  REQUIRE((*file)->append("one").ok());
  CHECK(text_of(*engine::read_file(*disk.files, path)) == "one\n");
  append(disk, path, {"two"});
  CHECK(text_of(*engine::read_file(*disk.files, path)) == "one\ntwo\n");
  CHECK((*engine::AppendedFile::open(*disk.files, path))->bytes() == 8);
}

TEST_CASE("A line that was torn is closed off before the next one") {
  const DiskFixture disk;
  const std::string path = disk.directory / "log";
  REQUIRE(engine::write_file_atomically(*disk.files, path, buffer_of("one\ntw")));
  const auto file = engine::AppendedFile::open(*disk.files, path);
  REQUIRE(file.ok());
  REQUIRE((*file)->append("three").ok());
  CHECK(text_of(*engine::read_file(*disk.files, path)) == "one\ntw\nthree\n");
  CHECK((*file)->bytes() == 13);
}

TEST_CASE("A disk that runs full refuses a line, and takes lines again when there is room") {
  const DiskFixture disk;
  const std::string path = disk.directory / "log";
  append(disk, path, {"one"});
  disk.faulty->disk().fill_after(2);
  const auto file = engine::AppendedFile::open(*disk.files, path);
  if (file) CHECK_FALSE((*file)->append("a line longer than what is left").ok());
  disk.faulty->disk().fill_after(std::nullopt);
  append(disk, path, {"three"});
  const auto text = text_of(*engine::read_file(*disk.files, path));
  CHECK(text.starts_with("one\n"));
  CHECK(text.ends_with("\nthree\n"));
}
