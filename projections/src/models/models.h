// The projections of this build. Adding a read model is adding a file pair here and a line in registry.cpp.
#pragma once

#include "fold/projection.h"

namespace shiji::projections {

[[nodiscard]] const Projection& attendance_projection();
[[nodiscard]] const Projection& credits_projection();
[[nodiscard]] const Projection& points_projection();
[[nodiscard]] const Projection& profile_projection();
[[nodiscard]] const Projection& statement_projection();

}  // namespace shiji::projections
