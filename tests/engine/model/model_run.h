// ModelRun: one ledger and its reference, led through operations that something chooses and compared after each.
//
// What: every operation is done to both; what the engine answers, its head, and what it hands out must be what the
// reference says, byte by byte. Threads: one.
#pragma once

#include "reference_ledger.h"
#include "shiji/ledger/chain/note.h"
#include "test_ledger.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shiji::tests {

/// Small: many operations of all kinds. Large: big submissions and no closing, so that the index is written out while
/// the next submissions are taken.
enum class ModelSize { small, large };

class ModelRun {
 public:
  /// `choices` says what is done: any numbers.
  using Choices = std::function<std::uint64_t()>;
  ModelRun(ModelSize model_size, Choices choices);

  /// One random operation, then the heads are compared.
  void step();
  /// Every event, every stream, and the chain as `verify` sees it. The ledger is open again afterwards.
  void compare_all();
  [[nodiscard]] std::uint64_t size() const { return reference_.events().size(); }
  /// How often operations ended how: "append ok" 17.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& outcomes() const { return outcomes_; }

 private:
  // -- What is sent.
  [[nodiscard]] std::vector<Command> some_commands();
  [[nodiscard]] Command next_part();
  [[nodiscard]] std::string some_stream();  ///< now and then one that does not exist
  [[nodiscard]] engine::Submission some_submission();
  [[nodiscard]] engine::Submission good_submission();
  [[nodiscard]] engine::Submission with_school_twice();
  [[nodiscard]] engine::Submission with_part_out_of_order();
  [[nodiscard]] engine::Submission with_expected_versions();
  [[nodiscard]] engine::Submission repeated();
  [[nodiscard]] engine::Submission under_taken_id();
  [[nodiscard]] engine::Submission signed_under(const std::string& id, const std::vector<Command>& commands);

  // -- The operations.
  void append_one();
  void append_burst();
  void reopen();
  void take_checkpoint();
  void read_stream();
  void feed();
  void prove();
  void read_tile();
  void pass_time();

  void compare_answer(const ledger::Result<engine::Receipt>& receipt, const ReferenceAnswer& answer);
  void compare_heads();
  void compare_feed(std::uint64_t from, std::optional<ledger::TreeSize> end);
  void compare_stream(const std::string& stream, std::uint64_t from);
  [[nodiscard]] std::uint64_t below(std::uint64_t end) { return choices_() % end; }

  ModelSize model_size_;
  Choices choices_;
  engine::OwnerOptions options_;
  TestLedger ledger_;
  std::optional<ledger::SecretKey> key_;
  std::optional<ledger::VerifierKey> verifier_;
  ReferenceLedger reference_;
  ledger::Time now_;
  std::vector<engine::Submission> sent_;
  std::map<std::string, std::uint64_t> outcomes_;
  std::string operation_;
  std::uint64_t next_id_ = 0;
  std::uint64_t next_school_ = 0;
  std::uint64_t document_ = 0;
  std::uint32_t part_ = 0;
  std::uint32_t parts_ = 0;
};

}  // namespace shiji::tests
