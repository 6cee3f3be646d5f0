#include "amounts.h"

#include <catch2/catch.hpp>

using namespace shiji::cli;

TEST_CASE("An amount is written in the unit of its key, with integers only") {
  const auto row = GENERATE(table<std::string, std::int64_t, std::string>({
      {"credit_milli", 1234, "1.234"},
      {"credit_milli", 7, "0.007"},
      {"credit_milli", 0, "0.000"},
      {"points_centi", 350, "3.50"},
      {"points_centi", -150, "-1.50"},
      {"points_centi", -5, "-0.05"},
      {"class_hours_centi", 400, "4.00"},
      {"rate_ppm", 994'897, "99.48 %"},
      {"rate_ppm", 1'000'000, "100.00 %"},
      {"rate_ppm", 99, "0.00 %"},
      {"minutes", 180, "180"},
      {"budget_fen", 12'345, "123.45"},
      {"points_centi", INT64_MIN, "-92233720368547758.08"},
  }));
  CHECK(amount_for_people(std::get<0>(row), std::get<1>(row)) == std::get<2>(row));
}

TEST_CASE("A scale is an exact decimal over 0 and at most 1") {
  const auto row = GENERATE(table<std::string, std::uint32_t>(
      {{"1", 1'000'000}, {"1.0", 1'000'000}, {"0.5", 500'000}, {"0.05", 50'000}, {"0.000001", 1}, {"0.1", 100'000}}));
  CHECK(ppm_from_decimal(std::get<0>(row)) == std::get<1>(row));
}

TEST_CASE("What is not such a decimal is no scale") {
  const std::string text = GENERATE(as<std::string>{}, "", "0", "0.0", "1.000001", "2", "-0.5", "+0.5", ".5", "1.",
                                    "0.0000001", "1e-1", "0,5", " 0.5", "0.5 ", "nan", "00.5", "0..5", "0x1");
  CHECK_FALSE(ppm_from_decimal(text).has_value());
}

TEST_CASE("Counts get thousands, bytes get their unit, both rounded down") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(32'333) == "32,333");
  CHECK(with_thousands(18'446'744'073'709'551'615U) == "18,446,744,073,709,551,615");
  CHECK(bytes_for_people(1'023) == "1023 B");
  CHECK(bytes_for_people(1'536) == "1.5 KiB");
  CHECK(bytes_for_people(1'048'575) == "1023.9 KiB");
  CHECK(bytes_for_people(1'048'576) == "1.0 MiB");
  CHECK(seconds_of(1'234'567) == "1.234");
}

TEST_CASE("A number is digits within 64 bits and nothing else") {
  CHECK(number_from_text("18446744073709551615") == 18'446'744'073'709'551'615U);
  for (const auto* text : {"", "-1", "+1", "1 ", "18446744073709551616", "0x1", "ledger"})
    CHECK_FALSE(number_from_text(text).has_value());
}
