// A faulty disk under a temporary directory, and single files on it.
#pragma once

#include "faulty_file_system.h"
#include "shiji/ledger/ids.h"
#include "store/file_system.h"
#include "temporary_directory.h"

#include <memory>
#include <string>

namespace shiji::tests {

struct DiskFixture {
  TemporaryDirectory directory;
  std::shared_ptr<FaultyFileSystem> faulty = std::make_shared<FaultyFileSystem>();
  std::shared_ptr<engine::FileSystem> files = engine::wrap_file_system(faulty);

  void crash_and_restart(std::optional<std::uint64_t> torn_seed = std::nullopt) const {
    faulty->disk().crash(torn_seed);
    faulty->disk().restart();
  }
};

inline ledger::Buffer buffer_of(const std::string& text) { return {text.begin(), text.end()}; }
inline std::string text_of(const ledger::Buffer& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace shiji::tests
