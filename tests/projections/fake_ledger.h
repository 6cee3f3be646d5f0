// FakeLedger: an owner that is a vector of encoded events, and a small language to write them.
//
// What: every event is really encoded, hashed and linked; only the storing is missing. Faults are set by tests.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/projections/read_models.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shiji::projections::testing {

namespace training = ledger::training;
namespace document = ledger::document;

/// A person by a small number.
[[nodiscard]] ledger::Subject person(std::uint64_t number);
[[nodiscard]] std::string person_key(std::uint64_t number);
[[nodiscard]] ledger::Date day(const std::string& text);

class FakeLedger final : public engine::Owner {
 public:
  struct Where {
    std::string stream;
    std::optional<ledger::Date> date;
    std::string unit;
  };

  template <typename Payload>
  ledger::Sequence add(const Where& where, const Payload& payload) {
    return add_bytes(where, Payload::type, ledger::encode_payload(payload));
  }
  /// Adds the parts of a rule set's document and its adoption; answers the adoption's sequence.
  ledger::Sequence adopt(const std::string& json, const std::string& from, std::optional<std::string> until = {});
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] ledger::DecodedEvent event(std::size_t sequence) const;
  [[nodiscard]] ledger::Hash hash(std::size_t sequence) const { return hashes_.at(sequence); }

  /// When the next events are recorded; otherwise a second after one another.
  std::optional<ledger::Time> now;
  /// The head answers at most so many events.
  std::optional<std::uint64_t> visible;
  /// What the feed hands out instead of the events in order; sequences.
  std::optional<std::vector<std::size_t>> delivered;
  /// Called before each event is handed out.
  mutable std::function<void(std::size_t sequence)> before_event;
  /// Puts another event there, without mending the links behind it.
  void forge(std::size_t sequence, const FakeLedger& other, std::size_t from);

  ledger::Result<engine::Head> head() const override;
  ledger::Status feed(ledger::Sequence from, std::optional<ledger::TreeSize> end,
                      const engine::EventVisitor& visit) const override;
  ledger::Status read_stream(std::string_view stream, ledger::Version from,
                             const engine::EventVisitor& visit) const override;
  ledger::Status follow(ledger::Sequence, const engine::EventVisitor&, const engine::HeadVisitor&) const override {
    return unasked();
  }
  const std::string& origin() const override { return name; }
  std::string name = "example.org/fake";  ///< its origin, and its directory

  // What read models never ask.
  ledger::Result<engine::Receipt> append(engine::Submission) override { return unasked(); }
  void append_async(engine::Submission, std::function<void(ledger::Result<engine::Receipt>)>) override {}
  ledger::Result<engine::Receipt> append_json(engine::JsonSubmission) override { return unasked(); }
  ledger::Result<engine::Submission> prepare(const engine::JsonSubmission&) override { return unasked(); }
  ledger::Status search(const ledger::EventFilter&, const engine::EventVisitor&) const override { return unasked(); }
  ledger::Result<engine::SignedCheckpoint> checkpoint() override { return unasked(); }
  ledger::Result<engine::SignedCheckpoint> last_checkpoint() const override { return unasked(); }
  ledger::Result<std::string> prove(ledger::Sequence) override { return unasked(); }
  ledger::Result<std::string> prove_stream(std::string_view, std::optional<ledger::Version>) override {
    return unasked();
  }
  ledger::Result<std::string> prove_record(ledger::Sequence, std::uint64_t) override { return unasked(); }
  ledger::Result<engine::StreamHeadsRecord> record_stream_heads() override { return unasked(); }
  ledger::Result<std::vector<ledger::Hash>> tile(std::uint32_t, std::uint64_t, std::uint32_t) const override {
    return unasked();
  }
  ledger::Result<SealedValue> seal_field(ledger::EventType, std::string_view, const ledger::Subject&,
                                         std::string_view) override {
    return unasked();
  }
  ledger::Result<std::string> open_sealed(ledger::EventType, std::string_view, const ledger::Sealed&) const override {
    return unasked();
  }
  ledger::Result<std::string> store_snapshot() override { return unasked(); }
  ledger::Result<engine::LedgerStatus> status() const override { return unasked(); }
  const std::string& directory() const override { return name; }

 private:
  static ledger::Error unasked() { return {ledger::ErrorCode::usage, "", "read models do not ask this"}; }
  ledger::Sequence add_bytes(const Where& where, ledger::EventType type, const ledger::Buffer& payload);

  std::vector<ledger::Buffer> events_;
  std::vector<ledger::Hash> hashes_;
};

/// A directory of its own for each test, removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Opened or the test fails.
[[nodiscard]] std::unique_ptr<ReadModel> open_model(std::string_view name, const ScratchDirectory& directory,
                                                    ReadModelOptions options = {});
[[nodiscard]] ReadModelStatus status_of(const ReadModel& model, const engine::Owner& owner);
/// A record as text, so that two can be compared and read.
[[nodiscard]] std::string text_of(const Record& record);
/// Every record of a model by its key, as text.
[[nodiscard]] std::map<std::string, std::string> dump(const ReadModel& model);
/// The record of a model that has folded the whole ledger; the test fails when there is none.
[[nodiscard]] Record record_of(std::string_view model_name, const std::string& key, const FakeLedger& ledger);
/// The integer at `name`; the test fails when there is none.
[[nodiscard]] std::int64_t number_at(const Record& record, std::string_view name);
[[nodiscard]] std::string text_at(const Record& record, std::string_view name);
[[nodiscard]] bool flag_at(const Record& record, std::string_view name);
[[nodiscard]] const List& list_at(const Record& record, std::string_view name);
[[nodiscard]] std::string failure_text(const ledger::Status& status);

// A small world: rule sets as JSON, sessions and people.
[[nodiscard]] std::string credit_rules(int version, int minutes_per_class_hour, int class_hours_per_credit);
[[nodiscard]] std::string cycle_rules(int version, const std::string& window, int class_hours_centi_min);
struct PointTable {
  int version = 1;
  int present = 100, late = -100, absent = -300;
  int cap = 1500, floor = 0;
  std::string window = "school_year";
};
[[nodiscard]] std::string point_rules(const PointTable& table);
[[nodiscard]] training::AttendanceEntry entry(std::uint64_t teacher, document::AttendanceOutcome outcome,
                                              int minutes = 90, int sign_ins_repeated = 0);
ledger::Sequence finalise(FakeLedger& ledger, const std::string& session, const std::string& date,
                          const std::vector<training::AttendanceEntry>& entries,
                          ledger::Level level = ledger::Level::county);

}  // namespace shiji::projections::testing
