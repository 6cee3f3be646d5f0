// Year: everything of the year 2023 beside the sign-ins, planned area by area, and told in the order of its time.
//
// Guarantees: a function of the organisation, the scale and the seed. Ownership: the organisation must outlive it.
#pragma once

#include "demo/year/activities.h"
#include "demo/year/banks.h"
#include "demo/year/people_work.h"
#include "demo/year/reporting.h"
#include "demo/year/services.h"
#include "demo/year/telemetry_year.h"
#include "demo/year/think_tank.h"

#include <memory>

namespace shiji::cli::demo {

class Year {
 public:
  Year(const Organisation& organisation, std::uint32_t scale_ppm, std::uint64_t seed);
  Year(const Year&) = delete;
  Year& operator=(const Year&) = delete;

  /// In the order in which they are told.
  [[nodiscard]] const FactList& facts() const { return facts_; }
  [[nodiscard]] std::vector<Gain> gains() const;
  [[nodiscard]] const YearTotals& totals() const { return totals_; }
  [[nodiscard]] const Activities& activities() const { return activities_; }
  [[nodiscard]] const ThinkTank& think_tank() const { return think_tank_; }
  [[nodiscard]] const PeopleWork& people_work() const { return people_work_; }

 private:
  YearTotals totals_;
  YearSetting setting_;
  FactList facts_;
  Activities activities_;
  Reporting reporting_;
  Banks banks_;
  ThinkTank think_tank_;
  PeopleWork people_work_;
  Services services_;
  TelemetryYear telemetry_;
};

}  // namespace shiji::cli::demo
