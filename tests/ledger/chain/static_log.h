// The files of a log in a map, as a web server would hold them.
#pragma once

#include "chain/memory_log.h"
#include "shiji/ledger/chain/tile_log.h"

#include <map>
#include <string>

namespace shiji::ledger::test {

struct StaticLog {
  std::map<std::string, Buffer> files;

  LogFileReader reader() const {
    return [this](const std::string& path) -> Result<Buffer> {
      const auto file = files.find(path);
      if (file == files.end()) return Error{ErrorCode::not_found, path, "no such file"};
      return file->second;
    };
  }
  LogFileSink sink() {
    return [this](const std::string& path, Bytes bytes) -> Status {
      files[path] = Buffer(bytes.begin(), bytes.end());
      return done();
    };
  }
};

constexpr std::string_view test_origin = "log.example/ledger";

inline SecretKey test_log_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(3);
  return SecretKey::from_seed(seed);
}

inline VerifierKey test_verifier() { return verifier_key(test_origin, test_log_key().public_key()); }

inline std::string test_checkpoint(TreeSize size, const Hash& root) {
  return sign_note(checkpoint_text({std::string(test_origin), size, root}), test_origin, test_log_key());
}

inline EntryReader test_entries() {
  return [](Sequence first, std::size_t count, const std::function<void(Bytes)>& take) -> Status {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string entry = MemoryLog::entry(first.value + i);
      take(bytes_of(entry));
    }
    return done();
  };
}

/// The first `size` entries of `log` as files.
inline StaticLog static_log(const MemoryLog& log, std::uint64_t size) {
  StaticLog out;
  const Hash root = root_from_tiles(TreeSize{size}, log.reader()).value();
  const Status written =
      write_tile_log(TreeSize{size}, test_checkpoint(TreeSize{size}, root), log.reader(), test_entries(), out.sink());
  if (!written.ok()) out.files.clear();
  return out;
}

}  // namespace shiji::ledger::test
