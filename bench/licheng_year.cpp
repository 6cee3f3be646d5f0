#include "licheng_year.h"

#include "demo/organisation.h"
#include "demo/plan.h"
#include "demo/story.h"
#include "demo/year/year.h"
#include "owner/kept_event.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <deque>
#include <filesystem>
#include <set>

namespace shiji::bench {

namespace {

constexpr std::uint64_t seed = 2'023;

/// Keeps what the story tells; names are sealed by the ledger it will go into.
class KeepingSink final : public cli::demo::EventSink {
 public:
  using SealedField = engine::SubmissionWriter::SealedField;

  KeepingSink(engine::Owner& owner, std::deque<engine::KeptEvent>& events) : owner_(owner), events_(events) {}

  [[nodiscard]] ledger::Status at(ledger::Time /*now*/) override { return ledger::done(); }
  [[nodiscard]] ledger::Result<SealedField> seal(ledger::EventType type, std::string_view field,
                                                 const ledger::Subject& subject, std::string_view plaintext) override {
    auto sealed = owner_.seal_field(type, field, subject, plaintext);
    if (!sealed) return sealed.failure();
    if (sealed->key_created && announced_.insert(subject).second) {
      const ledger::identity::SubjectKeyCreated created{
          .subject = subject, .key_version = sealed->key_version, .commitment = sealed->commitment};
      const auto stream = "subject/" + ledger::to_hex(subject.span());
      ledger::Event event{};
      event.stream = stream;
      event.data_level = ledger::DataLevel::L3;
      events_.emplace_back(event, created.type, ledger::encode_payload(created), nullptr);
    }
    return SealedField{subject, sealed->key_version, sealed->nonce, std::move(sealed->ciphertext)};
  }
  [[nodiscard]] ledger::Status add(const ledger::Event& event, ledger::EventType type,
                                   ledger::Buffer payload) override {
    if (type == ledger::EventType::telemetry_BatchRecorded) return ledger::done();
    events_.emplace_back(event, type, std::move(payload), nullptr);
    if (type == ledger::EventType::identity_KeyEnrolled) enrolled_ = events_.size();
    return ledger::done();
  }
  /// How many events there are up to the last key that was enrolled.
  [[nodiscard]] std::size_t enrolled() const { return enrolled_; }
  [[nodiscard]] ledger::Status add_signed(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
                                          const ledger::SecretKey& person) override {
    events_.emplace_back(event, type, std::move(payload), &person);
    return ledger::done();
  }
  [[nodiscard]] const std::string& origin() const override { return owner_.origin(); }

 private:
  engine::Owner& owner_;
  std::deque<engine::KeptEvent>& events_;
  std::set<ledger::Subject> announced_;
  std::size_t enrolled_ = 0;
};

}  // namespace

struct LichengYear::Content {
  cli::demo::Plan plan;
  cli::demo::Year year;  ///< holds the keys of the people who sign
  std::deque<engine::KeptEvent> events = {};
  std::size_t first = 0;  ///< of the events that are not in the ledger yet

  explicit Content(std::uint32_t scale_ppm)
      : plan(cli::demo::plan_year(scale_ppm, seed)), year(plan.organisation, scale_ppm, seed) {}

  Workload submissions(std::size_t from, std::size_t to, std::uint32_t each, const ledger::SecretKey& key) {
    const auto origin_digest = ledger::sha256(origin);
    Workload workload;
    for (auto at = from; at < to; at += each) {
      const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(each, to - at));
      const auto id = "year/" + std::to_string(at);
      engine::Submission submission;
      for (std::uint32_t index = 0; index < count; ++index) {
        auto& event = events[at + index];
        submission.events.push_back(event.encode(id, index, count, engine::service_actor, origin_digest));
        workload.bytes += submission.events.back().size();
      }
      workload.events += count;
      sign(submission, key);
      workload.submissions.push_back(std::move(submission));
    }
    return workload;
  }
};

LichengYear::LichengYear(std::string directory, std::uint32_t scale_ppm)
    : directory_(std::move(directory)), content_(std::make_unique<Content>(scale_ppm)) {
  std::filesystem::remove_all(directory_);
  engine::InitOptions init;
  init.origin = std::string(origin);
  init.unit = cli::demo::district_unit;
  init.demo = true;  // its story ends with an event that only a demo takes
  require(engine::Owner::init(directory_, init), "init");
  const auto owner = open_ledger(directory_);
  KeepingSink sink(*owner, content_->events);
  require(cli::demo::tell(content_->plan, content_->year, {seed, scale_ppm}, sink, {}), "telling the year");
  // A person's signature is checked before its events are sequenced: the key has to be there.
  append_all(*owner, content_->submissions(0, sink.enrolled(), 1'024, service_key(directory_)).submissions);
  content_->first = sink.enrolled();
}

LichengYear::~LichengYear() = default;

void LichengYear::copy_ledger(const std::string& to) const {
  std::filesystem::remove_all(to);
  std::filesystem::copy(directory_, to, std::filesystem::copy_options::recursive);
}

Workload LichengYear::workload(std::uint32_t submission_events) const {
  return content_->submissions(content_->first, content_->events.size(), submission_events, service_key(directory_));
}

}  // namespace shiji::bench
