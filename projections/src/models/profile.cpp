// profile: who a teacher is, where the teacher works, and what the year came to. The name stays sealed.
#include "models/attendance_fact.h"
#include "models/models.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::document::AttendanceOutcome;
namespace identity = ledger::identity;
namespace employment = ledger::employment;

struct SealedName {
  ledger::Subject subject;
  std::uint32_t key_version = 0;
  ledger::Nonce nonce;
  std::string ciphertext;
};

/// What the newest word on a teacher's employment says; newest by the day it takes effect, then by sequence.
struct Employment {
  std::int32_t effective = 0;
  std::uint64_t sequence = 0;
  std::string school;
  std::uint64_t post = 0;
  bool employed = false;
};

struct ProfileState final : KeyState {
  bool registered = false;
  SealedName name;
  std::uint64_t stage = 0, kind = 0;
  std::string subject_code, unit;
  std::optional<Employment> job;
  std::uint64_t attended = 0, late = 0, absent = 0, minutes = 0;
  std::optional<std::int32_t> first_day, last_day;

  void encode(BinaryWriter& out) const override;
  [[nodiscard]] bool decode(BinaryReader& in) override;
  [[nodiscard]] bool empty() const override { return !registered && !job && !first_day; }
  [[nodiscard]] std::size_t bytes() const override {
    return sizeof(*this) + name.ciphertext.size() + subject_code.size() + unit.size() + (job ? job->school.size() : 0);
  }
};

void encode_name(const SealedName& name, BinaryWriter& out) {
  out.raw(name.subject.span());
  out.number(name.key_version);
  out.raw(name.nonce.span());
  out.text(name.ciphertext);
}

SealedName decode_name(BinaryReader& in) {
  SealedName name;
  name.subject = in.fixed<ledger::Subject>();
  name.key_version = static_cast<std::uint32_t>(in.number());
  name.nonce = in.fixed<ledger::Nonce>();
  name.ciphertext = in.text();
  return name;
}

void encode_job(const Employment& job, BinaryWriter& out) {
  out.integer(job.effective);
  out.number(job.sequence);
  out.text(job.school);
  out.number(job.post);
  out.boolean(job.employed);
}

Employment decode_job(BinaryReader& in) {
  Employment job;
  job.effective = static_cast<std::int32_t>(in.integer());
  job.sequence = in.number();
  job.school = in.text();
  job.post = in.number();
  job.employed = in.boolean();
  return job;
}

void ProfileState::encode(BinaryWriter& out) const {
  out.boolean(registered);
  if (registered) {
    encode_name(name, out);
    out.number(stage);
    out.number(kind);
    out.text(subject_code);
  }
  out.text(unit);
  out.boolean(job.has_value());
  if (job) encode_job(*job, out);
  for (const auto count : {attended, late, absent, minutes}) out.number(count);
  out.boolean(first_day.has_value());
  if (first_day) {
    out.integer(*first_day);
    out.integer(last_day.value_or(*first_day));
  }
}

bool ProfileState::decode(BinaryReader& in) {
  registered = in.boolean();
  if (registered) {
    name = decode_name(in);
    stage = in.number();
    kind = in.number();
    subject_code = in.text();
  }
  unit = in.text();
  if (in.boolean()) job = decode_job(in);
  for (auto* count : {&attended, &late, &absent, &minutes}) *count = in.number();
  if (in.boolean()) {
    first_day = static_cast<std::int32_t>(in.integer());
    last_day = static_cast<std::int32_t>(in.integer());
  }
  return in.ok();
}

void enter(ProfileState& state, const identity::TeacherRegistered& payload) {
  state.registered = true;
  state.name = {payload.name.subject, payload.name.key_version, payload.name.nonce,
                std::string(payload.name.ciphertext.begin(), payload.name.ciphertext.end())};
  state.stage = static_cast<std::uint64_t>(payload.stage);
  state.kind = static_cast<std::uint64_t>(payload.kind);
  state.subject_code = payload.subject_code;
}

/// The unit path is the one of the event that has the last word on the employment; before any, of the registration.
void place(ProfileState& state, const ledger::Event& event) {
  if (event.working_unit) state.unit = *event.working_unit;
}

template <typename Payload>
void employ(ProfileState& state, const ledger::Event& event, const Payload& payload, std::uint64_t post,
            bool employed) {
  Employment job{payload.effective.value, event.position.sequence.value, std::string(payload.school), post, employed};
  const auto order = [](const Employment& e) { return std::pair(e.effective, e.sequence); };
  if (state.job && order(job) < order(*state.job)) return;
  state.job = std::move(job);
  place(state, event);
}

void attend(ProfileState& state, const AttendanceFact& fact) {
  switch (fact.entry.outcome) {
    case AttendanceOutcome::late:
      ++state.late;
      [[fallthrough]];
    case AttendanceOutcome::present:
      ++state.attended;
      break;
    case AttendanceOutcome::absent:
      ++state.absent;
      break;
    default:
      break;
  }
  state.minutes += fact.entry.minutes;
  const auto day = fact.business_date.value;
  state.first_day = std::min(state.first_day.value_or(day), day);
  state.last_day = std::max(state.last_day.value_or(day), day);
}

constexpr ReadModelInfo::Column columns[] = {
    {"teacher", "教师", "Teacher"},
    {"name", "姓名", "Name"},
    {"kind", "类别", "Kind"},
    {"stage", "学段", "Stage"},
    {"subject_code", "学科代码", "Subject"},
    {"school", "学校代码", "School"},
    {"post", "岗位", "Post"},
    {"employed", "在职", "Employed"},
    {"unit", "所属单位", "Unit"},
    {"sessions_attended", "出席次数", "Attended"},
    {"sessions_late", "迟到次数", "Late"},
    {"sessions_absent", "缺勤次数", "Absent"},
    {"minutes", "培训分钟", "Minutes"},
    {"first_business_date", "首次日期", "First day"},
    {"last_business_date", "末次日期", "Last day"},
};
constexpr ReadModelInfo model_info = {"profile", 1, "teacher", "教师档案", "Teacher profile", columns, {}};

class Profile final : public ProjectionOf<ProfileState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  void keys(const DecodedEvent& event, KeyList& out) const override {
    switch (event.type) {
      case EventType::identity_TeacherRegistered:
        return out.add(payload_of<identity::TeacherRegistered>(event).teacher);
      case EventType::employment_EmploymentStarted:
        return out.add(payload_of<employment::EmploymentStarted>(event).teacher);
      case EventType::employment_PostChanged:
        return out.add(payload_of<employment::PostChanged>(event).teacher);
      case EventType::employment_EmploymentEnded:
        return out.add(payload_of<employment::EmploymentEnded>(event).teacher);
      case EventType::training_AttendanceFinalised:
        return add_attending_teachers(event, out);
      default:
        return;
    }
  }

 protected:
  void fold(ProfileState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    switch (event.type) {
      case EventType::identity_TeacherRegistered:
        enter(state, payload_of<identity::TeacherRegistered>(event));
        if (!state.job) place(state, event.event);
        return;
      case EventType::employment_EmploymentStarted: {
        const auto payload = payload_of<employment::EmploymentStarted>(event);
        return employ(state, event.event, payload, static_cast<std::uint64_t>(payload.post), true);
      }
      case EventType::employment_PostChanged: {
        const auto payload = payload_of<employment::PostChanged>(event);
        return employ(state, event.event, payload, static_cast<std::uint64_t>(payload.post), true);
      }
      case EventType::employment_EmploymentEnded: {
        const auto payload = payload_of<employment::EmploymentEnded>(event);
        return employ(state, event.event, payload, state.job ? state.job->post : 0, false);
      }
      case EventType::training_AttendanceFinalised:
        return attend(state, attendance_fact(event, key.item));
      default:
        return;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ProfileState& state, const ledger::RuleBook&) const override {
    Fields out = {{"teacher", std::string(key)}};
    if (state.registered) add_person(state, out);
    if (state.job) {
      out.emplace_back("school", state.job->school);
      out.emplace_back("post", std::string(name_of(static_cast<employment::Post>(state.job->post))));
      out.emplace_back("employed", state.job->employed);
    }
    if (!state.unit.empty()) out.emplace_back("unit", state.unit);
    out.emplace_back("sessions_attended", amount(state.attended));
    out.emplace_back("sessions_late", amount(state.late));
    out.emplace_back("sessions_absent", amount(state.absent));
    out.emplace_back("minutes", amount(state.minutes));
    if (state.first_day && state.last_day) {
      out.emplace_back("first_business_date", to_text(ledger::Date{*state.first_day}));
      out.emplace_back("last_business_date", to_text(ledger::Date{*state.last_day}));
    }
    return out;
  }

 private:
  static void add_person(const ProfileState& state, Fields& out) {
    out.emplace_back("name", SealedText{std::string(name_of(identity::TeacherRegistered::type)), "name",
                                        state.name.subject, state.name.key_version, state.name.nonce,
                                        ledger::Buffer(state.name.ciphertext.begin(), state.name.ciphertext.end())});
    out.emplace_back("kind", std::string(name_of(static_cast<identity::TeacherKind>(state.kind))));
    out.emplace_back("stage", std::string(name_of(static_cast<identity::Stage>(state.stage))));
    out.emplace_back("subject_code", state.subject_code);
  }
};

}  // namespace

const Projection& profile_projection() {
  static const Profile projection;
  return projection;
}

}  // namespace shiji::projections
