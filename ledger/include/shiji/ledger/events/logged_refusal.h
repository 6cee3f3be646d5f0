// LoggedRefusal: what is kept of a submission that a rule refused, and its line in a log.
//
// What: who was refused what, when, and by which rule. It lies beside the chain: nothing is proven by it, and neither
// `decide` nor `verify` reads it.
// Guarantees: it never holds a payload, nor the value that was refused (Refusal::actual). Both may hold a name that
// nobody sealed, for what is refused is refused before that is certain; and a log cannot forget a person by the loss of
// a key. A stream's name is kept only where its type may have it, for the same reason. Texts are plain and cut at
// `refusal_text_max` bytes, and so a line is bounded whatever was sent.
// Units: times are microseconds UTC. Ownership: owns what it holds. Errors: none; what cannot be read is no line.
// Threads: any thread.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

inline constexpr std::size_t refusal_text_max = 256;
inline constexpr std::size_t refusal_subjects_max = 64;

struct LoggedRefusal {
  Time recorded_at;
  std::uint16_t code = 0;  ///< a RefusalCode, or the number of a rule this build does not know
  std::string name;        ///< of the rule
  std::string place, expected;
  std::string submission;                         ///< its id; empty when it had none yet
  std::string type, stream, actor, working_unit;  ///< of the event that was refused; empty: not known
  std::vector<Subject> subjects;                  ///< those of its envelope
  std::optional<Time> occurred_at;
  std::optional<Date> business_date;
};

/// Without an event yet; `submission` may be empty.
[[nodiscard]] LoggedRefusal logged_refusal(const Refusal& refusal, Time at, std::string_view submission);
/// Notes what event was refused, and of which submission.
void note_event(LoggedRefusal& refusal, const DecodedEvent& decoded);
/// The same of a command line that is no event yet, as far as it can be read.
void note_command(LoggedRefusal& refusal, std::string_view json_line);

/// One line of JSON, without its end.
[[nodiscard]] std::string refusal_line(const LoggedRefusal& refusal);
/// Keys of a newer form are passed over; nullopt when it is not a line of a log, as a torn one is not.
[[nodiscard]] std::optional<LoggedRefusal> refusal_from_line(std::string_view line);

}  // namespace shiji::ledger
