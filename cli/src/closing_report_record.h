// The closing report of a demo as a record, for JSON.
#pragma once

#include "demo/demo.h"
#include "shiji/projections/record.h"

namespace shiji::cli {

[[nodiscard]] projections::Record record_of_report(const demo::DemoResult& result);

}  // namespace shiji::cli
