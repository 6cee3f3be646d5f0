// Area: one field of the year's work, planned as facts and told one by one.
//
// What: an area plans in its constructor what will happen, adds a PlannedFact for each thing it will tell, and tells it
// when its time has come. Guarantees: a function of the organisation, the totals and the seed; nothing is told before
// it happened; what rests on something else is told after it. Ownership: facts point to their area, which has to live
// as long. Threads: one.
#pragma once

#include "demo/event_sink.h"
#include "demo/organisation.h"
#include "demo/random.h"
#include "demo/year/gain.h"
#include "demo/year/year_totals.h"

#include <string>
#include <string_view>
#include <vector>

namespace shiji::cli::demo {

class Area {
 public:
  virtual ~Area() = default;
  [[nodiscard]] virtual ledger::Status tell(std::uint32_t fact, ledger::Time told, EventSink& sink) const = 0;
  /// What it gives in points; nothing for most.
  virtual void add_gains(std::vector<Gain>& /*gains*/) const {}
};

struct PlannedFact {
  ledger::Time told;
  const Area* area = nullptr;
  std::uint32_t fact = 0;
};
using FactList = std::vector<PlannedFact>;

/// What every area plans from.
struct YearSetting {
  const Organisation& organisation;
  const YearTotals& totals;
  std::uint64_t seed;
};

/// The platform sends what it has every half hour.
[[nodiscard]] ledger::Time told_after(ledger::Time happened);
/// A moment between 7:30 and 21:59 of the day, most of them in working hours.
[[nodiscard]] ledger::Time moment_on(ledger::Date day, Random& random);
/// Days from `first` to `last` without Sundays and holidays.
[[nodiscard]] std::vector<ledger::Date> working_days(ledger::Date first, ledger::Date last);

/// The envelope of what happened at `when` in `unit`.
[[nodiscard]] ledger::Event event_at(std::string_view stream, std::string_view unit, ledger::Time when);
/// "a0017": what stands behind a prefix, of four digits or more.
[[nodiscard]] std::string numbered(std::string_view prefix, std::size_t number);
/// A digest of something invented: SHA-256 of its name and the seed.
[[nodiscard]] ledger::Hash invented_digest(std::string_view name, std::size_t number, std::uint64_t seed);
/// Teachers who were there from January on, by stage.
[[nodiscard]] std::vector<std::uint32_t> teachers_of(const Organisation& organisation, Stage stage);

}  // namespace shiji::cli::demo
