// A whole ledger led by the input, two bytes a choice: what to append, read, prove, close and open again. After each
// operation it must be what the reference says (tests/engine/model).
#include "engine/model/model_run.h"

#include <cstdlib>
#include <filesystem>

namespace {

class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] bool left() const { return at_ + 1 < size_; }
  std::uint64_t next() {
    if (!left()) return 0;
    const auto choice = data_[at_] | std::uint64_t{data_[at_ + 1]} << 8;
    at_ += 2;
    return choice;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

}  // namespace

// Every input makes a ledger of its own: in memory where there is such a directory.
extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*words*/) {
  std::error_code unknown;
  if (std::filesystem::is_directory("/dev/shm", unknown)) ::setenv("TMPDIR", "/dev/shm", 0);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int steps_max = 40;
  Choices choices(data, size);
  shiji::tests::ModelRun run(shiji::tests::ModelSize::small, [&choices] { return choices.next(); });
  for (int step = 0; step < steps_max && choices.left(); ++step) run.step();
  run.compare_all();
  return 0;
}
