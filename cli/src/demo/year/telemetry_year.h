// TelemetryYear: what the platform noticed, school by school and day by day, in batches.
//
// What: the document's visits, reads and studies exactly, and the other kinds up to the total; an object is one that
// was there on that day. A batch is cut below 48 KiB. Cost: planning keeps counts only; records are made when a batch
// is told, so memory stays small. Threads: one.
#pragma once

#include "demo/year/area.h"

#include <array>

namespace shiji::cli::demo {

/// How many objects of a kind were there at the end of each day of the year.
struct ObjectsByDay {
  std::string_view prefix;  ///< "resource/"
  std::string (*name)(std::size_t number);
  std::vector<std::uint32_t> there;  ///< by day of the year
};

class TelemetryYear final : public Area {
 public:
  TelemetryYear(const YearSetting& setting, std::array<ObjectsByDay, 3> objects, FactList& facts);
  [[nodiscard]] ledger::Status tell(std::uint32_t fact, ledger::Time told, EventSink& sink) const override;

 private:
  /// A school's day: how many records of which kind.
  struct SchoolDay {
    std::uint16_t day, school;
    std::array<std::uint16_t, 3> with_objects;  ///< visits, reads, studies
    std::uint16_t others;
  };
  struct Record;
  void plan_days(FactList& facts);
  [[nodiscard]] std::vector<Record> records_of(std::uint32_t fact) const;

  YearSetting setting_;
  std::array<ObjectsByDay, 3> objects_;
  std::vector<SchoolDay> days_;
};

}  // namespace shiji::cli::demo
