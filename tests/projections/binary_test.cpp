// The codec of states: everything comes back, one spelling each, bad bytes are seen.
#include "fold/binary.h"

#include "fold/key_list.h"
#include "fold/subject_set.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace shiji;
using namespace shiji::projections;

TEST_CASE("numbers, integers and texts come back as they were written", "[codec]") {
  const std::uint64_t numbers[] = {0, 1, 127, 128, 16'383, 16'384, std::numeric_limits<std::uint64_t>::max()};
  const std::int64_t integers[] = {
      0, -1, 1, -64, 64, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  std::string out;
  BinaryWriter writer(out);
  for (const auto value : numbers) writer.number(value);
  for (const auto value : integers) writer.integer(value);
  writer.text("师迹");
  writer.text("");
  writer.boolean(true);
  BinaryReader reader(out);
  for (const auto value : numbers) CHECK(reader.number() == value);
  for (const auto value : integers) CHECK(reader.integer() == value);
  CHECK(reader.text() == "师迹");
  CHECK(reader.text().empty());
  CHECK(reader.boolean());
  CHECK(reader.finished());
}

TEST_CASE("bytes that no writer makes are not ok", "[codec]") {
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {
      {"nothing", ""},
      {"a number that does not end", std::string("\x80\x80")},
      {"a number with a needless group", std::string("\x81\x00", 2)},
      {"a number over 64 bits", std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    BinaryReader reader(c.bytes);
    CHECK(reader.number() == 0);
    CHECK_FALSE(reader.ok());
  }
  BinaryReader longer(
      std::string_view("\x05"
                       "ab",
                       3));
  CHECK(longer.text().empty());
  CHECK_FALSE(longer.ok());
  BinaryReader many(
      std::string_view("\x7f"
                       "ab",
                       3));
  CHECK(many.count(1) == 0);
  CHECK_FALSE(many.ok());
  BinaryReader left(std::string_view("\x01\x01", 2));
  CHECK(left.number() == 1);
  CHECK(left.ok());
  CHECK_FALSE(left.finished());
}

TEST_CASE("a set of persons takes each once and encodes in one order", "[codec]") {
  SubjectSet forwards;
  SubjectSet backwards;
  for (std::uint8_t i = 0; i < 200; ++i) {
    ledger::Subject subject;
    subject.bytes[3] = i;
    CHECK(forwards.insert(subject));
    CHECK_FALSE(forwards.insert(subject));
    subject.bytes[3] = static_cast<std::uint8_t>(199 - i);
    CHECK(backwards.insert(subject));
  }
  std::string one;
  std::string other;
  BinaryWriter first(one);
  BinaryWriter second(other);
  forwards.encode(first);
  backwards.encode(second);
  CHECK(one == other);
  SubjectSet decoded;
  BinaryReader reader(one);
  REQUIRE(decoded.decode(reader));
  CHECK(decoded.size() == 200);
  CHECK_FALSE(decoded.insert(ledger::Subject{}));
}

TEST_CASE("a key list hands its keys out in order, persons as hexadecimal", "[codec]") {
  KeyList keys;
  keys.add("first");
  ledger::Subject subject;
  subject.bytes[0] = 0xab;
  keys.add(subject, 7);
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].text == "first");
  CHECK(keys[1].text == "ab000000000000000000000000000000");
  CHECK(keys[1].item == 7);
  CHECK(keys[1].count == 1);
  keys.add_to_last(8, 3);
  REQUIRE(keys.size() == 3);
  CHECK(keys[2].text == keys[1].text);
  CHECK(keys[2].item == 8);
  CHECK(keys[2].count == 3);
  keys.clear();
  CHECK(keys.size() == 0);
}
