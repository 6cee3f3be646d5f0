// One line of a scenario that names an event type: `research.ActivityJoined activity/a1 teacher=@anna level=county`.
//
// What: makes the JSON line that `shiji append` would take. A value is a number, true or false, or text; `@name` is a
// teacher, `#word` the SHA-256 of the word, `%rules/rubric.json` the digest of a built-in document, `09:00` that time
// of the scenario's day, `[a,b]` a list. A key with `+` in front belongs to the envelope.
#pragma once

#include "shiji/ledger/ids.h"

#include <functional>
#include <string>
#include <vector>

namespace shiji::tests {

struct EventLineNames {
  std::function<ledger::Subject(const std::string& name)> teacher;
  std::function<ledger::Time(std::string_view clock)> time;
  std::function<ledger::Hash(std::string_view file)> document;
};
[[nodiscard]] std::string json_line(const std::vector<std::string>& words, const EventLineNames& names);

}  // namespace shiji::tests
