// Whose lessons are held up, who publishes, who mentors whom.
#include "demo/curriculum.h"
#include "demo/school_year.h"
#include "demo/year/people_work.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

constexpr std::array<std::string_view, 7> highlighted_subjects{"SB0101", "SB0201", "SB0102", "SB0404",
                                                               "SB0602", "SB0603", "SB0702"};
constexpr std::int64_t ten_s = 10 * 3'600;

}  // namespace

std::string lesson_name(std::size_t number) { return numbered("k2023-", number + 1); }

PeopleWork::PeopleWork(const YearSetting& setting, FactList& facts) : ListedArea(setting, "people's work") {
  plan_lessons(facts);
  plan_papers(facts);
  plan_pairs(facts);
}

void PeopleWork::plan_lessons(FactList& facts) {
  std::array<std::vector<std::uint32_t>, highlighted_subjects.size()> people;
  for (std::uint32_t i = 0; i < setting_.organisation.teachers.size(); ++i) {
    for (std::size_t s = 0; s < people.size(); ++s) {
      if (teacher(i).subject_code == highlighted_subjects[s] && !teacher(i).joins_in_autumn) people[s].push_back(i);
    }
  }
  const auto days = working_days(date_of(2023, 3, 6), date_of(2023, 11, 30));
  for (std::uint32_t i = 0; i < setting_.totals.lessons; ++i) {
    const auto subject = i % highlighted_subjects.size();
    const auto who = people[subject].empty() ? any_teacher() : random_.one_of(people[subject]);
    lessons_.push_back({who, highlighted_subjects[subject]});
    lesson_days_.push_back(days[days.size() * i / setting_.totals.lessons]);
    plan(facts, WorkFact::lesson, i, shanghai(lesson_days_.back(), ten_s));
  }
  while (highlighted_.size() < setting_.totals.highlighted_teachers) {
    const auto who = any_teacher();
    if (std::find(highlighted_.begin(), highlighted_.end(), who) != highlighted_.end()) continue;
    plan(facts, WorkFact::highlighted, static_cast<std::uint32_t>(highlighted_.size()),
         shanghai(date_of(2023, 12, 8), ten_s));
    highlighted_.push_back(who);
  }
}

void PeopleWork::plan_papers(FactList& facts) {
  constexpr std::array<std::uint32_t, 5> venue_weights{10, 30, 28, 24, 8};
  constexpr std::array<std::uint32_t, 3> author_weights{62, 26, 12};
  const auto days = working_days(date_of(2023, 2, 13), date_of(2023, 12, 22));
  std::uint32_t number = 0;
  while (papers_.size() < setting_.totals.papers) {
    const auto room = setting_.totals.papers - papers_.size();
    const auto authors = static_cast<std::uint8_t>(std::min<std::size_t>(1 + random_.weighted(author_weights), room));
    const auto venue = static_cast<std::uint8_t>(1 + random_.weighted(venue_weights));
    const auto day = random_.one_of(days);
    std::vector<std::uint32_t> people;
    while (people.size() < authors) {
      const auto who = any_teacher();
      if (std::find(people.begin(), people.end(), who) == people.end()) people.push_back(who);
    }
    for (std::uint8_t order = 1; order <= authors; ++order) {
      plan(facts, WorkFact::paper, static_cast<std::uint32_t>(papers_.size()),
           moment_on({day.value + random_.between(2, 6)}, random_));
      papers_.push_back({number, people[order - 1U], order, authors, venue, day});
    }
    ++number;
  }
}

/// Somebody of the same school who has taught for at least five years; else anybody who has.
std::uint32_t PeopleWork::mentor_for(std::uint32_t novice) {
  constexpr ledger::Date experienced = date_of(2018, 9, 1);
  const auto& school = school_of(novice);
  for (int tries = 0; tries < 40; ++tries) {
    const auto candidate = school.first_teacher + random_.below(school.teachers);
    if (candidate != novice && teacher(candidate).since < experienced) return candidate;
  }
  std::uint32_t candidate = any_teacher();
  while (candidate == novice) candidate = any_teacher();
  return candidate;
}

void PeopleWork::plan_pairs(FactList& facts) {
  constexpr std::array<std::uint32_t, 4> appraisal_weights{28, 47, 22, 3};
  std::vector<std::uint32_t> novices;
  for (std::uint32_t i = 0; i < setting_.organisation.teachers.size(); ++i) {
    const auto& person = teacher(i);
    if (!person.head && !person.joins_in_autumn && person.since >= date_of(2021, 1, 1)) novices.push_back(i);
  }
  const auto count = std::min<std::size_t>(setting_.totals.pairs, novices.size());
  random_.choose(novices, count);
  const auto days = working_days(date_of(2023, 2, 20), date_of(2023, 12, 12));
  for (std::uint32_t i = 0; i < count; ++i) {
    const ledger::Date from = days[random_.below(10)];
    plan(facts, WorkFact::matched, i, shanghai(from, ten_s));
    const auto meetings = static_cast<std::uint32_t>(random_.between(14, 26));
    for (std::uint32_t n = 0; n < meetings; ++n) {
      const auto day = days[10 + (days.size() - 10) * n / meetings];
      plan(facts, WorkFact::logged, static_cast<std::uint32_t>(meetings_.size()), moment_on(day, random_));
      const auto minutes = static_cast<std::uint32_t>(random_.between(8, 22)) * 5;
      meetings_.push_back({i, minutes, static_cast<std::uint8_t>(1 + random_.below(5))});
      mentoring_minutes_ += minutes;
    }
    plan(facts, WorkFact::ended, i, shanghai(date_of(2023, 12, 20), ten_s));
    pairs_.push_back(
        {mentor_for(novices[i]), novices[i], static_cast<std::uint8_t>(1 + random_.weighted(appraisal_weights)), from});
  }
}

void PeopleWork::add_gains(std::vector<Gain>& gains) const {
  constexpr std::int32_t open_lesson_centi = 800;  // of the county
  constexpr std::array<std::int32_t, 5> venue_centi{200, 400, 600, 800, 1'500};
  constexpr std::int32_t a_place_back_centi = 200;
  constexpr std::uint32_t minutes_min = 1'200;
  constexpr std::int32_t mentoring_centi = 500;
  constexpr std::uint8_t unqualified = 4;
  const auto add = [&](std::uint32_t who, GainCategory category, ledger::Time at, std::int32_t centi) {
    gains.push_back({who, category, ledger::business_date_of(at), told_after(at), centi});
  };
  each_planned(WorkFact::lesson, [&](std::uint32_t which, ledger::Time at) {
    add(lessons_[which].teacher, GainCategory::open_lessons, at, open_lesson_centi);
  });
  each_planned(WorkFact::paper, [&](std::uint32_t which, ledger::Time at) {
    const auto& paper = papers_[which];
    const auto centi = venue_centi[paper.venue - 1U] - a_place_back_centi * (paper.order - 1);
    add(paper.author, GainCategory::papers, at, std::max(centi, 0));
  });
  std::vector<std::uint32_t> minutes(pairs_.size());
  for (const auto& meeting : meetings_) minutes[meeting.pair] += meeting.minutes;
  each_planned(WorkFact::ended, [&](std::uint32_t which, ledger::Time at) {
    const bool counts = minutes[which] >= minutes_min && pairs_[which].appraisal != unqualified;
    if (counts) add(pairs_[which].mentor, GainCategory::mentoring, at, mentoring_centi);
  });
}

}  // namespace shiji::cli::demo
