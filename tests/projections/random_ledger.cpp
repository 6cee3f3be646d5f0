#include "random_ledger.h"

#include "random_year.h"

#include <random>

namespace shiji::projections::testing {
namespace {

using document::AttendanceOutcome;

class Story {
 public:
  Story(FakeLedger& ledger, std::uint64_t seed, RandomLedgerSize size)
      : ledger_(ledger), random_(seed), size_(size), year_(ledger, seed, size.teachers) {}

  void tell() {
    ledger_.add({"ledger", {}, {}}, ledger::control::LedgerCreated{1,
                                                                   "example.org/fake",
                                                                   {},
                                                                   ledger::HashAlgorithm::sha256,
                                                                   ledger::SignatureAlgorithm::ed25519,
                                                                   "key",
                                                                   false});
    ledger_.adopt(credit_rules(1, 45, 10), "2020-01-01");
    ledger_.adopt(point_rules({.cap = 400, .floor = -250}), "2020-01-01", "2023-06-30");
    ledger_.adopt(cycle_rules(1, "calendar_year", 1'000), "2022-12-01");
    for (int i = 0; i < size_.teachers; ++i) hire(static_cast<std::uint64_t>(i));
    for (int i = 0; i < size_.sessions; ++i) {
      if (i == size_.sessions / 3) ledger_.adopt(point_rules({.version = 2, .present = 150, .cap = 500}), "2023-01-01");
      if (i == size_.sessions / 2) ledger_.adopt(credit_rules(2, 40, 9), "2023-03-01", "2023-09-30");
      if (i == size_.sessions / 2) ledger_.adopt(cycle_rules(2, "school_year", 700), "2023-05-01", "2023-11-30");
      hold(i);
      for (int more = 0; more < size_.others_a_session; ++more) year_.happen();
    }
  }

 private:
  int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  std::uint64_t somebody() { return static_cast<std::uint64_t>(pick(0, size_.teachers - 1)); }

  void hire(std::uint64_t number) {
    const auto stream = "teacher/" + person_key(number);
    const std::vector<std::uint8_t> sealed(static_cast<std::size_t>(pick(17, 40)), static_cast<std::uint8_t>(number));
    ledger::identity::TeacherRegistered teacher;
    teacher.teacher = person(number);
    teacher.name = {person(number), 1, {}, sealed};
    teacher.stage = static_cast<ledger::identity::Stage>(pick(1, 6));
    const auto subject_code = "0" + std::to_string(pick(1, 9));
    teacher.subject_code = subject_code;
    teacher.kind = ledger::identity::TeacherKind::teacher;
    ledger_.add({stream, day("2023-01-01"), "37/3701"}, teacher);
    for (int i = pick(0, 3); i > 0; --i) move(number, stream);
  }

  void move(std::uint64_t number, const std::string& stream) {
    namespace employment = ledger::employment;
    const ledger::Date effective{day("2022-01-01").value + pick(0, 400)};
    const auto school = "AA3790000" + std::to_string(pick(1, 9));
    const FakeLedger::Where where{stream, effective, pick(0, 3) == 0 ? "" : "37/3701/370112/" + school};
    const auto post = static_cast<employment::Post>(pick(1, 3));
    const int what = pick(0, 3);
    if (what == 0) ledger_.add(where, employment::EmploymentEnded{person(number), school, effective});
    if (what == 1) ledger_.add(where, employment::PostChanged{person(number), school, post, effective});
    if (what > 1) {
      ledger_.add(where, employment::EmploymentStarted{person(number), school, post,
                                                       employment::HeadcountKind::established, effective});
    }
  }

  void hold(int number) {
    const auto id = "s" + std::to_string(number % (size_.sessions * 3 / 4 + 1));
    const FakeLedger::Where where{"session/" + id, ledger::Date{day("2022-11-01").value + pick(0, 500)}, {}};
    const auto level = static_cast<ledger::Level>(pick(1, 5));
    const std::int64_t start = std::int64_t{where.date->value} * 86'400'000'000;
    const std::vector<training::SessionUnit> units = {{{start + 3'600'000'000}, {start + 9'000'000'000}},
                                                      {{start}, {start + 2'000'000'000}}};
    const auto title = "研讨 " + id;
    ledger_.add(where, training::SessionScheduled{title, level, "礼堂", units, false});
    std::vector<ledger::Subject> roster;
    for (int i = 0; i < size_.teachers; ++i) {
      if (pick(0, 2) > 0) roster.push_back(person(static_cast<std::uint64_t>(i)));
    }
    ledger_.add(where, training::RosterFixed{roster});
    for (int i = pick(0, size_.teachers); i > 0; --i) {
      training::SessionSignedIn sign_in;
      sign_in.teacher = person(somebody());
      sign_in.method = training::SignInMethod::card;
      ledger_.add(where, sign_in);
    }
    if (pick(0, 5) > 0) close(where, level, title, roster);
  }

  void close(const FakeLedger::Where& where, ledger::Level level, const std::string& title,
             const std::vector<ledger::Subject>& roster) {
    ledger_.add(where, training::SessionClosed{});
    std::vector<training::AttendanceEntry> entries;
    for (const auto& teacher : roster) {
      auto one = entry(0, static_cast<AttendanceOutcome>(pick(0, 3)), pick(0, 200), pick(0, 2));
      one.teacher = teacher;
      entries.push_back(one);
    }
    const auto parts = static_cast<std::uint32_t>(pick(1, 2));
    const auto half = entries.size() / parts;
    const std::span<const training::AttendanceEntry> all(entries);
    for (std::uint32_t part = 0; part < parts; ++part) {
      const auto piece = part + 1 == parts ? all.subspan(half * part) : all.subspan(half * part, half);
      ledger_.add(where, training::AttendanceFinalised{part, parts, level, title, 2, piece});
    }
  }

  FakeLedger& ledger_;
  std::mt19937_64 random_;
  RandomLedgerSize size_;
  RandomYear year_;
};

}  // namespace

FakeLedger random_ledger(std::uint64_t seed, RandomLedgerSize size) {
  FakeLedger ledger;
  Story(ledger, seed, size).tell();
  return ledger;
}

}  // namespace shiji::projections::testing
