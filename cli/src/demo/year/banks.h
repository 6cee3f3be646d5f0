// Banks: the resources and the items that were added in the year.
#pragma once

#include "demo/year/listed_area.h"

namespace shiji::cli::demo {

enum class BankFact : std::uint8_t { resource, resource_retired, item, item_reviewed };

struct PlannedResource {
  std::uint32_t contributor = 0;
  ledger::Date published;
};

class Banks final : public ListedArea<BankFact> {
 public:
  Banks(const YearSetting& setting, FactList& facts);
  /// In the order of their days; resource `n` is "resource/<resource_name(n)>".
  [[nodiscard]] const std::vector<PlannedResource>& resources() const { return resources_; }

 protected:
  [[nodiscard]] ledger::Status tell_fact(BankFact kind, std::uint32_t which, ledger::Time at,
                                         EventSink& sink) const override;

 private:
  struct Item {
    Stage stage;
    std::string_view subject_code;
    std::uint32_t contributor, difficulty_ppm;
    bool accepted;
    std::uint8_t kind;
  };
  void plan_resources(FactList& facts);
  void plan_items(FactList& facts);
  [[nodiscard]] ledger::Status tell_resource(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_item(std::uint32_t which, ledger::Time at, EventSink& sink) const;

  std::vector<PlannedResource> resources_;
  std::vector<Item> items_;
};

[[nodiscard]] std::string resource_name(std::size_t number);

}  // namespace shiji::cli::demo
