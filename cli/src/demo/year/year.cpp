#include "demo/year/year.h"

#include "demo/school_year.h"

#include <algorithm>

namespace shiji::cli::demo {
namespace {

constexpr std::size_t days_of_year = 365;

/// How many there are on each day when one appears on each of `appeared`, from the day after on.
std::vector<std::uint32_t> there_by_day(const std::vector<ledger::Date>& appeared) {
  std::vector<std::uint32_t> out(days_of_year, 0);
  const std::int32_t first = date_of(2023, 1, 1).value;
  for (const auto day : appeared) {
    for (auto at = static_cast<std::size_t>(day.value - first) + 1; at < out.size(); ++at) ++out[at];
  }
  return out;
}

std::vector<ledger::Date> days_of(const std::vector<PlannedResource>& resources) {
  std::vector<ledger::Date> out;
  out.reserve(resources.size());
  for (const auto& resource : resources) out.push_back(resource.published);
  return out;
}

}  // namespace

Year::Year(const Organisation& organisation, std::uint32_t scale_ppm, std::uint64_t seed)
    : totals_(year_totals_at(scale_ppm)),
      setting_{organisation, totals_, seed},
      activities_(setting_, facts_),
      reporting_(setting_, facts_),
      banks_(setting_, facts_),
      think_tank_(setting_, activities_, facts_),
      people_work_(setting_, facts_),
      services_(setting_, facts_),
      telemetry_(setting_,
                 {ObjectsByDay{"resource/", resource_name, there_by_day(days_of(banks_.resources()))},
                  ObjectsByDay{"article/", article_name, there_by_day(services_.article_days())},
                  ObjectsByDay{"lesson/", lesson_name, there_by_day(people_work_.lesson_days())}},
                 facts_) {
  std::stable_sort(facts_.begin(), facts_.end(),
                   [](const PlannedFact& a, const PlannedFact& b) { return a.told < b.told; });
}

std::vector<Gain> Year::gains() const {
  std::vector<Gain> out;
  for (const Area* area : std::initializer_list<const Area*>{&activities_, &think_tank_, &people_work_}) {
    area->add_gains(out);
  }
  return out;
}

}  // namespace shiji::cli::demo
