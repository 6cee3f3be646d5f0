// support: what the service team did, by the teacher it was for.
//
// The key "-" holds what names no teacher: tickets and calls without one, closed tickets (a closing does not say whose
// it was), tables, reports and visits. Sums over all keys are the year's figures; keys with `helped` above 0 are the
// teachers helped.
#include "fold/fields.h"
#include "models/models.h"
#include "models/stream_key.h"

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace support = ledger::support;

constexpr std::string_view nobody = "-";

struct SupportState final : FieldState<SupportState> {
  std::uint64_t tickets = 0, closed = 0, resolved = 0;
  std::uint64_t calls_in = 0, calls_back = 0, helped = 0;
  std::uint64_t tables = 0, reports = 0, visits = 0;
  std::uint64_t minutes = 0;  ///< of calls and visits

  static auto fields(auto& self) {
    return std::tie(self.tickets, self.closed, self.resolved, self.calls_in, self.calls_back, self.helped, self.tables,
                    self.reports, self.visits, self.minutes);
  }
};

void add_key(const std::optional<ledger::Subject>& teacher, KeyList& out) {
  if (teacher) return out.add(*teacher);
  out.add(nobody);
}

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},         {"tickets", "受理问题", "Tickets"},
    {"closed", "已办结", "Closed"},         {"resolved", "已解决", "Resolved"},
    {"calls_in", "来电", "Calls received"}, {"calls_back", "回访", "Calls returned"},
    {"helped", "协助次数", "Helped"},       {"tables", "处理表格", "Tables"},
    {"reports", "报告", "Reports"},         {"visits", "实地调研", "Visits"},
    {"minutes", "分钟", "Minutes"},
};
constexpr ReadModelInfo model_info = {"support", 1, "teacher", "客服支持", "Support", columns, {}};
constexpr EventType folded[] = {EventType::support_TicketOpened, EventType::support_CallReceived,
                                EventType::support_CallReturned, EventType::support_TeacherHelped,
                                EventType::support_TicketClosed, EventType::support_TableProcessed,
                                EventType::support_ReportIssued, EventType::support_VisitLogged};

class Support final : public ProjectionOf<SupportState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    switch (event.type) {
      case EventType::support_TicketOpened:
        return add_key(payload_of<support::TicketOpened>(event).teacher, out);
      case EventType::support_CallReceived:
        return add_key(payload_of<support::CallReceived>(event).teacher, out);
      case EventType::support_CallReturned:
        return add_key(payload_of<support::CallReturned>(event).teacher, out);
      case EventType::support_TeacherHelped:
        return out.add(payload_of<support::TeacherHelped>(event).teacher);
      case EventType::support_TicketClosed:
      case EventType::support_TableProcessed:
      case EventType::support_ReportIssued:
      case EventType::support_VisitLogged:
        return out.add(nobody);
      default:
        return;
    }
  }

 protected:
  void fold(SupportState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::support_TicketOpened:
        ++state.tickets;
        return;
      case EventType::support_TicketClosed:
        ++state.closed;
        if (payload_of<support::TicketClosed>(event).resolved) ++state.resolved;
        return;
      case EventType::support_CallReceived:
        ++state.calls_in;
        state.minutes += payload_of<support::CallReceived>(event).minutes;
        return;
      case EventType::support_CallReturned:
        ++state.calls_back;
        state.minutes += payload_of<support::CallReturned>(event).minutes;
        return;
      case EventType::support_TeacherHelped:
        ++state.helped;
        return;
      case EventType::support_TableProcessed:
        ++state.tables;
        return;
      case EventType::support_ReportIssued:
        ++state.reports;
        return;
      default:
        ++state.visits;
        state.minutes += payload_of<support::VisitLogged>(event).minutes;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const SupportState& state, const ledger::RuleBook&) const override {
    return Fields{
        {"teacher", std::string(key)},        {"tickets", amount(state.tickets)},
        {"closed", amount(state.closed)},     {"resolved", amount(state.resolved)},
        {"calls_in", amount(state.calls_in)}, {"calls_back", amount(state.calls_back)},
        {"helped", amount(state.helped)},     {"tables", amount(state.tables)},
        {"reports", amount(state.reports)},   {"visits", amount(state.visits)},
        {"minutes", amount(state.minutes)},
    };
  }
};

}  // namespace

const Projection& support_projection() {
  static const Support projection;
  return projection;
}

}  // namespace shiji::projections
