#include "demo/organisation.h"

#include "demo/apportion.h"
#include "demo/curriculum.h"
#include "demo/names.h"
#include "demo/school_year.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

struct SchoolKind {
  std::string_view code;  // the first two digits of a school code
  std::string_view suffix;
  std::uint32_t share;  // of 144 schools
  std::uint32_t teachers_low, teachers_high;
  Stage stage;
  std::uint32_t junior_percent;  // of the teachers: nine-year schools and complete secondary schools
};

constexpr std::array kinds{SchoolKind{"11", "幼儿园", 40, 18, 44, Stage::kindergarten, 0},
                           SchoolKind{"21", "小学", 62, 40, 118, Stage::primary, 0},
                           SchoolKind{"31", "中学", 28, 62, 158, Stage::junior, 0},
                           SchoolKind{"34", "高级中学", 9, 140, 250, Stage::senior, 22},
                           SchoolKind{"36", "职业中等专业学校", 3, 90, 150, Stage::vocational, 0},
                           SchoolKind{"51", "特殊教育学校", 2, 32, 46, Stage::special, 0}};

constexpr std::size_t joining_every = 33;  // about three in a hundred are new in autumn

std::vector<std::size_t> kind_of_each(std::uint32_t schools) {
  std::array<std::uint32_t, kinds.size()> shares{};
  for (std::size_t i = 0; i < kinds.size(); ++i) shares[i] = kinds[i].share;
  const auto counts = apportion(schools, shares);
  std::vector<std::size_t> out;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) out.insert(out.end(), counts[kind], kind);
  return out;
}

std::string digits(std::uint64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

School make_school(const SchoolKind& kind, std::uint32_t index, bool complete) {
  School school;
  school.code = std::string(kind.code) + "37" + digits(900'001 + index, 6);
  school.name = "济南市历城区" + place_name(index) + std::string(complete ? "中学" : kind.suffix);
  school.unit = std::string(district_unit) + "/" + school.code;
  school.stages.push_back(kind.stage);
  if (complete) school.stages.push_back(Stage::junior);
  return school;
}

std::string_view pick_subject(Random& random, Stage stage) {
  const auto taught = subjects_of(stage);
  std::vector<std::uint32_t> weights;
  for (const auto& subject : taught) weights.push_back(subject.weight);
  return taught[random.weighted(weights)].code;
}

ledger::Subject random_subject(Random& random) {
  ledger::Subject subject;
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint64_t word = random.next();
    for (std::size_t i = 0; i < 8; ++i) subject.bytes[half * 8 + i] = static_cast<std::uint8_t>(word >> (8 * i));
  }
  return subject;
}

// Hired in August for 1 September, more of them in recent years.
ledger::Date hired(Random& random) {
  const std::int32_t years_ago = std::min(random.between(1, 33), random.between(1, 33));
  return date_of(2023 - years_ago, random.chance(900'000) ? 9 : 3, 1);
}

Teacher make_teacher(Random& names, Random& random, const School& school, std::uint32_t school_index, bool head,
                     bool joins, std::uint32_t junior_percent) {
  Teacher teacher;
  teacher.subject = random_subject(random);
  teacher.name = person_name(names);
  teacher.school = school_index;
  const bool lower = school.stages.size() > 1 && random.chance(junior_percent * 10'000);
  teacher.stage = lower ? school.stages.back() : school.stages.front();
  teacher.subject_code = pick_subject(random, teacher.stage);
  teacher.head = head;
  teacher.joins_in_autumn = joins;
  teacher.since = teacher.joins_in_autumn ? autumn_begins : hired(random);
  if (!head && random.chance(110'000)) teacher.headcount = ledger::employment::HeadcountKind::contract;
  return teacher;
}

}  // namespace

Organisation plan_organisation(std::uint32_t schools, std::uint32_t teachers, std::uint64_t seed) {
  Random random(seed, "organisation");
  Random names(seed, "names");
  const auto kind_index = kind_of_each(schools);
  std::vector<std::uint32_t> sizes;
  sizes.reserve(kind_index.size());
  for (const auto kind : kind_index) {
    sizes.push_back(static_cast<std::uint32_t>(random.between(static_cast<std::int32_t>(kinds[kind].teachers_low),
                                                              static_cast<std::int32_t>(kinds[kind].teachers_high))));
  }
  const auto beside_heads = apportion(teachers - schools, sizes);
  Organisation out;
  out.teachers.reserve(teachers);
  for (std::uint32_t index = 0; index < schools; ++index) {
    const SchoolKind& kind = kinds[kind_index[index]];
    const bool complete = kind.junior_percent > 0 && index % 3 == 0;
    School school = make_school(kind, index, complete);
    school.first_teacher = static_cast<std::uint32_t>(out.teachers.size());
    school.teachers = beside_heads[index] + 1;
    for (std::uint32_t i = 0; i < school.teachers; ++i) {
      const bool joins = i != 0 && out.teachers.size() % joining_every == 0;
      out.teachers.push_back(make_teacher(names, random, school, index, i == 0, joins, kind.junior_percent));
    }
    out.schools.push_back(std::move(school));
  }
  return out;
}

}  // namespace shiji::cli::demo
