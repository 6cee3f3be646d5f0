// RemoteOwner: the Owner that another process holds, asked through its socket.
//
// What: each method is one request (docs/formats/socket.md); connections are kept and used again. What comes is
// checked: events are hashed here, a feed's sequences and links must follow one another, a stream's versions too.
// Guarantees: refusals and errors are those of the owner, whole. A feed that ends without saying so is an error.
// Errors: connection_lost when the owner goes away (nothing is known of a request that was under way); bad_message,
// corrupt for what does not fit. Threads: any thread.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "socket/http_client.h"
#include "socket/messages.h"
#include "socket/routes.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace shiji::engine {

class FeedReader;

class RemoteOwner final : public Owner {
 public:
  /// not_found when nobody listens on `<directory>/socket`.
  [[nodiscard]] static ledger::Result<std::unique_ptr<RemoteOwner>> connect(const std::string& directory,
                                                                            Environment environment);
  [[nodiscard]] const OwnerIdentity& identity() const { return identity_; }

  [[nodiscard]] ledger::Result<Receipt> append(Submission submission) override;
  /// Answers on the calling thread.
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
  [[nodiscard]] const std::string& origin() const override { return identity_.origin; }

 private:
  RemoteOwner(std::string directory, Environment environment)
      : directory_(std::move(directory)), environment_(std::move(environment)) {}
  template <typename Answer>
  [[nodiscard]] ledger::Result<Answer> ask(const Route& route, std::string body = {}) const;
  [[nodiscard]] ledger::Status read_feed(const Route& route, const std::string& query, std::string body,
                                         FeedReader& reader) const;
  [[nodiscard]] ledger::Result<std::unique_ptr<HttpClient>> take_connection() const;
  void give_back(std::unique_ptr<HttpClient> connection) const;

  std::string directory_;
  Environment environment_;
  OwnerIdentity identity_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<HttpClient>> idle_;
};

}  // namespace shiji::engine
