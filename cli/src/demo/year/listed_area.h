// ListedArea: an area whose facts are a kind, a number and a time.
//
// What: subclasses `plan` facts in their constructor and tell one by kind and number. Threads: one.
#pragma once

#include "demo/year/area.h"

namespace shiji::cli::demo {

template <typename Kind>
class ListedArea : public Area {
 public:
  [[nodiscard]] ledger::Status tell(std::uint32_t fact, ledger::Time, EventSink& sink) const final {
    const auto& listed = listed_[fact];
    return tell_fact(listed.kind, listed.which, listed.at, sink);
  }

 protected:
  ListedArea(const YearSetting& setting, std::string_view purpose)
      : setting_(setting), random_(setting.seed, purpose) {}
  void plan(FactList& facts, Kind kind, std::uint32_t which, ledger::Time at) {
    facts.push_back({told_after(at), this, static_cast<std::uint32_t>(listed_.size())});
    listed_.push_back({kind, which, at});
  }
  [[nodiscard]] virtual ledger::Status tell_fact(Kind kind, std::uint32_t which, ledger::Time at,
                                                 EventSink& sink) const = 0;
  /// Calls `visit(which, at)` for every fact of that kind.
  template <typename Visit>
  void each_planned(Kind kind, const Visit& visit) const {
    for (const auto& listed : listed_) {
      if (listed.kind == kind) visit(listed.which, listed.at);
    }
  }
  [[nodiscard]] const Teacher& teacher(std::uint32_t index) const { return setting_.organisation.teachers[index]; }
  [[nodiscard]] const School& school_of(std::uint32_t teacher_index) const {
    return setting_.organisation.schools[teacher(teacher_index).school];
  }
  /// Somebody who was there from January on.
  [[nodiscard]] std::uint32_t any_teacher() {
    const auto count = static_cast<std::uint32_t>(setting_.organisation.teachers.size());
    std::uint32_t index = random_.below(count);
    while (teacher(index).joins_in_autumn) index = (index + 1) % count;
    return index;
  }

  YearSetting setting_;
  Random random_;

 private:
  struct Listed {
    Kind kind;
    std::uint32_t which;
    ledger::Time at;
  };
  std::vector<Listed> listed_;
};

}  // namespace shiji::cli::demo
