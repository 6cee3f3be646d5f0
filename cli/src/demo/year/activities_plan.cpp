// What the activities are, who takes part, and what they hand in.
#include "demo/apportion.h"
#include "demo/curriculum.h"
#include "demo/school_year.h"
#include "demo/year/activities.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

struct CoveredSubject {
  Stage stage;
  std::string_view code, name;
};

/// The document's 23 subjects, each at a stage where it is taught; together all six stages.
constexpr std::array covered{CoveredSubject{Stage::kindergarten, "SB0801", "综合实践活动"},
                             CoveredSubject{Stage::primary, "SB0101", "语文"},
                             CoveredSubject{Stage::primary, "SB0201", "数学"},
                             CoveredSubject{Stage::primary, "SB0102", "英语"},
                             CoveredSubject{Stage::primary, "SB0404", "科学"},
                             CoveredSubject{Stage::primary, "SB0602", "音乐"},
                             CoveredSubject{Stage::primary, "SB0603", "美术"},
                             CoveredSubject{Stage::primary, "SB0506", "信息科技"},
                             CoveredSubject{Stage::junior, "SB0309", "道德与法治"},
                             CoveredSubject{Stage::junior, "SB0307", "历史"},
                             CoveredSubject{Stage::junior, "SB0308", "地理"},
                             CoveredSubject{Stage::junior, "SB0403", "生物学"},
                             CoveredSubject{Stage::junior, "SB0401", "物理"},
                             CoveredSubject{Stage::junior, "SB0402", "化学"},
                             CoveredSubject{Stage::junior, "SB0702", "体育与健康"},
                             CoveredSubject{Stage::junior, "SB0306", "历史与社会"},
                             CoveredSubject{Stage::senior, "SB0310", "思想政治"},
                             CoveredSubject{Stage::senior, "SB0504", "通用技术"},
                             CoveredSubject{Stage::senior, "SB0103", "俄语"},
                             CoveredSubject{Stage::senior, "SB0104", "日语"},
                             CoveredSubject{Stage::vocational, "SB0502", "信息技术"},
                             CoveredSubject{Stage::special, "SB0505", "劳动"},
                             CoveredSubject{Stage::kindergarten, "SB0601", "艺术"}};

constexpr std::array<std::string_view, 8> themes{"同课异构", "作业设计展评", "优质课评选", "单元整体教学案例征集",
                                                 "说课比赛", "命题比赛",     "微课征集",   "教学反思交流"};
constexpr std::uint32_t school_level_every = 11;
constexpr std::int32_t lasts_days_min = 9;
constexpr std::int32_t lasts_days_max = 26;

}  // namespace

void Activities::plan_activities() {
  const auto first_days = working_days(date_of(2023, 2, 13), date_of(2023, 11, 10));
  for (std::uint32_t i = 0; i < setting_.totals.activities; ++i) {
    // The first ones cover every subject, the others go by where teachers are.
    const auto& subject = i < covered.size() ? covered[i] : random_.one_of(covered);
    PlannedActivity activity;
    activity.name = numbered("a2023-", i + 1);
    activity.stage = subject.stage;
    activity.subject_code = subject.code;
    activity.channel = i % 9 == 4 ? ledger::research::Channel::cross_subject : ledger::research::Channel::subject;
    activity.opens = first_days[first_days.size() * i / setting_.totals.activities];
    activity.closes = {activity.opens.value + random_.between(lasts_days_min, lasts_days_max)};
    activity.unit = district_unit;
    activity.title = "历城区" + std::string(stage_name(subject.stage)) + std::string(subject.name) +
                     (activity.channel == ledger::research::Channel::cross_subject ? "跨学科" : "") +
                     std::string(random_.one_of(themes));
    if (i >= covered.size() && i % school_level_every == 0) activity.level = ledger::Level::school;
    activities_.push_back(std::move(activity));
  }
}

/// Everybody of `people` takes part at least once: seats are dealt in turn, so no activity deals to anybody twice.
void Activities::take_part_across_schools(Stage stage, const std::vector<std::uint32_t>& people) {
  std::size_t next = 0;
  for (auto& activity : activities_) {
    if (activity.stage != stage || activity.level == ledger::Level::school) continue;
    for (auto& seat : activity.participants) seat = people[next++ % people.size()];
  }
  across_schools_ += static_cast<std::uint32_t>(std::min(next, people.size()));
}

void Activities::plan_participants() {
  const auto& organisation = setting_.organisation;
  std::vector<std::vector<std::uint32_t>> people;
  std::vector<std::uint32_t> sizes;
  for (const Stage stage : all_stages) {
    people.push_back(teachers_of(organisation, stage));
    random_.choose(people.back(), people.back().size());
    sizes.push_back(static_cast<std::uint32_t>(people.back().size()));
  }
  const auto across = scaled(organisation.teachers.size(), setting_.totals.teachers_across_schools_ppm);
  auto shares = apportion(across, sizes);
  respect_caps(shares, sizes);
  std::vector<std::uint32_t> weights;
  std::vector<std::uint32_t> caps;
  std::array<std::uint32_t, all_stages.size()> count{};
  const auto stage_index = [](Stage stage) {
    return static_cast<std::size_t>(std::find(all_stages.begin(), all_stages.end(), stage) - all_stages.begin());
  };
  for (const auto& activity : activities_) {
    if (activity.level != ledger::Level::school) ++count[stage_index(activity.stage)];
  }
  constexpr std::uint32_t school_seats = 24;
  for (const auto& activity : activities_) {
    const auto stage = stage_index(activity.stage);
    const bool of_school = activity.level == ledger::Level::school;
    caps.push_back(of_school ? school_seats : shares[stage]);
    weights.push_back(of_school
                          ? school_seats
                          : shares[stage] * 3 / count[stage] + static_cast<std::uint32_t>(random_.between(1, 30)));
  }
  auto seats = apportion(setting_.totals.participations, weights);
  respect_caps(seats, caps);
  for (std::size_t i = 0; i < activities_.size(); ++i) activities_[i].participants.resize(seats[i]);
  for (std::size_t stage = 0; stage < all_stages.size(); ++stage) {
    people[stage].resize(shares[stage]);
    if (!people[stage].empty()) take_part_across_schools(all_stages[stage], people[stage]);
  }
  fill_school_activities();
}

void Activities::fill_school_activities() {
  const auto& organisation = setting_.organisation;
  for (auto& activity : activities_) {
    if (activity.level != ledger::Level::school) continue;
    // The largest school of the district: it has an activity of its own with as many as take part.
    const auto& school = *std::max_element(organisation.schools.begin(), organisation.schools.end(),
                                           [](const School& a, const School& b) { return a.teachers < b.teachers; });
    activity.unit = school.unit;
    activity.title = school.name + "校本教研：" + std::string(random_.one_of(themes));
    std::vector<std::uint32_t> staff;
    for (std::uint32_t i = 0; i < school.teachers; ++i) {
      if (!organisation.teachers[school.first_teacher + i].joins_in_autumn) staff.push_back(school.first_teacher + i);
    }
    random_.choose(staff, activity.participants.size());
    std::copy_n(staff.begin(), activity.participants.size(), activity.participants.begin());
  }
}

void Activities::plan_materials() {
  using ledger::research::MaterialKind;
  constexpr std::array<std::uint32_t, 7> kind_weights{34, 30, 9, 11, 8, 6, 2};
  constexpr std::uint32_t withdrawn_ppm = 3'000;
  std::vector<std::uint32_t> weights;
  for (const auto& activity : activities_) weights.push_back(static_cast<std::uint32_t>(activity.participants.size()));
  const auto counts = apportion(setting_.totals.materials, weights);
  for (std::uint32_t i = 0; i < activities_.size(); ++i) {
    const auto& activity = activities_[i];
    const auto days = working_days({activity.opens.value + 4}, activity.closes);
    for (std::uint32_t n = 0; n < counts[i]; ++n) {
      PlannedMaterial material;
      material.activity = i;
      material.teacher =
          n < activity.participants.size() ? activity.participants[n] : random_.one_of(activity.participants);
      material.digest = invented_digest("material", materials_.size(), setting_.seed);
      material.handed_in = moment_on(random_.one_of(days), random_);
      material.kind = static_cast<MaterialKind>(1 + random_.weighted(kind_weights));
      material.size_bytes = static_cast<std::uint32_t>(random_.between(20'000, 40'000'000));
      material.withdrawn =
          random_.chance(withdrawn_ppm) && ledger::business_date_of(material.handed_in) < activity.closes;
      materials_.push_back(material);
    }
  }
}

}  // namespace shiji::cli::demo
