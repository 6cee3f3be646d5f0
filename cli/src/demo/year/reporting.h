// Reporting: what four stages reported row by row, and the rows that were wrong.
#pragma once

#include "demo/year/listed_area.h"

namespace shiji::cli::demo {

enum class ReportFact : std::uint8_t { opened, row, corrected, closed };

class Reporting final : public ListedArea<ReportFact> {
 public:
  Reporting(const YearSetting& setting, FactList& facts);

 protected:
  [[nodiscard]] ledger::Status tell_fact(ReportFact kind, std::uint32_t which, ledger::Time at,
                                         EventSink& sink) const override;

 private:
  struct Collection {
    std::string name, title;
    Stage stage;
    ledger::Date due;
  };
  struct Row {
    std::uint32_t collection, number, school;
  };
  std::vector<Collection> collections_;
  std::vector<Row> rows_;
};

}  // namespace shiji::cli::demo
