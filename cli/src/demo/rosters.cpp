#include "demo/curriculum.h"
#include "demo/random.h"
#include "demo/school_year.h"
#include "demo/sessions.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace shiji::cli::demo {
namespace {

/// Whom a session is for. What is not given does not matter.
struct Circle {
  std::optional<Stage> stage;
  std::string_view subject_code;
  std::optional<std::uint32_t> school;
};

constexpr std::array<std::string_view, 10> topics{
    "新课标解读培训",         "大单元教学设计研讨",  "作业设计与评价专题培训", "课堂教学改进研讨会",
    "命题与学业质量分析培训", "优质课例观摩与研讨",  "教材分析与教学建议",     "信息技术应用能力培训",
    "跨学科主题学习研修",     "核心素养导向教学培训"};
constexpr std::array<std::string_view, 5> general_topics{
    "师德师风专题培训", "班主任工作能力提升培训", "心理健康教育专题培训", "教育科研方法培训", "人工智能与教学融合培训"};

class RosterPlanner {
 public:
  RosterPlanner(const Organisation& organisation, std::uint64_t seed)
      : organisation_(organisation), random_(seed, "rosters"), last_day_(organisation.teachers.size()) {}

  void plan(Session& session, std::uint32_t size) {
    Circle circle = first_choice(session, size);
    auto people = free_people(circle, session.date);
    while (people.size() < size) {
      SHIJI_ASSERT(widen(circle, session), "a roster is larger than the district");
      people = free_people(circle, session.date);
    }
    random_.choose(people, size);
    people.resize(size);
    std::sort(people.begin(), people.end());
    for (const auto teacher : people) {
      last_day_[teacher] = session.date.value;
      Seat seat;
      seat.teacher = teacher;
      session.roster.push_back(seat);
    }
    name(session, circle);
  }

 private:
  Circle first_choice(const Session& session, std::uint32_t size) {
    Circle circle;
    if (session.level == ledger::Level::school) {
      circle.school = pick_school(size);
      return circle;
    }
    constexpr std::array<std::uint32_t, 6> stage_weights{12, 38, 29, 14, 4, 3};
    circle.stage = all_stages[random_.weighted(stage_weights)];
    if (!random_.chance(750'000)) return circle;
    const auto taught = subjects_of(*circle.stage);
    std::vector<std::uint32_t> weights;
    for (const auto& subject : taught) weights.push_back(subject.weight);
    circle.subject_code = taught[random_.weighted(weights)].code;
    return circle;
  }

  std::uint32_t pick_school(std::uint32_t size) {
    std::vector<std::uint32_t> large_enough;
    std::uint32_t largest = 0;
    for (std::uint32_t i = 0; i < organisation_.schools.size(); ++i) {
      const auto& school = organisation_.schools[i];
      if (school.teachers * 4 / 5 >= size) large_enough.push_back(i);
      if (school.teachers > organisation_.schools[largest].teachers) largest = i;
    }
    return large_enough.empty() ? largest : random_.one_of(large_enough);
  }

  /// First all subjects, then all stages; false when there is nothing wider.
  static bool widen(Circle& circle, Session& session) {
    if (!circle.subject_code.empty()) {
      circle.subject_code = {};
    } else if (circle.stage || circle.school) {
      if (circle.school) session.level = ledger::Level::county;
      circle = {};
    } else {
      return false;
    }
    return true;
  }

  [[nodiscard]] std::vector<std::uint32_t> free_people(const Circle& circle, ledger::Date date) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < organisation_.teachers.size(); ++i) {
      const Teacher& teacher = organisation_.teachers[i];
      if (last_day_[i] == date.value || (teacher.joins_in_autumn && date < autumn_begins)) continue;
      if (circle.school && teacher.school != *circle.school) continue;
      if (circle.stage && teacher.stage != *circle.stage) continue;
      if (!circle.subject_code.empty() && teacher.subject_code != circle.subject_code) continue;
      out.push_back(i);
    }
    return out;
  }

  void name(Session& session, const Circle& circle) {
    if (circle.school) {
      const auto& school = organisation_.schools[*circle.school];
      session.venue = school.name + "会议室";
      session.title = "校本研修：" + std::string(random_.one_of(topics));
      return;
    }
    const std::string area = session.level == ledger::Level::city ? "济南市" : "历城区";
    if (!circle.stage) {
      session.title = area + "中小学幼儿园教师" + std::string(random_.one_of(general_topics));
    } else if (circle.subject_code.empty()) {
      session.title = area + std::string(stage_name(*circle.stage)) + std::string(random_.one_of(general_topics));
    } else {
      session.title = area + std::string(stage_name(*circle.stage)) + std::string(subject_name(circle.subject_code)) +
                      std::string(random_.one_of(topics));
    }
  }

  const Organisation& organisation_;
  Random random_;
  std::vector<std::int32_t> last_day_;  // on which each teacher was last asked to a session
};

}  // namespace

void plan_rosters(std::vector<Session>& sessions, const std::vector<std::uint32_t>& sizes,
                  const Organisation& organisation, std::uint64_t seed) {
  RosterPlanner planner(organisation, seed);
  for (std::size_t i = 0; i < sessions.size(); ++i) planner.plan(sessions[i], sizes[i]);
}

}  // namespace shiji::cli::demo
