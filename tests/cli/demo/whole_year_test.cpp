// The whole demo once: the document's figures out of the projections, the verification, one byte changed.
#include "demo/demo.h"
#include "shiji/projections/read_models.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace shiji;
using namespace shiji::cli::demo;

namespace {

std::string text_in(const projections::Record& record, std::string_view field) {
  const auto* found = record.find(field);
  REQUIRE(found != nullptr);
  return std::get<std::string>(found->content);
}

void check_sample_statement(const std::string& directory, const std::string& teacher) {
  const auto statement = projections::ReadModel::open("statement", directory, engine::system_environment());
  REQUIRE(statement.ok());
  const auto record = (*statement)->find(teacher);
  REQUIRE(record.ok());
  const auto* lines = record->find("lines");
  REQUIRE(lines != nullptr);
  const auto& list = std::get<projections::List>(lines->content);
  CHECK(list.size() >= 8);
  std::set<std::string> items;
  for (const auto& line : list) items.insert(text_in(line, "item"));
  CHECK(items.count("late") == 1);
  CHECK(items.count("activity") == 1);
  CHECK(items.count("training") == 1);
}

}  // namespace

TEST_CASE("the year of Licheng: every figure out of the projections equals the document's") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "licheng";
  std::map<Phase, std::uint64_t> calls;
  const auto result = run({.name = "licheng-2023", .directory = path, .scale_ppm = 1'000'000, .seed = 2023},
                          [&](Phase phase, std::uint64_t done, std::uint64_t total) {
                            ++calls[phase];
                            CHECK(done <= total);
                          });
  REQUIRE(result.ok());
  std::map<std::string, Figure> figures;
  for (const auto& figure : result->figures) {
    INFO(figure.name << " expected " << figure.expected << " actual " << figure.actual);
    CHECK(figure.equal);
    CHECK(figure.expected == figure.actual);
    figures[figure.name] = figure;
  }
  CHECK(figures["sessions"].actual == "201");
  CHECK(figures["expected"].actual == "32333");
  CHECK(figures["attended"].actual == "32168");
  CHECK(figures["absent"].actual == "165");
  CHECK(figures["attendance_rate"].actual == "99.49 %");
  CHECK(figures["attendance_rate_ppm"].actual == "994896");
  CHECK(figures["heads"].actual == "144");
  CHECK(figures["schools"].actual == "144");
  CHECK(figures["teachers"].actual == "11000");
  CHECK(figures["expected"].derived);
  CHECK_FALSE(figures["sessions"].derived);
  CHECK_FALSE(figures["attended"].derived);

  CHECK(result->events > 77'000);
  CHECK(result->verification.events == result->events);
  CHECK(result->verification.faults_in_all == 0);
  CHECK(result->verification.root == result->root);
  CHECK(result->checkpoint.find("licheng-2023.demo.shiji\n" + std::to_string(result->events) + "\n") == 0);
  REQUIRE(result->tampered.faults_in_all > 0);
  CHECK(std::any_of(result->tampered.faults.begin(), result->tampered.faults.end(), [&](const auto& fault) {
    return fault.sequence && fault.sequence->value > 0 && fault.sequence->value < result->events;
  }));
  CHECK(result->tampered_where.find("chain/") == 0);
  CHECK_FALSE(std::filesystem::exists(path + ".one-byte-changed"));
  CHECK(calls[Phase::append] > 0);
  check_sample_statement(path, result->sample_teacher);
}
