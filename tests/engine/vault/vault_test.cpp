#include "shiji/engine/vault/vault.h"

#include "faulty_file_system.h"
#include "seed.h"
#include "store/file_system.h"
#include "store/file_writing.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>
#include <rocksdb/db.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sys/stat.h>
#include <thread>

using namespace shiji;
using engine::Vault;
using ledger::ErrorCode;
using ledger::Subject;

namespace {

struct VaultFixture {
  tests::TemporaryDirectory directory;
  std::shared_ptr<tests::FaultyFileSystem> faulty = std::make_shared<tests::FaultyFileSystem>();
  std::string database = directory / "vault", key_file = directory / "epoch.key";
  std::uint64_t entropy_seed = 1;

  /// Each with entropy of its own: a key made anew differs from the first one.
  [[nodiscard]] engine::Environment environment() {
    auto environment = engine::system_environment();
    environment.entropy = engine::seeded_entropy(entropy_seed++);
    environment.file_system = engine::wrap_file_system(faulty);
    return environment;
  }
  [[nodiscard]] std::unique_ptr<Vault> create() {
    auto vault = Vault::create(database, key_file, environment());
    REQUIRE(vault);
    return *std::move(vault);
  }
  [[nodiscard]] ledger::Result<std::unique_ptr<Vault>> try_open(bool read_only = false) {
    return Vault::open(database, key_file, environment(), read_only);
  }
  [[nodiscard]] std::unique_ptr<Vault> open(bool read_only = false) {
    auto vault = try_open(read_only);
    REQUIRE(vault);
    return *std::move(vault);
  }
};

Subject subject(std::uint32_t number) {
  Subject subject;
  for (std::size_t i = 0; i < 4; ++i) subject.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  subject.bytes[15] = 0xff;
  return subject;
}

ledger::Buffer bytes_of(const ledger::SubjectKey& key) { return {key.bytes().begin(), key.bytes().end()}; }

struct Made {
  ledger::Buffer key;
  bool created;
};

Made seal_with(Vault& vault, const Subject& whose) {
  auto key = vault.key_for_sealing(whose);
  REQUIRE(key);
  CHECK(key->key_version == 1);
  return {bytes_of(key->key), key->created};
}

template <typename T>
ErrorCode code_of(const ledger::Result<T>& result) {
  REQUIRE(result.error() != nullptr);
  INFO(result.error()->detail);
  CHECK_FALSE(result.error()->place.empty());
  return result.error()->code;
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void flip_byte(const std::string& path, std::size_t position) {
  std::string content = content_of(path);
  content.at(position) = static_cast<char>(content.at(position) ^ 1);
  std::ofstream(path, std::ios::binary) << content;
}

bool holds(const std::string& directory, const ledger::Buffer& bytes) {
  const std::string wanted(bytes.begin(), bytes.end());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() && content_of(entry.path()).find(wanted) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("A subject's key is made once and stays the same") {
  VaultFixture fixture;
  auto vault = fixture.create();
  const Made first = seal_with(*vault, subject(1));
  CHECK(first.created);
  const Made again = seal_with(*vault, subject(1));
  CHECK_FALSE(again.created);
  CHECK(again.key == first.key);
  REQUIRE(vault->sync());
  CHECK(seal_with(*vault, subject(1)).key == first.key);
  CHECK(bytes_of(*vault->key_for_opening(subject(1), 1)) == first.key);
}

TEST_CASE("Two subjects have different keys") {
  VaultFixture fixture;
  auto vault = fixture.create();
  std::set<ledger::Buffer> keys;
  for (std::uint32_t i = 0; i < 100; ++i) keys.insert(seal_with(*vault, subject(i)).key);
  CHECK(keys.size() == 100);
}

TEST_CASE("A synced key survives a crash, and a key that was not synced is made anew") {
  VaultFixture fixture;
  auto vault = fixture.create();
  const Made synced = seal_with(*vault, subject(1));
  REQUIRE(vault->sync());
  const Made unsynced = seal_with(*vault, subject(2));
  fixture.faulty->disk().crash();
  vault.reset();
  fixture.faulty->disk().restart();

  vault = fixture.open();
  const Made kept = seal_with(*vault, subject(1));
  CHECK_FALSE(kept.created);
  CHECK(kept.key == synced.key);
  CHECK(code_of(vault->key_for_opening(subject(2), 1)) == ErrorCode::key_missing);
  const Made anew = seal_with(*vault, subject(2));
  CHECK(anew.created);
  CHECK(anew.key != unsynced.key);
}

TEST_CASE("Wherever the power goes, every key that sync confirmed is there") {
  const std::uint64_t seed = tests::test_seed();
  for (std::uint64_t operation = 0; operation < 12; ++operation) {
    VaultFixture fixture;
    auto vault = fixture.create();
    fixture.faulty->disk().crash_at(operation, seed + operation);
    std::vector<ledger::Buffer> confirmed;
    for (std::uint32_t i = 0; i < 8; ++i) {
      const Made made = seal_with(*vault, subject(i));
      if (!vault->sync()) break;
      confirmed.push_back(made.key);
    }
    fixture.faulty->disk().crash();
    vault.reset();
    fixture.faulty->disk().restart();
    vault = fixture.open();
    for (std::uint32_t i = 0; i < confirmed.size(); ++i) CHECK(seal_with(*vault, subject(i)).key == confirmed[i]);
  }
}

TEST_CASE("Many keys are written in one synced batch, and nothing is written when there is nothing new") {
  VaultFixture fixture;
  auto vault = fixture.create();
  for (std::uint32_t i = 0; i < 1'000; ++i) (void)seal_with(*vault, subject(i));
  const auto before = fixture.faulty->disk().syncs("/vault/");
  REQUIRE(vault->sync());
  CHECK(fixture.faulty->disk().syncs("/vault/") == before + 1);
  REQUIRE(vault->sync());
  CHECK(fixture.faulty->disk().syncs("/vault/") == before + 1);
}

TEST_CASE("A key comes back from disk when the cache has forgotten it") {
  VaultFixture fixture;
  ledger::Buffer first;
  {
    auto vault = fixture.create();
    first = seal_with(*vault, subject(0)).key;
    for (std::uint32_t i = 1; i < 70'000; ++i) REQUIRE(vault->key_for_sealing(subject(i)));
    REQUIRE(vault->sync());
    CHECK(seal_with(*vault, subject(0)).key == first);
  }
  CHECK(bytes_of(*fixture.open()->key_for_opening(subject(0), 1)) == first);
}

TEST_CASE("A key that never was is missing") {
  VaultFixture fixture;
  auto vault = fixture.create();
  (void)seal_with(*vault, subject(1));
  CHECK(code_of(vault->key_for_opening(subject(2), 1)) == ErrorCode::key_missing);
  CHECK(code_of(vault->key_for_opening(subject(1), 2)) == ErrorCode::key_missing);
}

TEST_CASE("Without its epoch key a vault does not open") {
  VaultFixture fixture;
  (void)fixture.create();
  SECTION("absent") {
    std::filesystem::remove(fixture.key_file);
    CHECK(code_of(fixture.try_open()) == ErrorCode::key_missing);
  }
  SECTION("another vault's") {
    VaultFixture other;
    other.entropy_seed = 99;
    (void)other.create();
    std::filesystem::copy_file(other.key_file, fixture.key_file, std::filesystem::copy_options::overwrite_existing);
    CHECK(code_of(fixture.try_open()) == ErrorCode::key_missing);
  }
  SECTION("cut short") {
    std::filesystem::resize_file(fixture.key_file, 40);
    CHECK(code_of(fixture.try_open()) == ErrorCode::key_missing);
  }
  SECTION("empty") {
    std::filesystem::resize_file(fixture.key_file, 0);
    CHECK(code_of(fixture.try_open()) == ErrorCode::key_missing);
  }
}

TEST_CASE("One flipped bit anywhere in the epoch key file is noticed") {
  VaultFixture fixture;
  (void)fixture.create();
  const std::size_t size = std::filesystem::file_size(fixture.key_file);
  for (std::size_t position = 0; position < size; ++position) {
    flip_byte(fixture.key_file, position);
    CHECK(code_of(fixture.try_open()) == ErrorCode::key_missing);
    flip_byte(fixture.key_file, position);
  }
  CHECK(fixture.try_open());
}

TEST_CASE("The epoch key file and the vault are closed to others") {
  VaultFixture fixture;
  (void)fixture.create();
  struct stat status {};
  REQUIRE(::stat(fixture.key_file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  REQUIRE(::stat(fixture.database.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
}

TEST_CASE("A vault is never made over another one") {
  VaultFixture fixture;
  (void)fixture.create();
  const std::string key = content_of(fixture.key_file);
  CHECK(code_of(Vault::create(fixture.database, fixture.key_file, fixture.environment())) == ErrorCode::already_exists);
  CHECK(code_of(Vault::create(fixture.database, fixture.directory / "other.key", fixture.environment())) ==
        ErrorCode::already_exists);
  CHECK(content_of(fixture.key_file) == key);
  CHECK(fixture.try_open());
}

TEST_CASE("A vault that is not there is not_found, and one that is open is already_open") {
  VaultFixture fixture;
  auto vault = fixture.create();
  CHECK(code_of(fixture.try_open()) == ErrorCode::already_open);
  CHECK(code_of(Vault::open(fixture.directory / "absent", fixture.key_file, fixture.environment(), false)) ==
        ErrorCode::not_found);
}

TEST_CASE("A read-only disk opens read-only, gives the keys it has and makes none") {
  VaultFixture fixture;
  auto vault = fixture.create();
  const Made made = seal_with(*vault, subject(1));
  REQUIRE(vault->sync());
  vault.reset();
  fixture.faulty->disk().make_read_only(true);
  CHECK(code_of(fixture.try_open()) == ErrorCode::read_only);
  vault = fixture.open(true);
  CHECK(seal_with(*vault, subject(1)).key == made.key);
  CHECK(code_of(vault->key_for_sealing(subject(2))) == ErrorCode::read_only);
  CHECK(vault->sync());
}

TEST_CASE("A read-only disk makes no vault") {
  VaultFixture fixture;
  fixture.faulty->disk().make_read_only(true);
  CHECK(code_of(Vault::create(fixture.database, fixture.key_file, fixture.environment())) == ErrorCode::read_only);
  CHECK(std::filesystem::is_empty(fixture.directory.path()));
}

TEST_CASE("A full disk refuses new keys, keeps the old ones and leaves none half written") {
  VaultFixture fixture;
  auto vault = fixture.create();
  const Made before = seal_with(*vault, subject(1));
  REQUIRE(vault->sync());
  for (std::uint32_t i = 2; i < 200; ++i) (void)seal_with(*vault, subject(i));
  fixture.faulty->disk().fill_after(1'000);
  CHECK(code_of(vault->sync()) == ErrorCode::disk_full);
  CHECK(code_of(vault->sync()) == ErrorCode::stopped);
  vault.reset();
  fixture.faulty->disk().fill_after(std::nullopt);

  vault = fixture.open();
  CHECK(seal_with(*vault, subject(1)).key == before.key);
  for (std::uint32_t i = 2; i < 200; ++i) CHECK(seal_with(*vault, subject(i)).created);
  REQUIRE(vault->sync());
}

TEST_CASE("A failed sync of the disk fails the vault's sync") {
  VaultFixture fixture;
  auto vault = fixture.create();
  (void)seal_with(*vault, subject(1));
  fixture.faulty->disk().fail_syncs(true);
  CHECK(code_of(vault->sync()) == ErrorCode::io);
  fixture.faulty->disk().fail_syncs(false);
  CHECK(code_of(vault->sync()) == ErrorCode::stopped);
}

TEST_CASE("No key stands in the vault unwrapped") {
  VaultFixture fixture;
  std::vector<ledger::Buffer> keys;
  {
    auto vault = fixture.create();
    for (std::uint32_t i = 0; i < 50; ++i) keys.push_back(seal_with(*vault, subject(i)).key);
    REQUIRE(vault->sync());
  }
  (void)fixture.open();  // what was in the log is in tables now
  for (const ledger::Buffer& key : keys) CHECK_FALSE(holds(fixture.database, key));
  const Subject whose = subject(7);
  CHECK(holds(fixture.database, {whose.bytes.begin(), whose.bytes.end()}));  // the search itself works
  const std::string key_file = content_of(fixture.key_file);
  const ledger::Buffer epoch_key(key_file.begin() + 19, key_file.begin() + 19 + 32);
  CHECK_FALSE(holds(fixture.database, epoch_key));
}

TEST_CASE("A wrapped key that was swapped with another subject's does not open") {
  VaultFixture fixture;
  {
    auto vault = fixture.create();
    (void)seal_with(*vault, subject(1));
    (void)seal_with(*vault, subject(2));
    REQUIRE(vault->sync());
  }
  {
    rocksdb::DB* opened = nullptr;
    REQUIRE(rocksdb::DB::Open(rocksdb::Options(), fixture.database, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    const auto key_of = [](std::uint32_t number) {
      const Subject whose = subject(number);
      return std::string(whose.bytes.begin(), whose.bytes.end()) + std::string("\0\0\0\1", 4);
    };
    std::string other;
    REQUIRE(database->Get(rocksdb::ReadOptions(), key_of(2), &other).ok());
    REQUIRE(database->Put(rocksdb::WriteOptions(), key_of(1), other).ok());
  }
  auto vault = fixture.open();
  CHECK(code_of(vault->key_for_opening(subject(1), 1)) == ErrorCode::corrupt);
  CHECK(code_of(vault->key_for_sealing(subject(1))) == ErrorCode::corrupt);
  CHECK(vault->key_for_opening(subject(2), 1));
}

TEST_CASE("Threads that ask for the same subject get the same key, while others sync") {
  VaultFixture fixture;
  auto vault = fixture.create();
  constexpr std::uint32_t subjects = 500;
  std::vector<std::vector<ledger::Buffer>> seen(4);
  std::vector<std::thread> threads;
  threads.reserve(seen.size());
  for (auto& keys : seen) {
    threads.emplace_back([&keys, &vault] {
      for (std::uint32_t i = 0; i < subjects; ++i) {
        auto key = vault->key_for_sealing(subject(i));
        keys.push_back(key ? bytes_of(key->key) : ledger::Buffer());
        if (i % 50 == 0 && !vault->sync()) keys.clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  REQUIRE(vault->sync());
  REQUIRE(seen[0].size() == subjects);
  for (const auto& keys : seen) CHECK(keys == seen[0]);
  vault.reset();
  vault = fixture.open();
  for (std::uint32_t i = 0; i < subjects; ++i) CHECK(seal_with(*vault, subject(i)).key == seen[0][i]);
}
