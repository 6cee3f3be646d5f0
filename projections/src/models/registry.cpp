#include "models/models.h"

#include <array>

namespace shiji::projections {
namespace {

const std::array<const Projection*, 5>& projections() {
  static const std::array<const Projection*, 5> all = {&attendance_projection(), &credits_projection(),
                                                       &points_projection(), &profile_projection(),
                                                       &statement_projection()};
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
