// What a liar does to a proof: every hash flipped, dropped, doubled, swapped with its neighbour, and one too many.
#pragma once

#include "shiji/ledger/chain/hash.h"

#include <string>
#include <vector>

namespace shiji::ledger::test {

struct Probe {
  std::string what;
  std::vector<Hash> proof;
};

inline std::vector<Probe> probes_of(const std::vector<Hash>& proof) {
  std::vector<Probe> probes;
  const auto add = [&](const std::string& what, std::size_t i, std::vector<Hash> changed) {
    if (changed != proof) probes.push_back({what + " " + std::to_string(i), std::move(changed)});
  };
  for (std::size_t i = 0; i < proof.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    std::vector<Hash> changed = proof;
    changed[i].bytes[i % Hash::size()] ^= static_cast<std::uint8_t>(1U << (i % 8));
    add("flipped", i, changed);
    changed = proof;
    changed.erase(changed.begin() + at);
    add("dropped", i, changed);
    changed = proof;
    changed.insert(changed.begin() + at, proof[i]);
    add("doubled", i, changed);
    changed = proof;
    if (i + 1 < proof.size()) std::swap(changed[i], changed[i + 1]);
    add("swapped", i, changed);
  }
  std::vector<Hash> longer = proof;
  longer.push_back(empty_root());
  add("lengthened", proof.size(), longer);
  longer = proof;
  longer.insert(longer.begin(), empty_root());
  add("preceded", 0, longer);
  return probes;
}

}  // namespace shiji::ledger::test
