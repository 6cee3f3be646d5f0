// The service team: tickets open and close; calls, help, tables, reports and visits are facts of their own.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/stage_records.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::string_view tickets = "ticket/";
enum class TicketStage : std::uint8_t { open = 1, closed = 2 };

/// Whoever asked may be unknown; somebody who is named is not.
Status check_asker(const RuleContext& context, const std::optional<Subject>& teacher) {
  return teacher ? check_teacher_known(context, *teacher, "/payload/teacher") : done();
}

Status check_ticket_opened(const RuleContext& context, const support::TicketOpened& opened) {
  if (find_stage<TicketStage>(context.state, tickets, context.stream_name)) {
    return refuse(RefusalCode::ticket_exists, "/stream", "", context.command.event.stream);
  }
  if (auto named = check_not_empty(opened.topic, "/payload/topic"); !named) return named;
  return check_asker(context, opened.teacher);
}

void fold_ticket_opened(DecisionState& state, const DecodedEvent&, std::string_view id, const support::TicketOpened&) {
  put_stage(state, tickets, id, TicketStage::open);
}

Status check_ticket_closed(const RuleContext& context, const support::TicketClosed&) {
  const auto stage = find_stage<TicketStage>(context.state, tickets, context.stream_name);
  const std::string_view stream = context.command.event.stream;
  if (!stage) return refuse(RefusalCode::ticket_unknown, "/stream", "", stream);
  if (*stage == TicketStage::closed) return refuse(RefusalCode::ticket_closed, "/stream", "", stream);
  return done();
}

void fold_ticket_closed(DecisionState& state, const DecodedEvent&, std::string_view id, const support::TicketClosed&) {
  put_stage(state, tickets, id, TicketStage::closed);
}

template <typename P>
Status check_call(const RuleContext& context, const P& call) {
  if (auto named = check_not_empty(call.topic, "/payload/topic"); !named) return named;
  return check_asker(context, call.teacher);
}

Status check_helped(const RuleContext& context, const support::TeacherHelped& helped) {
  if (auto named = check_not_empty(helped.topic, "/payload/topic"); !named) return named;
  return check_teacher_known(context, helped.teacher, "/payload/teacher");
}

Status check_table(const RuleContext&, const support::TableProcessed& table) {
  return check_not_empty(table.title, "/payload/title");
}

Status check_report(const RuleContext&, const support::ReportIssued& report) {
  return check_not_empty(report.title, "/payload/title");
}

Status check_visit(const RuleContext& context, const support::VisitLogged& visit) {
  return check_school_known(context, visit.school, "/payload/school");
}

/// A fact that no later one is decided by.
template <typename P>
void fold_fact(DecisionState&, const DecodedEvent&, std::string_view, const P&) {}

}  // namespace

std::span<const Rule> support_rules() {
  using support::CallReceived;
  using support::CallReturned;
  static constexpr std::array rules{
      rule<support::TicketOpened, check_ticket_opened, fold_ticket_opened>(),
      rule<support::TicketClosed, check_ticket_closed, fold_ticket_closed>(),
      rule<CallReceived, check_call<CallReceived>, fold_fact<CallReceived>>(),
      rule<CallReturned, check_call<CallReturned>, fold_fact<CallReturned>>(),
      rule<support::TeacherHelped, check_helped, fold_fact<support::TeacherHelped>>(),
      rule<support::TableProcessed, check_table, fold_fact<support::TableProcessed>>(),
      rule<support::ReportIssued, check_report, fold_fact<support::ReportIssued>>(),
      rule<support::VisitLogged, check_visit, fold_fact<support::VisitLogged>>(),
  };
  return rules;
}

}  // namespace shiji::ledger
