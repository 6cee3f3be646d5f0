// JSON in and out of the command line. The only code that sees the JSON library.
//
// What: a projections::Record is the tree; keys keep their order. Sealed leaves become {"sealed": true} where nobody
// opened them. Errors: parsing gives corrupt: what is parsed was written by Shiji itself. Threads: any thread.
#pragma once

#include "shiji/ledger/result.h"
#include "shiji/projections/record.h"

#include <string>
#include <string_view>

namespace shiji::cli {

/// One line, without the newline.
[[nodiscard]] std::string json_of(const projections::Record& record);
/// A field as it is in JSON, but a text without its quotes; empty where there is none.
[[nodiscard]] std::string plain_text(const projections::Record* field);
/// The same of a field that is JSON already.
[[nodiscard]] std::string plain_text(std::string_view json);
/// Numbers beyond 63 bits become text.
[[nodiscard]] ledger::Result<projections::Record> record_from_json(std::string_view text);

}  // namespace shiji::cli
