#include "owner/refused_submission.h"

#include "shiji/ledger/events/codec.h"

#include <charconv>

namespace shiji::engine {

namespace {

ledger::LoggedRefusal refused_now(const LedgerCore& core, const ledger::Refusal& refusal, std::string_view submission) {
  return ledger::logged_refusal(refusal, core.options.environment.clock->now(), submission);
}

/// The number behind `word` at the beginning of a place: "event 3 /payload/name" is 3 behind "event ".
std::optional<std::size_t> number_behind(std::string_view place, std::string_view word) {
  if (!place.starts_with(word)) return std::nullopt;
  place.remove_prefix(word.size());
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(place.data(), place.data() + place.size(), number);
  if (problem != std::errc()) return std::nullopt;
  return number;
}

/// The line of that number, from 1; without one the first that is not blank.
std::string_view line_named(std::string_view text, std::optional<std::size_t> number) {
  for (std::size_t at = 1; !text.empty(); ++at) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    if (number ? at == *number : line.find_first_not_of(" \t\r") != std::string_view::npos) return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace

ledger::LoggedRefusal refused_events(const LedgerCore& core, const std::vector<ledger::Buffer>& events,
                                     const ledger::Refusal& refusal) {
  auto logged = refused_now(core, refusal, {});
  const auto index = number_behind(refusal.place, "event ").value_or(0);
  if (index >= events.size()) return logged;
  if (const auto event = ledger::decode_event(events[index])) note_event(logged, *event);
  return logged;
}

ledger::LoggedRefusal refused_lines(const LedgerCore& core, const JsonSubmission& submission,
                                    const ledger::Refusal& refusal) {
  auto logged = refused_now(core, refusal, submission.id);
  note_command(logged, line_named(submission.text, number_behind(refusal.place, "line ")));
  // Lines that name nobody are the service's.
  if (logged.actor.empty() && !logged.type.empty()) logged.actor = service_actor;
  return logged;
}

}  // namespace shiji::engine
