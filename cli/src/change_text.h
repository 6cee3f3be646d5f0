// What differs between two states of a read model: key by key, and the events that did it.
#pragma once

#include "context.h"
#include "shiji/projections/replay.h"

#include <string>
#include <vector>

namespace shiji::cli {

struct ChangedKey {
  projections::Change change;
  std::vector<projections::Touch> why;
};

/// JSON: projection, key, before, after ({} where a side has no such key), why[].
[[nodiscard]] projections::Record record_of(std::string_view projection, const ChangedKey& changed);
/// For people: the first changes, a row each, and how many more there are.
[[nodiscard]] std::string changes_text(const Context& context, const engine::Owner& owner,
                                       const projections::ReadModelInfo& info, const std::vector<ChangedKey>& changes);

}  // namespace shiji::cli
