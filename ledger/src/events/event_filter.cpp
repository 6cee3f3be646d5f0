#include "shiji/ledger/events/event_filter.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

std::string raw_bytes(const Subject& subject) { return {subject.bytes.begin(), subject.bytes.end()}; }

bool holds(Bytes bytes, std::string_view text) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return all.find(text) != std::string_view::npos;
}

bool is_under(const std::optional<std::string_view>& unit, std::string_view above) {
  if (!unit || !unit->starts_with(above)) return false;
  return unit->size() == above.size() || (*unit)[above.size()] == '/';
}

/// The longest part of a glob that stands for itself.
std::string_view longest_literal(std::string_view glob) {
  std::string_view longest;
  while (!glob.empty()) {
    const std::size_t end = std::min(glob.find_first_of("*?"), glob.size());
    if (end > longest.size()) longest = glob.substr(0, end);
    glob.remove_prefix(std::min(end + 1, glob.size()));
  }
  return longest;
}

}  // namespace

bool glob_matches(std::string_view glob, std::string_view text) {
  std::size_t at_glob = 0;
  std::size_t at_text = 0;
  std::size_t after_star = std::string_view::npos;  // where to go on when what follows the last star does not fit
  std::size_t star_took_to = 0;
  while (at_text < text.size()) {
    if (at_glob < glob.size() && glob[at_glob] == '*') {
      after_star = ++at_glob;
      star_took_to = at_text;
    } else if (at_glob < glob.size() && (glob[at_glob] == '?' || glob[at_glob] == text[at_text])) {
      ++at_glob;
      ++at_text;
    } else if (after_star != std::string_view::npos) {
      at_glob = after_star;
      at_text = ++star_took_to;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', at_glob) == std::string_view::npos;
}

bool matches(const EventFilter& filter, const DecodedEvent& decoded) {
  const Event& event = decoded.event;
  const Time recorded = event.position.recorded_at;
  if ((filter.since && recorded < *filter.since) || (filter.until && recorded >= *filter.until)) return false;
  if (!filter.type.empty() && !glob_matches(filter.type, event.type)) return false;
  if (!filter.actor.empty() && event.actor != filter.actor) return false;
  if (!filter.unit.empty() && !is_under(event.working_unit, filter.unit) &&
      !is_under(event.establishment_unit, filter.unit)) {
    return false;
  }
  if (!filter.subject) return true;
  // A person's id is 16 random bytes: wherever they stand, it is that person. Streams carry it as text.
  return holds(decoded.bytes, raw_bytes(*filter.subject)) ||
         event.stream.find(to_hex(filter.subject->span())) != std::string_view::npos;
}

std::vector<NeededText> texts_of(const EventFilter& filter) {
  std::vector<NeededText> out;
  const auto add = [&](std::string_view text) {
    if (!text.empty()) out.push_back({{std::string(text)}});
  };
  if (filter.subject) out.push_back({{raw_bytes(*filter.subject), to_hex(filter.subject->span())}});
  add(filter.actor);
  add(filter.unit);
  add(longest_literal(filter.type));
  return out;
}

}  // namespace shiji::ledger
