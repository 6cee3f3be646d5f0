// units: what happened in a school, a county, a city, a province: the sums of all that lies below a unit.
//
// An event counts for every step of its working unit's path; the key is the step ("370112"). A school is opened in the
// unit it is opened for. `events_by_area` says how many events of each area there were, also of those no other column
// counts.
#include "fold/fields.h"
#include "models/attendance_fact.h"
#include "models/models.h"
#include "models/stream_key.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
using ledger::document::AttendanceOutcome;
using ledger::employment::SchoolOpened;

struct AreaEvents {
  std::string area;
  std::uint64_t events = 0;

  static auto fields(auto& self) { return std::tie(self.area, self.events); }
};

struct UnitState final : FieldState<UnitState> {
  std::string path;  ///< down to this unit
  std::string name;  ///< of a school
  std::int64_t teachers = 0;
  std::uint64_t schools = 0, sessions = 0, attended = 0, activities = 0, participations = 0, materials = 0;
  std::uint64_t report_rows = 0, resources = 0, items = 0, reviews = 0, papers = 0, highlights = 0;
  std::uint64_t mentoring_minutes = 0, outreach = 0, articles = 0, support = 0, telemetry_records = 0;
  std::uint64_t events = 0;
  std::vector<AreaEvents> areas;  ///< by name

  static auto fields(auto& self) {
    return std::tie(self.path, self.name, self.teachers, self.schools, self.sessions, self.attended, self.activities,
                    self.participations, self.materials, self.report_rows, self.resources, self.items, self.reviews,
                    self.papers, self.highlights, self.mentoring_minutes, self.outreach, self.articles, self.support,
                    self.telemetry_records, self.events, self.areas);
  }
};

std::string_view path_of(const DecodedEvent& event) {
  if (event.type == EventType::employment_SchoolOpened) return payload_of<SchoolOpened>(event).unit;
  return event.event.working_unit.value_or(std::string_view());
}

/// What the event adds to the column it counts in, read once for all its units.
std::uint32_t amount_of(const DecodedEvent& event) {
  switch (event.type) {
    case EventType::telemetry_BatchRecorded:
      return payload_of<ledger::telemetry::BatchRecorded>(event).count;
    case EventType::mentoring_MentoringLogged:
      return payload_of<ledger::mentoring::MentoringLogged>(event).minutes;
    case EventType::training_AttendanceFinalised: {
      const auto entries = payload_of<ledger::training::AttendanceFinalised>(event).entries;
      return static_cast<std::uint32_t>(std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.outcome == AttendanceOutcome::present || entry.outcome == AttendanceOutcome::late;
      }));
    }
    default:
      return 1;
  }
}

void count_area(UnitState& state, std::string_view type) {
  const auto area = type.substr(0, type.find('.'));
  const auto place = std::lower_bound(state.areas.begin(), state.areas.end(), area,
                                      [](const AreaEvents& one, std::string_view other) { return one.area < other; });
  if (place != state.areas.end() && place->area == area) {
    ++place->events;
  } else {
    state.areas.insert(place, AreaEvents{std::string(area), 1});
  }
}

/// The column a type counts in; nullptr for none. Teachers are counted both ways and have none here.
std::uint64_t UnitState::*column_of(EventType type) {
  switch (type) {
    case EventType::training_AttendanceFinalised:
      return &UnitState::attended;
    case EventType::research_ActivityOpened:
      return &UnitState::activities;
    case EventType::research_ActivityJoined:
      return &UnitState::participations;
    case EventType::research_MaterialSubmitted:
      return &UnitState::materials;
    case EventType::reporting_ReportRowSubmitted:
      return &UnitState::report_rows;
    case EventType::resource_ResourcePublished:
      return &UnitState::resources;
    case EventType::resource_ItemSubmitted:
      return &UnitState::items;
    case EventType::review_ReviewScored:
      return &UnitState::reviews;
    case EventType::achievement_PaperRecorded:
      return &UnitState::papers;
    case EventType::highlight_LessonHighlighted:
      return &UnitState::highlights;
    case EventType::mentoring_MentoringLogged:
      return &UnitState::mentoring_minutes;
    case EventType::outreach_OutreachDelivered:
      return &UnitState::outreach;
    case EventType::outreach_ArticlePublished:
      return &UnitState::articles;
    case EventType::support_TicketOpened:
    case EventType::support_CallReceived:
    case EventType::support_CallReturned:
    case EventType::support_TeacherHelped:
    case EventType::support_TableProcessed:
    case EventType::support_ReportIssued:
    case EventType::support_VisitLogged:
      return &UnitState::support;
    case EventType::telemetry_BatchRecorded:
      return &UnitState::telemetry_records;
    default:
      return nullptr;
  }
}

constexpr ReadModelInfo::Column columns[] = {
    {"unit", "单位", "Unit"},
    {"path", "路径", "Path"},
    {"name", "名称", "Name"},
    {"schools", "学校", "Schools"},
    {"teachers", "在职教师", "Teachers"},
    {"sessions", "培训场次", "Sessions"},
    {"attended", "出席人次", "Attended"},
    {"activities", "教研活动", "Activities"},
    {"participations", "教研人次", "Participations"},
    {"materials", "提交材料", "Materials"},
    {"report_rows", "上报条数", "Report rows"},
    {"resources", "资源", "Resources"},
    {"items", "试题", "Items"},
    {"reviews", "评审人次", "Reviews"},
    {"papers", "论文", "Papers"},
    {"highlights", "亮点课", "Highlights"},
    {"mentoring_minutes", "带教分钟", "Mentoring minutes"},
    {"outreach", "送教帮扶", "Outreach"},
    {"articles", "文章", "Articles"},
    {"support", "客服支持", "Support"},
    {"telemetry_records", "过程性数据", "Telemetry"},
    {"events", "事件", "Events"},
};
constexpr ReadModelInfo::Column area_columns[] = {{"area", "领域", "Area"}, {"events", "事件", "Events"}};
constexpr ReadModelInfo::Table tables[] = {{"events_by_area", "按领域", "By area", area_columns}};
constexpr ReadModelInfo model_info = {"units", 1, "unit", "单位", "Units", columns, tables};

class Units final : public ProjectionOf<UnitState> {
 public:
  [[nodiscard]] const ReadModelInfo& info() const override { return model_info; }

  /// Each step, with the length of the path down to it.
  void keys(const DecodedEvent& event, KeyList& out) const override {
    const auto path = path_of(event);
    if (path.empty()) return;
    const auto count = amount_of(event);
    for (std::size_t from = 0; from <= path.size();) {
      const auto end = std::min(path.find('/', from), path.size());
      if (end > from) out.add(path.substr(from, end - from), static_cast<std::uint32_t>(end), count);
      from = end + 1;
    }
  }

 protected:
  void fold(UnitState& state, const Key& key, const DecodedEvent& event, const ledger::RuleBook&) const override {
    state.known = true;
    ++state.events;
    count_area(state, event.event.type);
    const auto path = path_of(event);
    if (state.path.size() != key.item || !path.starts_with(state.path)) state.path = path.substr(0, key.item);
    if (const auto column = column_of(event.type)) state.*column += key.count;
    switch (event.type) {
      case EventType::employment_SchoolOpened:
        ++state.schools;
        if (key.item == path.size()) state.name = payload_of<SchoolOpened>(event).name;
        return;
      case EventType::employment_EmploymentStarted:
        ++state.teachers;
        return;
      case EventType::employment_EmploymentEnded:
        --state.teachers;
        return;
      case EventType::training_AttendanceFinalised:
        if (payload_of<ledger::training::AttendanceFinalised>(event).part == 0) ++state.sessions;
        return;
      default:
        return;
    }
  }

  [[nodiscard]] Record show(std::string_view key, const UnitState& state, const ledger::RuleBook&) const override {
    Fields out = {{"unit", std::string(key)}, {"path", state.path}};
    if (!state.name.empty()) out.emplace_back("name", state.name);
    const std::pair<const char*, std::uint64_t> counts[] = {
        {"sessions", state.sessions},     {"attended", state.attended},
        {"activities", state.activities}, {"participations", state.participations},
        {"materials", state.materials},   {"report_rows", state.report_rows},
        {"resources", state.resources},   {"items", state.items},
        {"reviews", state.reviews},       {"papers", state.papers},
        {"highlights", state.highlights}, {"mentoring_minutes", state.mentoring_minutes},
        {"outreach", state.outreach},     {"articles", state.articles},
        {"support", state.support},       {"telemetry_records", state.telemetry_records},
        {"events", state.events},
    };
    out.emplace_back("schools", amount(state.schools));
    out.emplace_back("teachers", state.teachers);
    for (const auto& [name, count] : counts) out.emplace_back(name, amount(count));
    List by_area;
    for (const auto& one : state.areas) {
      by_area.emplace_back(Fields{{"area", one.area}, {"events", amount(one.events)}});
    }
    out.emplace_back("events_by_area", std::move(by_area));
    return out;
  }
};

}  // namespace

const Projection& units_projection() {
  static const Units projection;
  return projection;
}

}  // namespace shiji::projections
