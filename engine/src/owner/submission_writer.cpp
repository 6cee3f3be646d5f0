#include "shiji/engine/owner/submission_writer.h"

#include "append/prepared_submission.h"
#include "owner/kept_event.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <deque>
#include <future>
#include <set>

namespace shiji::engine {

namespace {

std::string numbered(const std::string& prefix, std::uint64_t number) {
  auto digits = std::to_string(number);
  return prefix + "/" + std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits;
}

}  // namespace

struct SubmissionWriter::Content {
  Owner& owner;
  ledger::SecretKey key;
  SubmissionWriterOptions options;
  ledger::Hash origin_digest;
  std::deque<KeptEvent> events;
  std::set<ledger::Subject> announced;  // keys whose SubjectKeyCreated is in the open submission
  std::uint64_t submissions = 0;
  std::optional<ledger::Failure> failure;
  std::future<ledger::Result<Receipt>> answer = {};  // of the submission that is being committed, if any

  /// Waits for the submission before.
  ledger::Status wait() {
    if (answer.valid()) {
      if (auto receipt = answer.get(); !receipt && !failure) failure = receipt.failure();
    }
    return failure ? ledger::Status(*failure) : ledger::done();
  }

  void hand_over(Submission submission) {
    if (options.before_append) options.before_append();
    const auto promise = std::make_shared<std::promise<ledger::Result<Receipt>>>();
    answer = promise->get_future();
    owner.append_async(std::move(submission),
                       [promise](ledger::Result<Receipt> receipt) { promise->set_value(std::move(receipt)); });
  }
};

SubmissionWriter::SubmissionWriter(Owner& owner, ledger::SecretKey key, SubmissionWriterOptions options)
    : content_(std::make_unique<Content>(Content{
          owner, std::move(key), std::move(options), ledger::sha256(owner.origin()), {}, {}, 0, std::nullopt})) {}

SubmissionWriter::~SubmissionWriter() { (void)content_->wait(); }

std::uint64_t SubmissionWriter::submissions() const { return content_->submissions; }

ledger::Status SubmissionWriter::add(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                                     const ledger::SecretKey* person) {
  if (content_->failure) return *content_->failure;
  content_->events.emplace_back(event, type, std::move(payload), person);
  if (content_->events.size() < content_->options.events_max) return ledger::done();
  return close_submission();
}

ledger::Status SubmissionWriter::flush() {
  if (auto closed = close_submission(); !closed) return closed;
  return content_->wait();
}

ledger::Status SubmissionWriter::close_submission() {
  auto& content = *content_;
  if (content.failure) return *content.failure;
  if (content.events.empty()) return ledger::done();
  const auto id = numbered(content.options.id_prefix, content.submissions++);
  const auto count = static_cast<std::uint32_t>(content.events.size());
  Submission submission;
  std::uint32_t index = 0;
  for (auto& event : content.events) {
    submission.events.push_back(event.encode(id, index++, count, content.options.actor, content.origin_digest));
  }
  content.events.clear();
  content.announced.clear();
  auto ready = sign_events(submission.events, content.key, content.origin_digest);
  if (!ready) content.failure = ready.failure();
  if (auto before = content.wait(); !before) return before;
  content.hand_over(std::move(submission));
  return ledger::done();
}

ledger::Sealed SubmissionWriter::SealedField::view() const {
  return {.subject = subject, .key_version = key_version, .nonce = nonce, .ciphertext = ciphertext};
}

ledger::Result<SubmissionWriter::SealedField> SubmissionWriter::seal(ledger::EventType type, std::string_view field,
                                                                     const ledger::Subject& subject,
                                                                     std::string_view plaintext) {
  auto sealed = content_->owner.seal_field(type, field, subject, plaintext);
  if (!sealed) return sealed.failure();
  if (sealed->key_created && content_->announced.insert(subject).second) {
    const auto stream = "subject/" + ledger::to_hex(subject.span());
    ledger::Event created{};
    created.stream = stream;
    created.data_level = ledger::DataLevel::L3;
    auto added = add(created, ledger::EventType::identity_SubjectKeyCreated,
                     ledger::encode_payload(ledger::identity::SubjectKeyCreated{
                         .subject = subject, .key_version = sealed->key_version, .commitment = sealed->commitment}));
    if (!added) return added.failure();
  }
  return SealedField{subject, sealed->key_version, sealed->nonce, std::move(sealed->ciphertext)};
}

}  // namespace shiji::engine
