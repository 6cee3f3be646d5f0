// How many rows a listing shows: as many as were asked for, else all for programs and a thousand for people, who are
// told when there are more.
#pragma once

#include "amounts.h"
#include "context.h"

#include <optional>

namespace shiji::cli {

class RowLimit {
 public:
  RowLimit(const Context& context, std::optional<std::uint64_t> asked, bool for_people)
      : context_(context),
        tells_of_more_(for_people && !asked),
        max_(asked.value_or(for_people ? 1'000 : ~std::uint64_t{0})) {}

  /// Whether another row is shown; it counts as one then.
  [[nodiscard]] bool take() {
    if (count_ < max_) return ++count_, true;
    if (tells_of_more_) context_.remark(context_.say(Message::events_more, {with_thousands(max_)}));
    return false;
  }
  /// Whether it is worth looking for another row: to show it, or to tell people of it.
  [[nodiscard]] bool wants_more() const { return count_ < max_ || tells_of_more_; }

 private:
  const Context& context_;
  bool tells_of_more_;
  std::uint64_t max_, count_ = 0;
};

}  // namespace shiji::cli
