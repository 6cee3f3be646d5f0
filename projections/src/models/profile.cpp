// profile: who a teacher is, where the teacher works, and what the year came to. The name stays sealed.
#include "fold/fields.h"
#include "models/attendance_fact.h"
#include "models/models.h"
#include "models/profile_work.h"
#include "models/stream_key.h"

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

  static auto fields(auto& self) { return std::tie(self.subject, self.key_version, self.nonce, self.ciphertext); }
};

/// What the register says of a person.
struct Person {
  SealedName name;
  identity::Stage stage{};
  identity::TeacherKind kind{};
  std::string subject_code;

  static auto fields(auto& self) { return std::tie(self.name, self.stage, self.kind, self.subject_code); }
};

/// What the newest word on a teacher's employment says; newest by the day it takes effect, then by sequence.
struct Employment {
  ledger::Date effective;
  std::uint64_t sequence = 0;
  std::string school;
  employment::Post post{};
  bool employed = false;

  static auto fields(auto& self) {
    return std::tie(self.effective, self.sequence, self.school, self.post, self.employed);
  }
};

struct ProfileState final : FieldState<ProfileState> {
  std::optional<Person> person;
  std::string unit;
  std::optional<Employment> job;
  std::uint32_t attended = 0, late = 0, absent = 0;
  std::uint64_t minutes = 0;
  std::optional<ledger::Date> first_day, last_day;
  ProfileWork work;

  static auto fields(auto& self) {
    return std::tie(self.person, self.unit, self.job, self.attended, self.late, self.absent, self.minutes,
                    self.first_day, self.last_day, self.work);
  }
};

void enter(ProfileState& state, const identity::TeacherRegistered& payload) {
  const auto& cipher = payload.name.ciphertext;
  state.person = Person{
      {payload.name.subject, payload.name.key_version, payload.name.nonce, std::string(cipher.begin(), cipher.end())},
      payload.stage,
      payload.kind,
      std::string(payload.subject_code)};
}

/// The unit path is the one of the event that has the last word on the employment; before any, of the registration.
void place(ProfileState& state, const ledger::Event& event) {
  if (event.working_unit) state.unit = *event.working_unit;
}

template <typename Payload>
void employ(ProfileState& state, const ledger::Event& event, const Payload& payload, employment::Post post,
            bool employed) {
  Employment job{payload.effective, event.position.sequence.value, std::string(payload.school), post, employed};
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
  const auto day = fact.business_date;
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
    {"cross_school", "跨校研修", "Across schools"},
    {"activities", "教研活动", "Activities"},
    {"materials", "提交材料", "Materials"},
    {"resources", "资源", "Resources"},
    {"items", "试题", "Items"},
    {"papers", "论文", "Papers"},
    {"reviews", "评审人次", "Reviews"},
    {"votes", "出席表决", "Votes"},
    {"pairs_as_mentor", "带教", "As mentor"},
    {"pairs_as_novice", "师从", "As novice"},
    {"mentoring_minutes", "带教分钟", "Mentoring minutes"},
    {"outreach", "送教帮扶", "Outreach"},
    {"lessons_highlighted", "亮点课", "Lessons highlighted"},
    {"years_highlighted", "亮点教师年度", "Years highlighted"},
    {"telemetry_records", "过程性数据", "Telemetry"},
};
constexpr ReadModelInfo::Column kind_columns[] = {{"kind", "类型", "Kind"}, {"records", "记录数", "Records"}};
constexpr ReadModelInfo::Table tables[] = {{"telemetry_by_kind", "过程性数据", "Telemetry by kind", kind_columns}};
constexpr ReadModelInfo model_info = {"profile", 2, "teacher", "教师档案", "Teacher profile", columns, tables};

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
        return add_workers(event, out);
    }
  }

 protected:
  void fold(ProfileState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    switch (event.type) {
      case EventType::identity_TeacherRegistered:
        enter(state, payload_of<identity::TeacherRegistered>(event));
        if (!state.job) place(state, event.event);
        return;
      case EventType::employment_EmploymentStarted: {
        const auto payload = payload_of<employment::EmploymentStarted>(event);
        return employ(state, event.event, payload, payload.post, true);
      }
      case EventType::employment_PostChanged: {
        const auto payload = payload_of<employment::PostChanged>(event);
        return employ(state, event.event, payload, payload.post, true);
      }
      case EventType::employment_EmploymentEnded: {
        const auto payload = payload_of<employment::EmploymentEnded>(event);
        return employ(state, event.event, payload, state.job ? state.job->post : employment::Post{}, false);
      }
      case EventType::training_AttendanceFinalised:
        return attend(state, attendance_fact(event, key.item));
      default:
        return count_work(state.work, key, event);
    }
  }

  [[nodiscard]] Record show(std::string_view key, const ProfileState& state, const ledger::RuleBook&) const override {
    Fields out = {{"teacher", std::string(key)}};
    if (state.person) add_person(*state.person, out);
    if (state.job) {
      out.emplace_back("school", state.job->school);
      out.emplace_back("post", named(state.job->post));
      out.emplace_back("employed", state.job->employed);
    }
    if (!state.unit.empty()) out.emplace_back("unit", state.unit);
    out.emplace_back("sessions_attended", amount(state.attended));
    out.emplace_back("sessions_late", amount(state.late));
    out.emplace_back("sessions_absent", amount(state.absent));
    out.emplace_back("minutes", amount(state.minutes));
    if (state.first_day && state.last_day) {
      out.emplace_back("first_business_date", to_text(*state.first_day));
      out.emplace_back("last_business_date", to_text(*state.last_day));
    }
    show_work(state.work, out);
    return out;
  }

 private:
  static void add_person(const Person& person, Fields& out) {
    const auto& name = person.name;
    out.emplace_back("name", SealedText{std::string(name_of(identity::TeacherRegistered::type)), "name", name.subject,
                                        name.key_version, name.nonce,
                                        ledger::Buffer(name.ciphertext.begin(), name.ciphertext.end())});
    out.emplace_back("kind", named(person.kind));
    out.emplace_back("stage", named(person.stage));
    out.emplace_back("subject_code", person.subject_code);
  }
};

}  // namespace

const Projection& profile_projection() {
  static const Profile projection;
  return projection;
}

}  // namespace shiji::projections
