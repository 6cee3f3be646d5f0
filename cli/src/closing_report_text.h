// The closing report of a demo, as JSON and for people.
#pragma once

#include "context.h"
#include "demo/demo.h"
#include "shiji/projections/record.h"

namespace shiji::cli {

[[nodiscard]] projections::Record record_of_report(const demo::DemoResult& result);
/// In both languages, the context's first; Chinese first where nobody asked for English.
[[nodiscard]] std::string closing_report_text(const Context& context, const demo::DemoResult& result);

}  // namespace shiji::cli
