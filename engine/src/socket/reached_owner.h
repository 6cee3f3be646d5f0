// ReachedOwner: a ledger within reach, whoever holds it. What is promised stands in shiji/engine/owner/reach.h.
//
// What: passes every call on to the owner it has; when that one went away, reaches the ledger again and asks again.
// A feed goes on behind the last event that was visited. Threads: any thread.
#pragma once

#include "socket/reaching.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace shiji::engine {

class ReachedOwner final : public Owner {
 public:
  ReachedOwner(std::string directory, ReachOptions options, std::shared_ptr<Reached> reached)
      : directory_(std::move(directory)),
        options_(std::move(options)),
        origin_(reached->owner->origin()),
        reached_(std::move(reached)) {}

  [[nodiscard]] ledger::Result<Receipt> append(Submission submission) override;
  void append_async(Submission submission, std::function<void(ledger::Result<Receipt>)> answer) override;
  [[nodiscard]] ledger::Result<Receipt> append_json(JsonSubmission submission) override;
  [[nodiscard]] ledger::Result<Submission> prepare(const JsonSubmission& submission) override;
  [[nodiscard]] ledger::Result<Head> head() const override;
  [[nodiscard]] ledger::Status feed(ledger::Sequence from, std::optional<ledger::TreeSize> end,
                                    const EventVisitor& visit) const override;
  [[nodiscard]] ledger::Status follow(ledger::Sequence from, const EventVisitor& visit,
                                      const HeadVisitor& at_head) const override;
  [[nodiscard]] ledger::Status read_stream(std::string_view stream, ledger::Version from,
                                           const EventVisitor& visit) const override;
  [[nodiscard]] ledger::Status search(const ledger::EventFilter& filter, const EventVisitor& visit) const override;
  [[nodiscard]] ledger::Result<SignedCheckpoint> checkpoint() override;
  [[nodiscard]] ledger::Result<SignedCheckpoint> last_checkpoint() const override;
  [[nodiscard]] ledger::Result<std::string> prove(ledger::Sequence sequence) override;
  [[nodiscard]] ledger::Result<std::string> prove_stream(std::string_view stream,
                                                         std::optional<ledger::Version> through) override;
  [[nodiscard]] ledger::Result<std::string> prove_record(ledger::Sequence sequence, std::uint64_t record) override;
  [[nodiscard]] ledger::Result<StreamHeadsRecord> record_stream_heads() override;
  [[nodiscard]] ledger::Result<std::vector<ledger::Hash>> tile(std::uint32_t level, std::uint64_t index,
                                                               std::uint32_t width) const override;
  [[nodiscard]] ledger::Result<SealedValue> seal_field(ledger::EventType type, std::string_view field,
                                                       const ledger::Subject& subject,
                                                       std::string_view plaintext) override;
  [[nodiscard]] ledger::Result<std::string> open_sealed(ledger::EventType type, std::string_view field,
                                                        const ledger::Sealed& sealed) const override;
  [[nodiscard]] ledger::Result<std::string> store_snapshot() override;
  [[nodiscard]] ledger::Result<LedgerStatus> status() const override;
  [[nodiscard]] const std::string& directory() const override { return directory_; }
  [[nodiscard]] const std::string& origin() const override { return origin_; }

 private:
  [[nodiscard]] std::shared_ptr<Reached> current() const;
  template <typename Call>
  auto asked(const Call& call) const;
  /// Somebody else than `lost`.
  [[nodiscard]] ledger::Status reach_again(const std::shared_ptr<Reached>& lost) const;
  /// Waits for the owner to come back; false: `go_on` said no.
  [[nodiscard]] ledger::Result<bool> wait_for_owner(const std::function<bool()>& go_on) const;
  [[nodiscard]] ledger::Status put_in_place(ledger::Result<std::shared_ptr<Reached>> found) const;

  std::string directory_;
  ReachOptions options_;
  std::string origin_;
  mutable std::mutex reaching_;  // one reaches, the others wait for it
  mutable std::mutex mutex_;
  mutable std::shared_ptr<Reached> reached_;
};

}  // namespace shiji::engine
