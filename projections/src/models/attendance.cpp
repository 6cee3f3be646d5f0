// attendance: who was expected at a session and who came. Live while it is open, final when its attendance is.
#include "fold/subject_set.h"
#include "models/models.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::document::AttendanceOutcome;
namespace training = ledger::training;

constexpr std::string_view stream_prefix = "session/";

struct AttendanceState final : KeyState {
  std::string title;
  ledger::Level level = ledger::Level::school;
  std::int64_t starts_at = 0, ends_at = 0;  ///< microseconds UTC, over all units
  std::uint64_t units = 0;
  std::uint64_t expected = 0;
  SubjectSet present;  ///< who signed in so far; let go when the attendance is final
  std::uint64_t signed_in = 0, sign_ins_repeated = 0;
  std::uint64_t parts = 0;  ///< of the final attendance, so far
  std::uint64_t attended = 0, late = 0, absent = 0;
  bool known = false, closed = false;

  void encode(BinaryWriter& out) const override;
  [[nodiscard]] bool decode(BinaryReader& in) override;
  [[nodiscard]] bool empty() const override { return !known; }
  [[nodiscard]] std::size_t bytes() const override { return sizeof(*this) + title.capacity() + present.bytes(); }
};

void AttendanceState::encode(BinaryWriter& out) const {
  out.boolean(known);
  out.boolean(closed);
  out.text(title);
  out.number(static_cast<std::uint64_t>(level));
  out.integer(starts_at);
  out.integer(ends_at);
  for (const auto count : {units, expected, signed_in, sign_ins_repeated, parts, attended, late, absent}) {
    out.number(count);
  }
  present.encode(out);
}

bool AttendanceState::decode(BinaryReader& in) {
  known = in.boolean();
  closed = in.boolean();
  title = in.text();
  level = static_cast<ledger::Level>(in.bounded(static_cast<std::uint64_t>(ledger::Level::nation)));
  starts_at = in.integer();
  ends_at = in.integer();
  for (auto* count : {&units, &expected, &signed_in, &sign_ins_repeated, &parts, &attended, &late, &absent}) {
    *count = in.number();
  }
  return present.decode(in);
}

void schedule(AttendanceState& state, const training::SessionScheduled& payload) {
  state.title = payload.title;
  state.level = payload.level;
  state.units = payload.units.size();
  if (payload.units.empty()) return;
  state.starts_at = payload.units.front().starts_at.value;
  state.ends_at = payload.units.front().ends_at.value;
  for (const auto& unit : payload.units) {
    state.starts_at = std::min(state.starts_at, unit.starts_at.value);
    state.ends_at = std::max(state.ends_at, unit.ends_at.value);
  }
}

void sign_in(AttendanceState& state, const ledger::Subject& teacher) {
  if (state.parts > 0) return;  // the final attendance says all there is to say
  if (state.present.insert(teacher)) {
    ++state.signed_in;
  } else {
    ++state.sign_ins_repeated;
  }
}

void finalise(AttendanceState& state, const training::AttendanceFinalised& payload) {
  if (state.parts == 0) {
    // From here on the entries count, no longer the roster and the live sign-ins.
    state.expected = state.sign_ins_repeated = 0;
    state.present.clear();
  }
  ++state.parts;
  state.closed = state.parts >= payload.parts;
  state.title = payload.title;
  state.level = payload.level;
  state.units = payload.units;
  state.expected += payload.entries.size();
  for (const auto& entry : payload.entries) {
    state.sign_ins_repeated += entry.sign_ins_repeated;
    if (entry.outcome == AttendanceOutcome::present) ++state.attended;
    if (entry.outcome == AttendanceOutcome::late) {
      ++state.attended;
      ++state.late;
    }
    if (entry.outcome == AttendanceOutcome::absent) ++state.absent;
  }
}

constexpr ReadModelInfo::Column columns[] = {
    {"session", "活动", "Session"},   {"title", "名称", "Title"},
    {"level", "级别", "Level"},       {"starts_at", "开始", "Starts"},
    {"ends_at", "结束", "Ends"},      {"units", "单元数", "Units"},
    {"expected", "应到", "Expected"}, {"signed_in", "签到", "Signed in"},
    {"attended", "实到", "Attended"}, {"late", "迟到", "Late"},
    {"absent", "缺勤", "Absent"},     {"rate_ppm", "出勤率 (ppm)", "Rate (ppm)"},
    {"closed", "已结束", "Closed"},   {"sign_ins_repeated", "重复签到", "Repeated sign-ins"},
};
constexpr ReadModelInfo model_info = {"attendance", 1, "session", "考勤", "Attendance", columns, {}};
constexpr EventType folded[] = {EventType::training_SessionScheduled, EventType::training_RosterFixed,
                                EventType::training_SessionSignedIn, EventType::training_AttendanceFinalised};

class Attendance final : public ProjectionOf<AttendanceState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  [[nodiscard]] std::span<const EventType> folded_types() const override { return folded; }
  void keys(const DecodedEvent& event, KeyList& out) const override {
    const auto stream = event.event.stream;
    out.add(stream.starts_with(stream_prefix) ? stream.substr(stream_prefix.size()) : stream);
  }

 protected:
  void fold(AttendanceState& state, const Key&, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::training_SessionScheduled:
        return schedule(state, payload_of<training::SessionScheduled>(event));
      case EventType::training_RosterFixed:
        if (state.parts == 0) state.expected = payload_of<training::RosterFixed>(event).teachers.size();
        return;
      case EventType::training_SessionSignedIn:
        return sign_in(state, payload_of<training::SessionSignedIn>(event).teacher);
      case EventType::training_AttendanceFinalised:
        return finalise(state, payload_of<training::AttendanceFinalised>(event));
      default:
        return;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const AttendanceState& state,
                            const ledger::RuleBook&) const override {
    const auto rate_ppm = state.expected == 0 ? 0 : state.attended * 1'000'000 / state.expected;
    return Fields{
        {"session", std::string(key)},
        {"title", state.title},
        {"level", std::string(name_of(state.level))},
        {"starts_at", to_text(ledger::Time{state.starts_at})},
        {"ends_at", to_text(ledger::Time{state.ends_at})},
        {"units", amount(state.units)},
        {"expected", amount(state.expected)},
        {"signed_in", amount(state.signed_in)},
        {"attended", amount(state.attended)},
        {"late", amount(state.late)},
        {"absent", amount(state.absent)},
        {"rate_ppm", amount(rate_ppm)},
        {"closed", state.closed},
        {"sign_ins_repeated", amount(state.sign_ins_repeated)},
    };
  }
};

}  // namespace

const Projection& attendance_projection() {
  static const Attendance projection;
  return projection;
}

}  // namespace shiji::projections
