// A ledger whose files a test changes.
#pragma once

#include "opened_database.h"
#include "store/bucket_index.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace shiji::tests {

/// A ledger of 700 events and more in 12 commits, with a checkpoint, closed.
class TamperedLedger {
 public:
  TamperedLedger() {
    ledger_.open();
    std::uint64_t number = 1;
    for (int i = 0; i < 12; ++i) {
      std::vector<Command> commands;
      commands.reserve(60);
      for (int n = 0; n < 60; ++n) commands.push_back(school(number++));
      REQUIRE(ledger_.append("s" + std::to_string(i), commands).ok());
    }
    REQUIRE(ledger_.owner().record_stream_heads().ok());
    REQUIRE(ledger_.owner().checkpoint().ok());
    ledger_.close();
  }

  [[nodiscard]] OpenedDatabase chain() { return {ledger_.directory() + "/chain", ledger_.environment()}; }
  [[nodiscard]] OpenedDatabase index() { return {ledger_.directory() + "/index", ledger_.environment()}; }
  [[nodiscard]] engine::VerificationReport verify() { return ledger_.verify(); }
  [[nodiscard]] std::string directory() const { return ledger_.directory(); }
  [[nodiscard]] TestLedger& ledger() { return ledger_; }

 private:
  TestLedger ledger_;
};

/// Keys of the index: a family, the stream's bucket, its name.
inline std::string key_of_stream(char family, std::uint64_t number) {
  const auto stream = school(number).stream;
  return std::string(1, family) + engine::bucket_bytes(ledger::bucket_of_stream(stream)) + stream;
}
inline std::string hash_key_of_stream(std::uint64_t number) { return "k" + key_of_stream('k', number).substr(1, 2); }

}  // namespace shiji::tests
