// LedgerOwner: the Owner over an opened LedgerCore. What each method promises stands in shiji/engine/owner/owner.h.
#pragma once

#include "owner/refusal_log.h"
#include "owner/stream_heads_keeper.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/events/stream_proof.h"

#include <mutex>
#include <vector>

namespace shiji::engine {

class LedgerOwner final : public Owner {
 public:
  explicit LedgerOwner(std::unique_ptr<LedgerCore> core);
  LedgerOwner(const LedgerOwner&) = delete;
  LedgerOwner& operator=(const LedgerOwner&) = delete;
  ~LedgerOwner() override;

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
  [[nodiscard]] ledger::Result<StreamHeadsRecord> record_stream_heads() override { return heads_.record(); }
  [[nodiscard]] ledger::Result<std::vector<ledger::Hash>> tile(std::uint32_t level, std::uint64_t index,
                                                               std::uint32_t width) const override;

  [[nodiscard]] ledger::Result<SealedValue> seal_field(ledger::EventType type, std::string_view field,
                                                       const ledger::Subject& subject,
                                                       std::string_view plaintext) override;
  [[nodiscard]] ledger::Result<std::string> open_sealed(ledger::EventType type, std::string_view field,
                                                        const ledger::Sealed& sealed) const override;
  [[nodiscard]] ledger::Result<std::string> store_snapshot() override;
  [[nodiscard]] ledger::Result<LedgerStatus> status() const override;
  [[nodiscard]] const std::string& directory() const override { return core_->directory; }
  [[nodiscard]] const std::string& origin() const override { return core_->identity.origin; }

 private:
  [[nodiscard]] ledger::Result<SignedCheckpoint> checkpoint_of(const CommittedChain& chain);
  /// not_found when there is no such event.
  [[nodiscard]] ledger::Result<ledger::Buffer> proven_bytes(ledger::Sequence sequence) const;
  /// The last checkpoint when it covers the event, else a new one.
  [[nodiscard]] ledger::Result<SignedCheckpoint> checkpoint_covering(ledger::Sequence sequence);
  [[nodiscard]] ledger::Result<std::vector<ledger::Hash>> inclusion_of(ledger::Sequence sequence,
                                                                       ledger::TreeSize size) const;
  [[nodiscard]] ledger::Result<ledger::StreamProof::Heads> heads_part(const StreamHeadsRecord& record,
                                                                      std::string_view stream, ledger::TreeSize size);
  [[nodiscard]] ledger::Result<ledger::Buffer> bytes_of(ledger::Sequence sequence) const;
  /// `events` are those of a refused submission, while the answer is given.
  using Answer = std::function<void(ledger::Result<Receipt>, const std::vector<ledger::Buffer>& events)>;
  void take_in(Submission submission, Pipeline::Caller caller, Answer answer);
  [[nodiscard]] Answer noting_refusals(std::function<void(ledger::Result<Receipt>)> answer);
  /// As `append_json`, unlogged; gives the submission an id when it has none.
  [[nodiscard]] ledger::Result<Receipt> append_lines(JsonSubmission& submission);
  /// The receipt of a submission that is stored already, if the lines tell the same.
  [[nodiscard]] ledger::Result<Receipt> repeated_receipt(const std::vector<ledger::JsonCommand>& lines,
                                                         const std::string& id, const SubmissionEntry& entry);
  [[nodiscard]] ledger::Error read_only_error() const;
  [[nodiscard]] static Head head_of(const CommittedChain& chain);

  std::unique_ptr<LedgerCore> core_;
  RefusalLog refusals_;
  std::mutex checkpoint_mutex_;
  StreamHeads heads_;
  std::unique_ptr<StreamHeadsKeeper> keeper_;  ///< null: only when asked
};

}  // namespace shiji::engine
