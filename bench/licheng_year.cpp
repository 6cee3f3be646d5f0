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

struct ToldEvent {
  ToldEvent(const ledger::Event& told, ledger::EventType type, ledger::Buffer payload,
            const ledger::SecretKey* person = nullptr)
      : event(told, type, std::move(payload), person), is_opinion(person != nullptr) {}

  engine::KeptEvent event;
  bool is_opinion;
};

/// Keeps what the story tells; names are sealed by the ledger it will go into.
class KeepingSink final : public cli::demo::EventSink {
 public:
  using SealedField = engine::SubmissionWriter::SealedField;

  KeepingSink(engine::Owner& owner, std::deque<ToldEvent>& events) : owner_(owner), events_(events) {}

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
      events_.emplace_back(event, created.type, ledger::encode_payload(created));
    }
    return SealedField{subject, sealed->key_version, sealed->nonce, std::move(sealed->ciphertext)};
  }
  [[nodiscard]] ledger::Status add(const ledger::Event& event, ledger::EventType type,
                                   ledger::Buffer payload) override {
    if (type == ledger::EventType::telemetry_BatchRecorded) return ledger::done();
    events_.emplace_back(event, type, std::move(payload));
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
  std::deque<ToldEvent>& events_;
  std::set<ledger::Subject> announced_;
  std::size_t enrolled_ = 0;
};

}  // namespace

struct LichengYear::Content {
  cli::demo::Plan plan;
  cli::demo::Year year;  ///< holds the keys of the people who sign
  std::deque<ToldEvent> events = {};
  std::size_t first = 0;  ///< of the events that are not in the ledger yet

  explicit Content(std::uint32_t scale_ppm)
      : plan(cli::demo::plan_year(scale_ppm, seed)), year(plan.organisation, scale_ppm, seed) {}

  [[nodiscard]] std::vector<ToldEvent*> between(std::size_t from, std::size_t to, Opinions opinions) {
    std::vector<ToldEvent*> chosen;
    for (auto at = from; at < to; ++at) {
      if (opinions == Opinions::signed_by_experts || !events[at].is_opinion) chosen.push_back(&events[at]);
    }
    return chosen;
  }
};

namespace {

Workload submissions_of(std::span<ToldEvent* const> events, const std::string& name, std::uint32_t each,
                        const ledger::SecretKey& key) {
  const auto origin_digest = ledger::sha256(origin);
  Workload workload;
  for (std::size_t at = 0; at < events.size(); at += each) {
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(each, events.size() - at));
    const auto id = name + "/" + std::to_string(at);
    engine::Submission submission;
    for (std::uint32_t index = 0; index < count; ++index) {
      submission.events.push_back(
          events[at + index]->event.encode(id, index, count, engine::service_actor, origin_digest));
      workload.bytes += submission.events.back().size();
    }
    workload.events += count;
    sign(submission, key);
    workload.submissions.push_back(std::move(submission));
  }
  return workload;
}

}  // namespace

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
  content_->first = sink.enrolled();
  const auto before = content_->between(0, content_->first, Opinions::signed_by_experts);
  append_all(*owner, submissions_of(before, "before", 1'024, service_key(directory_)).submissions);
}

LichengYear::~LichengYear() = default;

void LichengYear::copy_ledger(const std::string& to) const {
  std::filesystem::remove_all(to);
  std::filesystem::copy(directory_, to, std::filesystem::copy_options::recursive);
}

Workload LichengYear::workload(std::uint32_t submission_events, Opinions opinions) const {
  const auto events = content_->between(content_->first, content_->events.size(), opinions);
  return submissions_of(events, "year", submission_events, service_key(directory_));
}

}  // namespace shiji::bench
