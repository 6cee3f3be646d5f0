// Saying no in one line. Places are JSON pointers into the event.
#pragma once

#include "rules/rule_table.h"

#include <string>
#include <string_view>

namespace shiji::ledger {

inline Refusal refuse(RefusalCode code, std::string_view place, std::string_view expected = {},
                      std::string_view actual = {}) {
  return Refusal{code, std::string(place), std::string(expected), std::string(actual)};
}

/// Refuses wrong_stream unless the stream's name is `name`.
inline Status stream_names(const RuleContext& context, std::string_view name) {
  if (context.stream_name == name) return done();
  const std::string family(info_of(context.command.type).stream_family);
  return refuse(RefusalCode::wrong_stream, "/stream", family + "/" + std::string(name), context.command.event.stream);
}

template <typename T>
Status stream_names_bytes(const RuleContext& context, const T& id) {
  return stream_names(context, to_hex(id.span()));
}

}  // namespace shiji::ledger
