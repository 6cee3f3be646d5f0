#include "table.h"

#include "messages.h"
#include "width.h"

#include <catch2/catch.hpp>

using namespace shiji::cli;

TEST_CASE("Chinese characters take two columns, Latin ones one, combining marks none") {
  CHECK(width_of("abc") == 3);
  CHECK(width_of("王小明") == 6);
  CHECK(width_of("学时 (×100)") == 11);
  CHECK(width_of("e\u0301") == 1);
  CHECK(width_of("，。") == 4);
  CHECK(width_of("𠮷") == 2);
  CHECK(width_of("") == 0);
}

TEST_CASE("A table with Chinese text stands straight") {
  Table table;
  table.add_column("姓名", Align::left);
  table.add_column("积分", Align::right);
  table.add_row({"王小明", "3.50"});
  table.add_row({"Ann", "12.00"});
  table.add_rule();
  table.add_row({"合计", "15.50"});
  CHECK(table.text() ==
        "姓名     积分\n"
        "-------------\n"
        "王小明   3.50\n"
        "Ann     12.00\n"
        "-------------\n"
        "合计    15.50\n");
}

TEST_CASE("What somebody recorded cannot steer the terminal") {
  CHECK(printable("a\033[2Jb") == "a\uFFFD[2Jb");
  CHECK(printable("line\nbreak") == "line\uFFFDbreak");
  CHECK(printable("bad \xff byte") == "bad \uFFFD byte");
  // NOLINTNEXTLINE(misc-misleading-bidirectional): this is what must not reach the terminal
  CHECK(printable("\u202egnp") == "\uFFFDgnp");
  CHECK(printable("王小明") == "王小明");
  CHECK(printable("\xe7\x8e") == "\uFFFD\uFFFD");
}

TEST_CASE("Every message has both languages, and both have the same places to fill") {
  for (std::size_t id = 0; id < message_count; ++id) {
    const auto en = text_of(static_cast<Message>(id), Language::en);
    const auto zh = text_of(static_cast<Message>(id), Language::zh);
    INFO(en);
    CHECK_FALSE(en.empty());
    CHECK_FALSE(zh.empty());
    for (const auto* place : {"{0}", "{1}", "{2}"}) CHECK((en.find(place) == en.npos) == (zh.find(place) == zh.npos));
  }
}

TEST_CASE("A message is filled in the order of its places") {
  CHECK(say(Message::confirmed_through, Language::en, {"12", "the city"}) == "confirmed through 12 by the city");
  CHECK(title_of_field("credit_milli", Language::zh) == "学分");
  CHECK(title_of_field("no_such_key", Language::en) == "no_such_key");
}
