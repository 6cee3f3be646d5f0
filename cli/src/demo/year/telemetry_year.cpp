#include "demo/year/telemetry_year.h"

#include "demo/apportion.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/telemetry.h"

#include <algorithm>
#include <map>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
using ledger::telemetry::RecordKind;
namespace telemetry = ledger::telemetry;

constexpr ledger::Date first_day = date_of(2023, 2, 13);
constexpr ledger::Date last_day = date_of(2023, 12, 29);
constexpr std::array object_kinds{RecordKind::resource_visited, RecordKind::article_read,
                                  RecordKind::highlight_studied};
constexpr std::array other_kinds{RecordKind::signed_in,         RecordKind::page_opened,       RecordKind::draft_saved,
                                 RecordKind::upload_progressed, RecordKind::lesson_progressed, RecordKind::searched,
                                 RecordKind::comment_written};
constexpr std::array<std::uint32_t, other_kinds.size()> other_weights{6, 42, 14, 12, 18, 6, 2};

std::uint16_t day_number(ledger::Date day) { return static_cast<std::uint16_t>(day.value - date_of(2023, 1, 1).value); }

std::uint32_t day_weight(ledger::Date day) {
  if (is_public_holiday(day)) return 3;
  if (weekday_of(day) == 0 || weekday_of(day) == 6) return is_in_term(day) ? 14 : 3;
  return is_in_term(day) ? 100 : 9;
}

}  // namespace

struct TelemetryYear::Record {
  std::uint32_t at_ms;
  std::uint8_t kind;
  std::uint32_t person;
  std::uint32_t object;  ///< number within its kind, plus one; 0: none
};

TelemetryYear::TelemetryYear(const YearSetting& setting, std::array<ObjectsByDay, 3> objects, FactList& facts)
    : setting_(setting), objects_(std::move(objects)) {
  plan_days(facts);
}

void TelemetryYear::plan_days(FactList& facts) {
  std::vector<std::uint32_t> weights;
  std::array<std::vector<std::uint32_t>, 3> object_weights;
  for (ledger::Date day = first_day; day <= last_day; ++day.value) {
    for (const auto& school : setting_.organisation.schools) {
      weights.push_back(day_weight(day) * school.teachers);
      for (std::size_t i = 0; i < 3; ++i) {
        object_weights[i].push_back(objects_[i].there[day_number(day)] == 0 ? 0 : weights.back());
      }
    }
  }
  const auto others = apportion(setting_.totals.telemetry, weights);
  const std::array<std::uint32_t, 3> totals{setting_.totals.resource_visits, setting_.totals.article_reads,
                                            setting_.totals.lesson_studies};
  std::array<std::vector<std::uint32_t>, 3> counts;
  for (std::size_t i = 0; i < 3; ++i) counts[i] = apportion(totals[i], object_weights[i]);
  std::size_t at = 0;
  for (ledger::Date day = first_day; day <= last_day; ++day.value) {
    for (std::uint16_t school = 0; school < setting_.organisation.schools.size(); ++school, ++at) {
      const auto count = [&](std::size_t i) { return static_cast<std::uint16_t>(counts[i][at]); };
      const SchoolDay planned{
          day_number(day), school, {count(0), count(1), count(2)}, static_cast<std::uint16_t>(others[at])};
      if (planned.others + planned.with_objects[0] + planned.with_objects[1] + planned.with_objects[2] == 0) continue;
      facts.push_back(
          {shanghai(day, std::int64_t{23} * 3'600 + 1'800), this, static_cast<std::uint32_t>(days_.size())});
      days_.push_back(planned);
    }
  }
}

std::vector<TelemetryYear::Record> TelemetryYear::records_of(std::uint32_t fact) const {
  const SchoolDay& day = days_[fact];
  const auto& school = setting_.organisation.schools[day.school];
  Random random(setting_.seed + fact, "telemetry");
  std::vector<Record> out;
  const auto add = [&](RecordKind kind, std::uint32_t object) {
    const auto at = moment_on(date_of(2023, 1, 1), random).value - shanghai(date_of(2023, 1, 1), 0).value;
    const auto at_ms = static_cast<std::uint32_t>(at / 1'000) + random.below(1'000);
    std::uint32_t person = school.first_teacher + random.below(school.teachers);
    if (setting_.organisation.teachers[person].joins_in_autumn) person = school.first_teacher;
    out.push_back({at_ms, static_cast<std::uint8_t>(kind), person, object});
  };
  for (std::size_t i = 0; i < object_kinds.size(); ++i) {
    for (std::uint16_t n = day.with_objects[i]; n > 0; --n)
      add(object_kinds[i], 1 + random.below(objects_[i].there[day.day]));
  }
  for (std::uint16_t n = day.others; n > 0; --n) add(other_kinds[random.weighted(other_weights)], 0);
  std::stable_sort(out.begin(), out.end(), [](const Record& a, const Record& b) { return a.at_ms < b.at_ms; });
  return out;
}

namespace {

/// The columns of one batch while they are filled.
class Columns {
 public:
  static constexpr std::size_t bytes_max = 48 * 1'024;

  void add(std::uint32_t at_ms, std::uint8_t kind, const ledger::Subject& person, const std::string& object) {
    at_ms_.push_back(at_ms);
    kinds_.push_back(kind);
    const auto [who, new_person] = person_places_.emplace(person, persons_.size());
    if (new_person) persons_.push_back(person);
    persons_at_.push_back(static_cast<std::uint16_t>(who->second));
    std::size_t place = 0;
    if (!object.empty()) place = object_places_.emplace(object, object_places_.size() + 1).first->second;
    objects_at_.push_back(static_cast<std::uint16_t>(place));
  }
  [[nodiscard]] std::size_t bytes() const {
    constexpr std::size_t record_bytes = 9;
    constexpr std::size_t object_bytes = 32;
    return at_ms_.size() * record_bytes + persons_.size() * ledger::Subject::size() +
           object_places_.size() * object_bytes;
  }
  [[nodiscard]] bool empty() const { return at_ms_.empty(); }
  /// Views this object.
  [[nodiscard]] telemetry::BatchRecorded batch(const School& school, ledger::Date day, std::uint32_t number) const {
    telemetry::BatchRecorded out{.school = school.code, .day = day, .batch = number};
    out.count = static_cast<std::uint32_t>(at_ms_.size());
    out.persons = persons_;
    out.objects.resize(object_places_.size());
    for (const auto& [object, place] : object_places_) out.objects[place - 1] = object;
    out.at_ms = at_ms_;
    out.kinds = kinds_;
    out.persons_at = persons_at_;
    out.objects_at = objects_at_;
    out.root = ledger::telemetry_root(out);
    return out;
  }

 private:
  std::vector<std::uint32_t> at_ms_;
  std::vector<std::uint8_t> kinds_;
  std::vector<std::uint16_t> persons_at_, objects_at_;
  std::vector<ledger::Subject> persons_;
  std::map<ledger::Subject, std::size_t> person_places_;
  std::map<std::string, std::size_t> object_places_;  ///< place + 1
};

}  // namespace

Status TelemetryYear::tell(std::uint32_t fact, ledger::Time told, EventSink& sink) const {
  const auto& school = setting_.organisation.schools[days_[fact].school];
  const ledger::Date day{date_of(2023, 1, 1).value + days_[fact].day};
  const std::string stream = "telemetry/" + school.code;
  std::uint32_t number = 0;
  Columns columns;
  const auto send = [&] {
    auto event = event_at(stream, school.unit, told);
    event.business_date = day;
    const auto batch = columns.batch(school, day, number++);
    auto sent = sink.add(event, telemetry::BatchRecorded::type, ledger::encode_payload(batch));
    columns = {};
    return sent;
  };
  for (const auto& record : records_of(fact)) {
    std::string object;
    if (record.object != 0) {
      const auto kind = std::find(object_kinds.begin(), object_kinds.end(), static_cast<RecordKind>(record.kind));
      const auto& objects = objects_[static_cast<std::size_t>(kind - object_kinds.begin())];
      object = std::string(objects.prefix) + objects.name(record.object - 1);
    }
    columns.add(record.at_ms, record.kind, setting_.organisation.teachers[record.person].subject, object);
    if (columns.bytes() < Columns::bytes_max) continue;
    if (auto sent = send(); !sent) return sent;
  }
  return columns.empty() ? ledger::done() : send();
}

}  // namespace shiji::cli::demo
