// What is said to people is said in both languages.
#include "messages.h"

#include "shiji/ledger/events/event.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace shiji;
using namespace shiji::cli;

TEST_CASE("every kind of fault that verification knows has a name in both languages") {
  for (const std::string kind : {"chunk_unreadable",
                                 "missing",
                                 "not_an_event",
                                 "misplaced",
                                 "sequence_gap",
                                 "previous_mismatch",
                                 "time_went_back",
                                 "version_not_dense",
                                 "stream_previous_mismatch",
                                 "leaf_hash",
                                 "tile",
                                 "checkpoint",
                                 "truncated",
                                 "submission",
                                 "signature",
                                 "document",
                                 "head",
                                 "head_behind",
                                 "index",
                                 "database"}) {
    INFO(kind);
    const std::string key = "fault." + kind;
    CHECK(title_of_value(key, Language::en) != key);
    CHECK(title_of_value(key, Language::zh) != key);
    CHECK(title_of_value(key, Language::zh) != title_of_value(key, Language::en));
  }
  CHECK(title_of_value("fault.none_of_these", Language::zh) == "fault.none_of_these");
}

TEST_CASE("every event type has a name in both languages, each type another one") {
  for (const auto language : {Language::en, Language::zh}) {
    std::set<std::string_view> titles;
    for (std::size_t i = 1; i <= ledger::event_type_count; ++i) {
      const auto type = ledger::name_of(static_cast<ledger::EventType>(i));
      INFO(type);
      CHECK(title_of_value(type, language) != type);
      CHECK(titles.insert(title_of_value(type, language)).second);
    }
  }
}
