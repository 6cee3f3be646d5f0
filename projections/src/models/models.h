// The projections of this build. Adding a read model is adding a file here and a line in registry.cpp.
#pragma once

#include "fold/projection.h"

namespace shiji::projections {

[[nodiscard]] const Projection& activities_projection();
[[nodiscard]] const Projection& articles_projection();
[[nodiscard]] const Projection& attendance_projection();
[[nodiscard]] const Projection& credits_projection();
[[nodiscard]] const Projection& experts_projection();
[[nodiscard]] const Projection& highlights_projection();
[[nodiscard]] const Projection& items_projection();
[[nodiscard]] const Projection& mentoring_projection();
[[nodiscard]] const Projection& missing_projection();
[[nodiscard]] const Projection& outreach_projection();
[[nodiscard]] const Projection& pilots_projection();
[[nodiscard]] const Projection& points_projection();
[[nodiscard]] const Projection& profile_projection();
[[nodiscard]] const Projection& reports_projection();
[[nodiscard]] const Projection& resources_projection();
[[nodiscard]] const Projection& reviews_projection();
[[nodiscard]] const Projection& statement_projection();
[[nodiscard]] const Projection& support_projection();
[[nodiscard]] const Projection& telemetry_projection();
[[nodiscard]] const Projection& units_projection();
[[nodiscard]] const Projection& votes_projection();

}  // namespace shiji::projections
