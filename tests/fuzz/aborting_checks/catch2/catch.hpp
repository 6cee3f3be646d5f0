// Stands in for Catch2 where a fuzz target runs what tests are made of: a check that fails ends the process.
#pragma once

#include "fuzzing.h"

#include <sstream>

#define REQUIRE(...) ::shiji::fuzz::must(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__)
#define CHECK(...) REQUIRE(__VA_ARGS__)
#define CHECK_FALSE(...) REQUIRE(!(__VA_ARGS__))
#define REQUIRE_FALSE(...) REQUIRE(!(__VA_ARGS__))
// Read by the compiler alone: what a message names is used.
#define INFO(message) static_cast<void>([&] { return (std::ostringstream() << message).str(); })
#define UNSCOPED_INFO(message) INFO(message)
#define FAIL(message) ::shiji::fuzz::must(false, (std::ostringstream() << message).str().c_str())
