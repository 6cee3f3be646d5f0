// TestLedger: a ledger of its own for each test, spoken to in a small language.
//
//   TestLedger ledger;
//   ledger.open();
//   const auto receipt = ledger.append("s1", {school("2137000001"), teacher(1)});
//   CHECK(ledger.size() == before + 2);
//
// What it gives: a simulated clock at 2023-09-04, seeded entropy, a temporary directory, the real disk unless told
// otherwise. Threads: one.
#pragma once

#include "shiji/engine/access/key_file.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/engine/store/verification.h"
#include "temporary_directory.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shiji::tests {

/// A command still without submission: what a test wants to say.
struct Command {
  std::string stream;
  ledger::EventType type;
  ledger::Buffer payload;
  std::string actor = std::string(engine::administrator_actor);
  std::optional<ledger::Time> occurred_at = std::nullopt;
};

/// employment.SchoolOpened: the smallest command with a stream of its own.
[[nodiscard]] Command school(std::uint64_t number);
/// control.DocumentPart of a document made from its number: many events in one stream.
[[nodiscard]] Command document_part(std::uint64_t document, std::uint32_t part, std::uint32_t parts);

class TestLedger {
 public:
  explicit TestLedger(engine::Environment environment = {});
  ~TestLedger();

  /// init (once) and open.
  void open(engine::OwnerOptions wanted = {});
  void close();
  [[nodiscard]] engine::Owner& owner() { return *owner_; }
  [[nodiscard]] std::string directory() const { return directory_ / "ledger"; }
  [[nodiscard]] engine::SimulatedClock& clock() { return *clock_; }
  [[nodiscard]] const engine::Environment& environment() const { return environment_; }
  [[nodiscard]] engine::OwnerOptions options(engine::OwnerOptions options = {}) const;

  /// Bytes signed by the administrator.
  [[nodiscard]] engine::Submission submission(const std::string& id, const std::vector<Command>& commands) const;
  [[nodiscard]] static engine::Submission submission(const std::string& id, const std::vector<Command>& commands,
                                                     const ledger::SecretKey& key);
  [[nodiscard]] ledger::Result<engine::Receipt> append(const std::string& id, const std::vector<Command>& commands);
  [[nodiscard]] ledger::Result<engine::Receipt> append_json(const std::string& id, const std::string& text);
  [[nodiscard]] std::uint64_t size() const { return owner_->head()->tree_size.value; }

  /// Closes first when open.
  [[nodiscard]] engine::VerificationReport verify();

 private:
  TemporaryDirectory directory_;
  std::shared_ptr<engine::SimulatedClock> clock_;
  engine::Environment environment_;
  std::unique_ptr<engine::Owner> owner_;
};

/// "refused wrong_expected_version" / "error disk_full" / "ok": what a test compares.
[[nodiscard]] std::string outcome_of(const ledger::Failure& failure);
template <typename T>
[[nodiscard]] std::string outcome_of(const ledger::Result<T>& result) {
  return result.ok() ? "ok" : outcome_of(result.failure());
}

}  // namespace shiji::tests
