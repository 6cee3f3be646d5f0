// The district's schools and teachers, as the seed invents them.
//
// Guarantees: counts are exact; the same seed and scale give the same people. Threads: any thread.
#pragma once

#include "shiji/ledger/events/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace shiji::cli::demo {

inline constexpr std::string_view district_unit = "37/3701/370112";  // Shandong / Jinan / Licheng

using ledger::identity::Stage;

struct School {
  std::string code;  ///< ten digits: two of the kind, two of the province, six of the school
  std::string name;
  std::string unit;
  std::vector<Stage> stages;
  std::uint32_t first_teacher = 0;  ///< its head; the school's teachers follow one another
  std::uint32_t teachers = 0;       ///< the head included
};

struct Teacher {
  ledger::Subject subject;
  std::string name;
  std::uint32_t school = 0;
  Stage stage = Stage::primary;
  std::string_view subject_code;
  bool head = false;
  bool joins_in_autumn = false;  ///< hired for 1 September: on no roster before
  ledger::employment::HeadcountKind headcount = ledger::employment::HeadcountKind::established;
  ledger::Date since;
};

struct Organisation {
  std::vector<School> schools;
  std::vector<Teacher> teachers;  ///< by school
};

[[nodiscard]] Organisation plan_organisation(std::uint32_t schools, std::uint32_t teachers, std::uint64_t seed);

[[nodiscard]] std::string_view stage_name(Stage stage);
[[nodiscard]] std::string_view subject_name(std::string_view subject_code);

}  // namespace shiji::cli::demo
