#include "store/file_checksum.h"

#include "shiji/ledger/contract.h"

#include <xxhash.h>

namespace shiji::engine {

namespace {

constexpr const char* checksum_name = "shiji.XXH3-64";

class Xxh3Generator final : public rocksdb::FileChecksumGenerator {
 public:
  Xxh3Generator() : state_(XXH3_createState()) {
    SHIJI_ASSERT(state_ != nullptr && XXH3_64bits_reset(state_.get()) == XXH_OK, "there is memory for a hash state");
  }

  void Update(const char* data, std::size_t size) override { (void)XXH3_64bits_update(state_.get(), data, size); }

  void Finalize() override {
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits_digest(state_.get()));
    checksum_.assign(reinterpret_cast<const char*>(canonical.digest), sizeof(canonical.digest));
  }

  [[nodiscard]] std::string GetChecksum() const override { return checksum_; }
  [[nodiscard]] const char* Name() const override { return checksum_name; }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { (void)XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
  std::string checksum_;
};

class Xxh3Factory final : public rocksdb::FileChecksumGenFactory {
 public:
  std::unique_ptr<rocksdb::FileChecksumGenerator> CreateFileChecksumGenerator(
      const rocksdb::FileChecksumGenContext& context) override {
    const bool ours =
        context.requested_checksum_func_name.empty() || context.requested_checksum_func_name == checksum_name;
    return ours ? std::make_unique<Xxh3Generator>() : nullptr;
  }
  [[nodiscard]] const char* Name() const override { return "shiji.XXH3-64.factory"; }
};

}  // namespace

std::shared_ptr<rocksdb::FileChecksumGenFactory> xxh3_file_checksums() { return std::make_shared<Xxh3Factory>(); }

}  // namespace shiji::engine
