// The closing report of a demo, for people.
#pragma once

#include "context.h"
#include "demo/demo.h"

namespace shiji::cli {

/// In both languages: Chinese first, unless --lang asked for English.
[[nodiscard]] std::string closing_report_text(const Context& context, const demo::DemoResult& result);

}  // namespace shiji::cli
