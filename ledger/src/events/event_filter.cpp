#include "shiji/ledger/events/event_filter.h"

#include "shiji/ledger/events/logged_refusal.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

std::string raw_bytes(const Subject& subject) { return {subject.bytes.begin(), subject.bytes.end()}; }

bool holds(Bytes bytes, std::string_view text) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return all.find(text) != std::string_view::npos;
}

bool is_under(std::string_view unit, std::string_view above) {
  return unit.starts_with(above) && (unit.size() == above.size() || unit[above.size()] == '/');
}

bool is_between(const EventFilter& filter, Time recorded) {
  return !(filter.since && recorded < *filter.since) && !(filter.until && recorded >= *filter.until);
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
  if (!is_between(filter, event.position.recorded_at)) return false;
  if (!filter.type.empty() && !glob_matches(filter.type, event.type)) return false;
  if (!filter.actor.empty() && event.actor != filter.actor) return false;
  const std::string_view none;
  if (!filter.unit.empty() && !is_under(event.working_unit.value_or(none), filter.unit) &&
      !is_under(event.establishment_unit.value_or(none), filter.unit)) {
    return false;
  }
  if (!filter.subject) return true;
  // A person's id is 16 random bytes: wherever they stand, it is that person. Streams carry it as text.
  return holds(decoded.bytes, raw_bytes(*filter.subject)) ||
         event.stream.find(to_hex(filter.subject->span())) != std::string_view::npos;
}

bool matches(const EventFilter& filter, const LoggedRefusal& refusal) {
  if (!is_between(filter, refusal.recorded_at)) return false;
  if (!filter.type.empty() && !glob_matches(filter.type, refusal.type)) return false;
  if (!filter.actor.empty() && refusal.actor != filter.actor) return false;
  if (!filter.unit.empty() && !is_under(refusal.working_unit, filter.unit)) return false;
  if (!filter.subject) return true;
  return std::ranges::find(refusal.subjects, *filter.subject) != refusal.subjects.end() ||
         refusal.stream.find(to_hex(filter.subject->span())) != std::string::npos;
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
