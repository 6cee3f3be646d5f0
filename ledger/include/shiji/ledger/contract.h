// SHIJI_ASSERT: a broken contract ends the process, in every build. It prints the condition and its place.
#pragma once

#include <cstdio>
#include <cstdlib>

#define SHIJI_ASSERT(condition, message)                                                                  \
  do {                                                                                                    \
    if (!(condition)) [[unlikely]] {                                                                      \
      std::fprintf(stderr, "%s:%d: contract broken: %s (%s)\n", __FILE__, __LINE__, message, #condition); \
      std::abort();                                                                                       \
    }                                                                                                     \
  } while (false)
