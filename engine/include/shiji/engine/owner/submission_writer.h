// SubmissionWriter: many events from C++ in signed submissions of a fixed size.
//
// What: collects events, fills their submission part, encodes, signs once per submission with one key and appends.
// Sealing goes through the owner's vault; identity.SubjectKeyCreated is added in front when a key is new.
// Guarantees: submissions are appended one after another, each committed before the next one is sequenced, so that with
// a simulated clock and seeded entropy the same calls give the same bytes. Beside the one that is being committed the
// next one is collected, encoded and signed.
// Ownership: copies what it is given; the Owner must outlive it. Errors: those of Owner::append; after one, all calls
// return it. Threads: one thread at a time. Durability: what was added is durable when `flush` answered.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shiji::engine {

struct SubmissionWriterOptions {
  std::string id_prefix;             ///< submission ids are <id_prefix>/<8 digits>
  std::string actor;                 ///< filled in where an event gives none
  std::uint32_t events_max = 1'024;  ///< events in one submission
  /// Called before each submission goes to the owner, when the one before it is committed: the moment to move a
  /// simulated clock. May be empty.
  std::function<void()> before_append = {};
};

class SubmissionWriter {
 public:
  /// `key` must be enrolled for `options.actor` or be the service's.
  SubmissionWriter(Owner& owner, ledger::SecretKey key, SubmissionWriterOptions options);
  ~SubmissionWriter();

  /// `event` without position, submission, type, payload and signatures; its views need to live only during the call.
  /// With `person`, the event carries that person's own signature; the key must live until the submission is closed.
  [[nodiscard]] ledger::Status add(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                                   const ledger::SecretKey* person = nullptr);

  /// Seals `plaintext` for a field; adds SubjectKeyCreated to the open submission when the subject's key is new.
  struct SealedField {
    ledger::Subject subject;
    std::uint32_t key_version;
    ledger::Nonce nonce;
    ledger::Buffer ciphertext;
    [[nodiscard]] ledger::Sealed view() const;  ///< valid while this object lives
  };
  [[nodiscard]] ledger::Result<SealedField> seal(ledger::EventType type, std::string_view field,
                                                 const ledger::Subject& subject, std::string_view plaintext);

  /// Closes the submission that is being collected and hands it over, when the one before is committed; nothing to do
  /// when empty. An error of it is told by a later call.
  [[nodiscard]] ledger::Status close_submission();
  /// The same, and waits until all is committed.
  [[nodiscard]] ledger::Status flush();
  [[nodiscard]] std::uint64_t submissions() const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace shiji::engine
