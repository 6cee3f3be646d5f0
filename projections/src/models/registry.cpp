#include "models/models.h"

#include <array>

namespace shiji::projections {
namespace {

/// In the order of their names.
const std::array<const Projection*, 21>& projections() {
  static const std::array<const Projection*, 21> all = {
      &activities_projection(), &articles_projection(),   &attendance_projection(), &credits_projection(),
      &experts_projection(),    &highlights_projection(), &items_projection(),      &mentoring_projection(),
      &missing_projection(),    &outreach_projection(),   &pilots_projection(),     &points_projection(),
      &profile_projection(),    &reports_projection(),    &resources_projection(),  &reviews_projection(),
      &statement_projection(),  &support_projection(),    &telemetry_projection(),  &units_projection(),
      &votes_projection()};
  return all;
}

}  // namespace

std::span<const ReadModelInfo> read_models() {
  static const auto infos = [] {
    std::vector<ReadModelInfo> out;
    for (const auto* projection : projections()) out.push_back(projection->info());
    return out;
  }();
  return infos;
}

const Projection* projection_named(std::string_view name) {
  for (const auto* projection : projections()) {
    if (projection->info().name == name) return projection;
  }
  return nullptr;
}

}  // namespace shiji::projections
