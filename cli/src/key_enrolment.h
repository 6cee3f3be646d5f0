// The command that enrols a key: it carries the proof that whoever made it holds the secret half.
#pragma once

#include "shiji/ledger/chain/keys.h"

#include <string>

namespace shiji::cli {

/// One JSON line, without the newline.
[[nodiscard]] std::string enrolment_line(const std::string& origin, const std::string& actor,
                                         const ledger::SecretKey& key);

}  // namespace shiji::cli
