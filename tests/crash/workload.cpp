#include "workload.h"

#include <cstdio>
#include <sstream>

namespace shiji::tests {

namespace {

constexpr std::uint64_t commands_max = 8;
constexpr std::uint64_t numbers_max = 10'000;  // submissions of one thread in one cycle

}  // namespace

std::string id_of(const Sent& sent) {
  return "kill/" + std::to_string(sent.cycle) + "/" + std::to_string(sent.thread) + "/" + std::to_string(sent.number);
}

std::optional<Sent> sent_of(std::string_view id) {
  unsigned long long cycle = 0;
  unsigned long long thread = 0;
  unsigned long long number = 0;
  if (std::sscanf(std::string(id).c_str(), "kill/%llu/%llu/%llu", &cycle, &thread, &number) != 3) return std::nullopt;
  return Sent{cycle, thread, number};
}

std::vector<Command> commands_of(const Sent& sent) {
  const std::uint64_t place = (sent.cycle * writer_threads + sent.thread) * numbers_max + sent.number;
  std::vector<Command> commands;
  const std::uint64_t count = 1 + (sent.number * 5 + sent.thread) % commands_max;
  for (std::uint64_t i = 0; i < count; ++i) commands.push_back(school(place * commands_max + i));
  return commands;
}

std::string line_of(const Sent& sent, const engine::Receipt& receipt) {
  std::string line = id_of(sent) + " " + std::to_string(receipt.first_sequence.value);
  for (const auto& hash : receipt.leaf_hashes) line += " " + ledger::to_hex(hash.span());
  return line + "\n";
}

std::optional<Acknowledged> acknowledged_of(const std::string& line) {
  std::istringstream words(line);
  std::string id;
  Acknowledged acknowledged;
  if (!(words >> id >> acknowledged.first)) return std::nullopt;
  const auto sent = sent_of(id);
  if (!sent) return std::nullopt;
  acknowledged.sent = *sent;
  for (std::string word; words >> word;) {
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(word);
    if (!hash) return std::nullopt;
    acknowledged.leaf_hashes.push_back(*hash);
  }
  return acknowledged;
}

}  // namespace shiji::tests
