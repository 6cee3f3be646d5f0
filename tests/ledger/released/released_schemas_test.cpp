// What was released is kept: bytes and text of every format are read for ever.
#include "schema_breaks.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

using namespace shiji::tests;

namespace {

namespace fs = std::filesystem;

std::set<std::string> schemas_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".fbs") names.insert(entry.path().filename().string());
  }
  return names;
}

constexpr const char* released_text = R"(
attribute "must"; attribute "hex";
namespace x;
enum Kind : ubyte { one = 1, two = 2 }
struct Hash { bytes:[ubyte:32] (hex); }
table Paper { title:string (required); pages:uint = null (must); kind:Kind = one; hash:Hash; }
)";

/// The released text with `from` as `to`.
std::vector<std::string> breaks_of(const std::string& from, const std::string& to) {
  std::string text = released_text;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  return breaks(ParsedSchema::of_text(released_text), ParsedSchema::of_text(text));
}

}  // namespace

TEST_CASE("every released schema is still what it was, but for what was added") {
  for (const auto& format : fs::directory_iterator(fs::path(SHIJI_SCHEMAS) / "released")) {
    const auto names = schemas_in(format.path());
    REQUIRE_FALSE(names.empty());
    for (const auto& name : names) {
      CAPTURE(format.path().filename().string(), name);
      CHECK(breaks(ParsedSchema::of_file(format.path(), name), ParsedSchema::of_file(SHIJI_SCHEMAS, name)) ==
            std::vector<std::string>());
    }
  }
}

TEST_CASE("a schema may grow") {
  CHECK(breaks_of("hash:Hash; }", "hash:Hash; note:string; }").empty());
  CHECK(breaks_of("two = 2 }", "two = 2, three = 3 }").empty());
  CHECK(breaks_of("table Paper", "table Book { title:string; } table Paper").empty());
}

TEST_CASE("what was released is not renamed, dropped, moved or given another meaning") {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"title:string", "name:string"},                                 // renamed: text would say something else
      {"(required)", ""},                                              // no longer required
      {"pages:uint", "pages:ulong"},                                   // another type
      {"= null (must)", "= null"},                                     // another attribute
      {"= null (must)", "= 0 (must)"},                                 // what is not there would mean 0
      {"kind:Kind = one", "kind:Kind = two"},                          // another default
      {"kind:Kind = one; hash:Hash;", "hash:Hash; kind:Kind = one;"},  // moved
      {"hash:Hash;", ""},                                              // dropped
      {"two = 2", "two = 3"},                                          // another number
      {"two = 2", "deux = 2"},                                         // another name
      {"(hex)", ""},                                                   // shown otherwise
      {"[ubyte:32]", "[ubyte:48]"},                                    // another size
      {"hash:Hash; }", "hash:Hash; author:string (required); }"},      // what was written has none
      {"table Paper", "table Article"},                                // gone
  };
  for (const auto& [from, to] : changes) {
    CAPTURE(from, to);
    CHECK_FALSE(breaks_of(from, to).empty());
  }
}
