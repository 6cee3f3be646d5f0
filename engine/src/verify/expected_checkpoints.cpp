#include "verify/expected_checkpoints.h"

namespace shiji::engine {

using ledger::TreeSize;

std::optional<TreeSize> ExpectedCheckpoints::expect(std::string_view note, const std::string& where,
                                                    const std::string& who) {
  Note expected{std::string(note), where, who};
  const std::size_t blank = note.rfind("\n\n");
  const auto told = ledger::parse_checkpoint_text(note.substr(0, blank == std::string_view::npos ? 0 : blank + 1));
  if (!told) return refuse(expected), std::nullopt;
  if (told->tree_size.value > 0) {
    notes_.emplace(told->tree_size, std::move(expected));
  } else {
    (void)opened(expected);  // says nothing about events; its signature still counts
  }
  return told->tree_size;
}

void ExpectedCheckpoints::set_keys(std::vector<ledger::VerifierKey> keys) {
  if (!keys.empty()) keys_ = std::move(keys);
}

std::optional<ledger::Checkpoint> ExpectedCheckpoints::opened(const Note& note) {
  auto checkpoint = ledger::open_checkpoint(note.text, keys_);
  if (checkpoint) return std::move(*checkpoint);
  refuse(note);
  return std::nullopt;
}

void ExpectedCheckpoints::refuse(const Note& note) {
  if (!note.who.empty()) outside_.push_back({note.who, {}, false});
  report_({"checkpoint", std::nullopt, "", note.where, "it is not a checkpoint signed by this ledger's key"});
}

void ExpectedCheckpoints::reached(TreeSize size, const ledger::Hash& root) {
  const auto range = notes_.equal_range(size);
  for (auto at = range.first; at != range.second; ++at) {
    const Note& note = at->second;
    const auto checkpoint = opened(note);
    if (!checkpoint) continue;
    const bool agrees = checkpoint->root == root;
    if (!note.who.empty()) outside_.push_back({note.who, size, agrees});
    if (agrees) continue;
    report_({"checkpoint", std::nullopt, "", note.where,
             "the root at " + std::to_string(size.value) + " events is " + ledger::to_hex(root.span()) +
                 ", the checkpoint says " + ledger::to_hex(checkpoint->root.span())});
  }
  notes_.erase(range.first, range.second);
}

void ExpectedCheckpoints::finish(TreeSize size) {
  for (const auto& [expected, note] : notes_) {
    if (!opened(note)) continue;
    if (!note.who.empty()) outside_.push_back({note.who, expected, false});
    report_({"truncated", ledger::Sequence{size.value}, "", note.where,
             "a checkpoint covers " + std::to_string(expected.value) + " events, " + std::to_string(size.value) +
                 " are stored"});
  }
  notes_.clear();
}

}  // namespace shiji::engine
