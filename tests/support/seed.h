// The seed of a test with random content. It is printed once a program; SHIJI_TEST_SEED=<number> repeats a run.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace shiji::tests {

inline std::uint64_t test_seed() {
  static const std::uint64_t seed = [] {
    const char* given = std::getenv("SHIJI_TEST_SEED");
    std::random_device device;
    const std::uint64_t chosen =
        given != nullptr ? std::strtoull(given, nullptr, 10) : (std::uint64_t{device()} << 32 | device());
    std::fprintf(stderr, "SHIJI_TEST_SEED=%llu\n", static_cast<unsigned long long>(chosen));
    return chosen;
  }();
  return seed;
}

}  // namespace shiji::tests
