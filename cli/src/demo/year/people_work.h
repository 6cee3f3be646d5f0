// PeopleWork: highlighted lessons and teachers, papers, mentoring pairs.
#pragma once

#include "demo/year/listed_area.h"

namespace shiji::cli::demo {

enum class WorkFact : std::uint8_t { lesson, highlighted, paper, matched, logged, ended };

class PeopleWork final : public ListedArea<WorkFact> {
 public:
  PeopleWork(const YearSetting& setting, FactList& facts);

  void add_gains(std::vector<Gain>& gains) const override;

  /// Days on which lessons were named; lesson `n` is "lesson/<lesson_name(n)>".
  [[nodiscard]] const std::vector<ledger::Date>& lesson_days() const { return lesson_days_; }
  [[nodiscard]] std::uint64_t pairs() const { return pairs_.size(); }
  [[nodiscard]] std::uint64_t mentoring_minutes() const { return mentoring_minutes_; }

 protected:
  [[nodiscard]] ledger::Status tell_fact(WorkFact kind, std::uint32_t which, ledger::Time at,
                                         EventSink& sink) const override;

 private:
  struct Lesson {
    std::uint32_t teacher;
    std::string_view subject_code;
  };
  struct Paper {
    std::uint32_t number, author;
    std::uint8_t order, authors, venue;
    ledger::Date published;
  };
  struct Pair {
    std::uint32_t mentor, novice;
    std::uint8_t appraisal;
    ledger::Date from;
  };
  struct Meeting {
    std::uint32_t pair, minutes;
    std::uint8_t activity;
  };
  void plan_lessons(FactList& facts);
  void plan_papers(FactList& facts);
  void plan_pairs(FactList& facts);
  [[nodiscard]] std::uint32_t mentor_for(std::uint32_t novice);
  [[nodiscard]] ledger::Status tell_lesson(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_highlighted(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_paper(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_pair(WorkFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const;

  std::vector<Lesson> lessons_;
  std::vector<ledger::Date> lesson_days_;
  std::vector<std::uint32_t> highlighted_;
  std::vector<Paper> papers_;
  std::vector<Pair> pairs_;
  std::vector<Meeting> meetings_;
  std::uint64_t mentoring_minutes_ = 0;
};

[[nodiscard]] std::string lesson_name(std::size_t number);

}  // namespace shiji::cli::demo
