// An event's line of JSON taken apart as text.
#include "line_fields.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using shiji::cli::LineFields;

TEST_CASE("the fields of a line are its own text, whatever stands in their strings") {
  constexpr std::string_view line =
      R"({"sequence":7,"actor":"a \"b\", {c}\\","subjects":[],"payload":{"d":["}",{"e":"]"}],"f":","},"leaf_hash":"00"})";
  std::vector<std::pair<std::string, std::string>> fields;
  for (LineFields walk(line); walk.next();) fields.emplace_back(walk.name(), walk.json());
  CHECK(fields == std::vector<std::pair<std::string, std::string>>{{"sequence", "7"},
                                                                   {"actor", R"("a \"b\", {c}\\")"},
                                                                   {"subjects", "[]"},
                                                                   {"payload", R"({"d":["}",{"e":"]"}],"f":","})"},
                                                                   {"leaf_hash", R"("00")"}});
}

TEST_CASE("a line without fields has none") { CHECK_FALSE(LineFields("{}").next()); }
