// CSV as RFC 4180 has it.
#include "csv.h"

#include <catch2/catch.hpp>

using namespace shiji::cli;

TEST_CASE("a field is quoted when it has to be, and its quotes are doubled") {
  CHECK(csv_field("plain text") == "plain text");
  CHECK(csv_field("") == "");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"yes\"") == "\"say \"\"yes\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  CHECK(csv_field("two\rlines") == "\"two\rlines\"");
  CHECK(csv_field("张三") == "张三");
}

TEST_CASE("a row keeps empty fields, first and last") {
  CHECK(csv_row({"", "a", ""}) == ",a,\r\n");
  CHECK(csv_row({"x,y", "z"}) == "\"x,y\",z\r\n");
  CHECK(csv_row({""}) == "\r\n");
}
