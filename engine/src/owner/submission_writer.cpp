#include "shiji/engine/owner/submission_writer.h"

#include "append/prepared_submission.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/rules/access_rules.h"

#include <deque>
#include <future>
#include <set>

namespace shiji::engine {

namespace {

/// An event kept beyond the caller's views: every text is copied into `texts`.
class KeptEvent {
 public:
  KeptEvent(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload, const ledger::SecretKey* person)
      : event_(event),
        payload_(std::move(payload)),
        person_(person),
        subjects_(event.subjects.begin(), event.subjects.end()),
        evidence_(event.evidence.begin(), event.evidence.end()) {
    event_.type = ledger::name_of(type);
    event_.stream = keep(event_.stream);
    for (auto* text : {&event_.actor, &event_.role, &event_.working_unit, &event_.establishment_unit,
                       &event_.correlation, &event_.legal_basis}) {
      if (*text) *text = keep(**text);
    }
    if (event_.on_behalf_of) event_.on_behalf_of->reason = keep(event_.on_behalf_of->reason);
    if (event_.source && event_.source->reference) event_.source->reference = keep(*event_.source->reference);
  }
  KeptEvent(const KeptEvent&) = delete;
  KeptEvent& operator=(const KeptEvent&) = delete;

  [[nodiscard]] ledger::Buffer encode(const std::string& id, std::uint32_t index, std::uint32_t count,
                                      std::string_view actor, const ledger::Hash& origin_digest) {
    event_.payload = payload_;
    event_.subjects = subjects_;
    event_.evidence = evidence_;
    event_.submission = ledger::SubmissionPart{.id = id, .index = index, .count = count};
    if (!event_.actor) event_.actor = actor;
    if (index == 0) event_.submission_signature = ledger::Signature{};
    if (person_ == nullptr) return ledger::encode_event(event_);
    event_.signature = ledger::Signature{};
    auto bytes = ledger::encode_event(event_);
    const auto decoded = ledger::decode_event(bytes);
    SHIJI_ASSERT(decoded.ok(), "what was just encoded is an event");
    const auto signature = ledger::sign_event(*person_, origin_digest, *decoded);
    ledger::patch_signature(bytes, ledger::patch_offsets(*decoded), signature);
    return bytes;
  }

 private:
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }

  ledger::Event event_;
  ledger::Buffer payload_;
  const ledger::SecretKey* person_;
  std::vector<ledger::Subject> subjects_;
  std::vector<ledger::Hash> evidence_;
  std::deque<std::string> texts_;
};

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
