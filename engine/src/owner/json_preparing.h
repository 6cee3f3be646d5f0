// JSON lines into event bytes: fills what the lines leave out, seals, numbers.
//
// What: `prepare_lines` gives unsigned event bytes with identity.SubjectKeyCreated in front of the first use of a new
// key; `lines_agree` says whether lines tell the same as events already stored. Never fills a time.
// Errors: refusals 1xx with line and JSON pointer, 309 untrue_field, 203. Threads: any thread.
#pragma once

#include "owner/ledger_core.h"
#include "shiji/ledger/events/json.h"

namespace shiji::engine {

[[nodiscard]] ledger::Result<std::vector<ledger::JsonCommand>> parse_lines(std::string_view text);

struct PreparedLines {
  Submission submission;
  std::vector<std::uint64_t> line_of_event;  ///< the line each event came from, or stands in front of
};
[[nodiscard]] ledger::Result<PreparedLines> prepare_lines(LedgerCore& core, std::vector<ledger::JsonCommand> lines,
                                                          const std::string& id);

/// A refusal that names "event N ..." names the line instead: people sent lines.
[[nodiscard]] ledger::Failure told_by_line(ledger::Failure failure, const std::vector<std::uint64_t>& line_of_event);

/// The submission stored under `entry` tells what the lines give: done(), or the refusal submission_id_taken that names
/// the first field that differs.
[[nodiscard]] ledger::Status lines_agree(const LedgerCore& core, const std::vector<ledger::JsonCommand>& lines,
                                         const std::string& id, const SubmissionEntry& entry,
                                         const ledger::JsonCommand::Opener& opener);

[[nodiscard]] ledger::Result<Owner::SealedValue> seal_with_vault(LedgerCore& core, ledger::EventType type,
                                                                 std::string_view field, const ledger::Subject& subject,
                                                                 std::string_view plaintext);
[[nodiscard]] ledger::Result<std::string> open_with_vault(const LedgerCore& core, ledger::EventType type,
                                                          std::string_view field, const ledger::Sealed& sealed);

}  // namespace shiji::engine
