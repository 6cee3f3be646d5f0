#include "scenario.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shiji::tests {

TEST_CASE("every scenario comes out as it says") {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(SHIJI_SCENARIOS)) {
    const bool is_scenario = file.path().extension() == ".txt" && file.path().filename() != "CMakeLists.txt";
    if (is_scenario) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 8);
  std::set<EventType> accepted;
  std::set<EventType> refused;
  for (const auto& path : files) {
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    Scenario scenario;
    const auto faults = scenario.run(text);
    for (const auto& fault : faults) FAIL_CHECK(path.filename().string() << " " << fault);
    CHECK(scenario.expectations() > 0);
    accepted.insert(scenario.accepted().begin(), scenario.accepted().end());
    refused.insert(scenario.refused().begin(), scenario.refused().end());
  }
  // Keys, roles and documents are not told in one line; they have tables of their own in tests/ledger/rules.
  for (std::size_t i = 1; i <= event_type_count; ++i) {
    const auto type = static_cast<EventType>(i);
    const auto& info = info_of(type);
    if (info.written_by_ledger || info.area == "control" || info.area == "identity") continue;
    INFO(info.name);
    CHECK(accepted.contains(type));
    CHECK(refused.contains(type));
  }
}

TEST_CASE("a scenario that does not come out is found, with its line") {
  const std::string begin = "adopt rules/attendance.json ATTEND-DEMO\nteachers t1\nschedule s1 county 09:00 45m\n";
  const auto faults_of = [&](const std::string& rest) { return Scenario().run(begin + rest); };
  CHECK(faults_of("roster s1 t1\n").empty());
  CHECK(faults_of("roster s1 t1\nroster s1 t1\n") == std::vector<std::string>{"line 5: refused roster_repeats"});
  CHECK(faults_of("roster s1 t1\nexpect refused roster_repeats\n") ==
        std::vector<std::string>{"line 5: expected refused roster_repeats, was accepted"});
  CHECK(faults_of("roster s1 t1\nclose s1 18:00\nexpect s1 t1 present 45 min\n").size() == 1);
  CHECK(faults_of("dance s1\n") == std::vector<std::string>{"line 4: no such command: dance"});
}

}  // namespace shiji::tests
