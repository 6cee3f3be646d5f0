#include "demo/apportion.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace shiji::cli::demo;

TEST_CASE("shares by largest remainder sum to the whole") {
  struct Row {
    std::uint32_t total;
    std::vector<std::uint32_t> weights, parts;
  };
  const Row rows[] = {{10, {1, 1, 1}, {4, 3, 3}},   {0, {5, 7}, {0, 0}},
                      {7, {0, 1}, {0, 7}},          {100, {1, 2, 3, 4}, {10, 20, 30, 40}},
                      {4, {46, 29, 25}, {2, 1, 1}}, {1, {1, 1}, {1, 0}}};
  for (const auto& row : rows) CHECK(apportion(row.total, row.weights) == row.parts);
}

TEST_CASE("what exceeds a cap goes where there is room") {
  std::vector<std::uint32_t> parts{9, 1, 2};
  respect_caps(parts, std::vector<std::uint32_t>{5, 3, 9});
  CHECK(parts == std::vector<std::uint32_t>{5, 3, 4});
  std::vector<std::uint32_t> full{3, 3};
  respect_caps(full, std::vector<std::uint32_t>{3, 3});
  CHECK(full == std::vector<std::uint32_t>{3, 3});
}

TEST_CASE("scaling rounds half up and never overflows") {
  CHECK(scaled(32'333, 1'000'000) == 32'333);
  CHECK(scaled(201, 20'000) == 4);
  CHECK(scaled(165, 3'030) == 0);
  CHECK(scaled(165, 3'031) == 1);
  CHECK(scaled(1, 500'000) == 1);
  CHECK(scaled(4'000'000'000, 1'000'000) == 4'000'000'000);
}
