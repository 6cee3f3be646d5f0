// Scenarios: what happens to a ledger and what must follow, one command a line. README.md has the commands.
#pragma once

#include "rules/rule_ledger.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shiji::tests {

class Scenario {
 public:
  Scenario();
  /// Runs every line. What did not come out as expected, each with its line number; empty when all did.
  [[nodiscard]] std::vector<std::string> run(std::string_view text);
  [[nodiscard]] std::size_t expectations() const { return expectations_; }
  /// The types that were accepted, and those that were refused as expected.
  [[nodiscard]] const std::set<EventType>& accepted() const { return accepted_; }
  [[nodiscard]] const std::set<EventType>& refused() const { return refused_; }

 private:
  using Words = std::vector<std::string>;
  /// One teacher's part in one AttendanceFinalised.
  struct Attendance {
    std::string session;
    Sequence sequence;
    Date business_date;
    Level level;
    training::AttendanceEntry entry;
  };

  void run_line(const Words& words);
  void run_command(const Words& words);
  /// Actors, roles, schools, employment; false when it is none of these.
  bool run_access_command(const Words& words);
  void add_actor(const Words& words);
  void change_role(const Words& words);
  void employ(const Words& words);
  void act_as(const Words& words);
  void adopt(const Words& words);
  void register_teachers(const Words& words);
  void schedule(const Words& words);
  void fix_roster(const Words& words);
  void sign(const Words& words, bool in);
  void close(const Words& words);
  void open_schools(const Words& words);
  void register_actors(const Words& words);
  void send_event(const Words& words);
  void keep_attendance(const std::string& session);
  void expect(const Words& words);
  void expect_outcome(const Words& words);
  void expect_rate(const Words& words);
  void expect_credit(const Words& words);
  void expect_points(const Words& words);
  void expect_added(const Words& words);
  void settle();
  void fault(const std::string& message);
  [[nodiscard]] Time time_of(std::string_view clock) const;
  [[nodiscard]] Subject teacher(const std::string& name);
  [[nodiscard]] RuleBook rule_book() const;
  [[nodiscard]] std::string json_of_added() const;

  RuleLedger ledger_;
  std::string day_ = "2023-09-04";
  std::map<std::string, Subject> teachers_;
  std::map<std::string, std::uint8_t> actors_;         ///< the number of each one's key
  std::multimap<std::string, Attendance> attendance_;  ///< by teacher
  std::string answer_;                                 ///< of the last command, until something expects it
  std::size_t answer_line_ = 0;
  std::size_t line_ = 0;
  std::size_t expectations_ = 0;
  std::vector<std::string> faults_;
  std::set<EventType> accepted_, refused_;
};

}  // namespace shiji::tests
