// The slow reference of what is counted by person, by unit and by kind.
#include "shiji/ledger/contract.h"
#include "slow_year.h"

#include <algorithm>

namespace shiji::projections::testing {

using ledger::EventType;
namespace mentoring = ledger::mentoring;
namespace research = ledger::research;
namespace reviewing = ledger::review;
namespace support = ledger::support;

namespace {

std::int64_t floor_divided(std::int64_t a, std::int64_t b) { return (a - ((a % b + b) % b)) / b; }

/// Deviations and full marks of an expert's concluded reviews, in order.
struct Judged {
  std::vector<std::int64_t> deviations, full;
};

Judged judged_by(const Year& year, const std::string& expert) {
  Judged out;
  for (const auto& concluded : year.all<reviewing::ReviewConcluded>()) {
    for (const auto& opinion : concluded.opinions) {
      if (hex_of(opinion.expert) != expert) continue;
      out.deviations.push_back(opinion.deviation_centi);
      out.full.push_back(concluded.full_centi);
    }
  }
  return out;
}

void show_judged(const Judged& judged, Fields& out) {
  const auto reviews = integer(judged.deviations.size());
  out.emplace_back("concluded", reviews);
  if (reviews == 0) return;
  std::int64_t distance = 0;
  std::int64_t full = 0;
  for (const auto deviation : judged.deviations) distance += std::abs(deviation);
  for (const auto marks : judged.full) full += marks;
  SHIJI_ASSERT(full > 0, "a rubric without marks is refused");
  out.emplace_back("deviation_centi", distance / reviews);
  out.emplace_back("deviation_ppm", distance * 1'000'000 / full);
  if (reviews <= 20) return;
  std::int64_t before = 0;
  std::int64_t recent = 0;
  for (std::int64_t i = 0; i < reviews; ++i) {
    (i < reviews - 20 ? before : recent) += judged.deviations[static_cast<std::size_t>(i)];
  }
  // recent / 20 - before / (reviews - 20)
  out.emplace_back("drift_centi", floor_divided(recent * (reviews - 20) - before * 20, 20 * (reviews - 20)));
}

Dump experts(const Year& year) {
  std::set<std::string> all = year.keys("expert");
  for (const auto& scored : year.all<reviewing::ReviewScored>()) all.insert(hex_of(scored.expert));
  for (const auto& assigned : year.all<reviewing::ReviewAssigned>()) {
    for (const auto& expert : assigned.experts) all.insert(hex_of(expert));
  }
  for (const auto& vote : year.all<reviewing::OpenVoteRecorded>()) {
    for (const auto& member : vote.present) all.insert(hex_of(member));
  }
  for (const auto& concluded : year.all<reviewing::ReviewConcluded>()) {
    for (const auto& opinion : concluded.opinions) all.insert(hex_of(opinion.expert));
  }
  Dump out;
  for (const auto& expert : all) {
    Fields record = {{"expert", expert}};
    if (const auto enrolled = year.last<reviewing::ExpertEnrolled>("expert/" + expert)) {
      record.emplace_back("kind", word(enrolled->kind));
      record.emplace_back("subject_code", std::string(enrolled->subject_code));
    }
    bool suspended = false;
    for (const auto& event : year.events()) {
      if (event.event.stream != "expert/" + expert) continue;
      if (event.type == EventType::review_ExpertSuspended) suspended = true;
      if (event.type == EventType::review_ExpertReinstated) suspended = false;
    }
    std::int64_t assigned = 0;
    std::int64_t scored = 0;
    std::int64_t votes = 0;
    for (const auto& one : year.all<reviewing::ReviewAssigned>()) {
      for (const auto& asked : one.experts) assigned += hex_of(asked) == expert ? 1 : 0;
    }
    for (const auto& one : year.all<reviewing::ReviewScored>()) scored += hex_of(one.expert) == expert ? 1 : 0;
    for (const auto& one : year.all<reviewing::OpenVoteRecorded>()) {
      for (const auto& member : one.present) votes += hex_of(member) == expert ? 1 : 0;
    }
    record.insert(record.end(),
                  {{"suspended", suspended}, {"assigned", assigned}, {"reviews", scored}, {"votes", votes}});
    show_judged(judged_by(year, expert), record);
    out[expert] = text_of(record);
  }
  return out;
}

Dump support_given(const Year& year) {
  const std::vector<std::string> names = {"tickets", "closed", "resolved", "calls_in", "calls_back",
                                          "helped",  "tables", "reports",  "visits",   "minutes"};
  std::map<std::string, std::map<std::string, std::int64_t>> sums;
  const auto key = [](const std::optional<ledger::Subject>& teacher) { return teacher ? hex_of(*teacher) : "-"; };
  for (const auto& one : year.all<support::TicketOpened>()) ++sums[key(one.teacher)]["tickets"];
  for (const auto& one : year.all<support::TicketClosed>()) {
    ++sums["-"]["closed"];
    sums["-"]["resolved"] += one.resolved ? 1 : 0;
  }
  for (const auto& one : year.all<support::CallReceived>()) {
    ++sums[key(one.teacher)]["calls_in"];
    sums[key(one.teacher)]["minutes"] += one.minutes;
  }
  for (const auto& one : year.all<support::CallReturned>()) {
    ++sums[key(one.teacher)]["calls_back"];
    sums[key(one.teacher)]["minutes"] += one.minutes;
  }
  for (const auto& one : year.all<support::TeacherHelped>()) ++sums[hex_of(one.teacher)]["helped"];
  for (const auto& one : year.all<support::VisitLogged>()) {
    ++sums["-"]["visits"];
    sums["-"]["minutes"] += one.minutes;
  }
  for (std::size_t i = year.all<support::TableProcessed>().size(); i > 0; --i) ++sums["-"]["tables"];
  for (std::size_t i = year.all<support::ReportIssued>().size(); i > 0; --i) ++sums["-"]["reports"];
  Dump out;
  for (auto& [teacher, counts] : sums) {
    Fields record = {{"teacher", teacher}};
    for (const auto& name : names) record.emplace_back(name, counts[name]);
    out[teacher] = text_of(record);
  }
  return out;
}

Dump telemetry(const Year& year) {
  std::map<std::string, std::pair<std::int64_t, std::set<std::uint64_t>>> kinds;
  for (const auto& record : year.noticed()) {
    ++kinds[record.kind].first;
    kinds[record.kind].second.insert(record.sequence);
  }
  Dump out;
  for (const auto& [kind, seen] : kinds) {
    out[kind] = text_of(Fields{{"kind", kind}, {"records", seen.first}, {"batches", integer(seen.second.size())}});
  }
  return out;
}

std::vector<std::string> steps_of(const std::string& path) {
  std::vector<std::string> out = {""};
  for (const char letter : path) {
    if (letter == '/') {
      out.emplace_back();
    } else {
      out.back().push_back(letter);
    }
  }
  return out;
}

std::string unit_path(const ledger::DecodedEvent& event) {
  if (event.type == EventType::employment_SchoolOpened) {
    return std::string(payload_of<ledger::employment::SchoolOpened>(event).unit);
  }
  return std::string(event.event.working_unit.value_or(""));
}

using Sums = std::map<std::string, std::int64_t>;

void add_event(const ledger::DecodedEvent& event, Sums& sums) {
  const std::map<EventType, std::string> ones = {
      {EventType::employment_SchoolOpened, "schools"},
      {EventType::employment_EmploymentStarted, "teachers"},
      {EventType::research_ActivityOpened, "activities"},
      {EventType::research_ActivityJoined, "participations"},
      {EventType::research_MaterialSubmitted, "materials"},
      {EventType::reporting_ReportRowSubmitted, "report_rows"},
      {EventType::resource_ResourcePublished, "resources"},
      {EventType::resource_ItemSubmitted, "items"},
      {EventType::review_ReviewScored, "reviews"},
      {EventType::achievement_PaperRecorded, "papers"},
      {EventType::highlight_LessonHighlighted, "highlights"},
      {EventType::outreach_OutreachDelivered, "outreach"},
      {EventType::outreach_ArticlePublished, "articles"},
  };
  ++sums["events"];
  const auto one = ones.find(event.type);
  if (one != ones.end()) ++sums[one->second];
  if (event.type == EventType::employment_EmploymentEnded) --sums["teachers"];
  if (event.event.type.starts_with("support.") && event.type != EventType::support_TicketClosed) ++sums["support"];
  if (event.type == EventType::mentoring_MentoringLogged) {
    sums["mentoring_minutes"] += payload_of<mentoring::MentoringLogged>(event).minutes;
  }
  if (event.type == EventType::telemetry_BatchRecorded) {
    sums["telemetry_records"] += integer(payload_of<ledger::telemetry::BatchRecorded>(event).kinds.size());
  }
  if (event.type == EventType::training_AttendanceFinalised) {
    const auto final = payload_of<training::AttendanceFinalised>(event);
    sums["sessions"] += final.part == 0 ? 1 : 0;
    for (const auto& entry : final.entries) {
      using document::AttendanceOutcome;
      if (entry.outcome == AttendanceOutcome::present || entry.outcome == AttendanceOutcome::late) ++sums["attended"];
    }
  }
}

Dump units(const Year& year) {
  const std::vector<std::string> names = {
      "schools",     "teachers",  "sessions", "attended",          "activities", "participations", "materials",
      "report_rows", "resources", "items",    "reviews",           "papers",     "highlights",     "mentoring_minutes",
      "outreach",    "articles",  "support",  "telemetry_records", "events"};
  std::set<std::string> all;
  for (const auto& event : year.events()) {
    for (const auto& step : steps_of(unit_path(event))) {
      if (!step.empty()) all.insert(step);
    }
  }
  Dump out;
  for (const auto& unit : all) {
    Sums sums;
    Sums areas;
    std::string path;
    std::string name;
    for (const auto& event : year.events()) {
      const auto steps = steps_of(unit_path(event));
      const auto at = std::find(steps.begin(), steps.end(), unit);
      if (at == steps.end()) continue;
      add_event(event, sums);
      ++areas[std::string(event.event.type.substr(0, event.event.type.find('.')))];
      path.clear();
      for (auto step = steps.begin(); step <= at; ++step) path += (path.empty() ? "" : "/") + *step;
      if (event.type == EventType::employment_SchoolOpened && at + 1 == steps.end()) {
        name = payload_of<ledger::employment::SchoolOpened>(event).name;
      }
    }
    Fields record = {{"unit", unit}, {"path", path}};
    if (!name.empty()) record.emplace_back("name", name);
    for (const auto& column : names) record.emplace_back(column, sums[column]);
    List by_area;
    for (const auto& [area, events] : areas) by_area.emplace_back(Fields{{"area", area}, {"events", events}});
    record.emplace_back("events_by_area", by_area);
    out[unit] = text_of(record);
  }
  return out;
}

struct Window {
  std::int64_t minutes = 0, hours = 0, required = 0;
  std::uint64_t told = 0;
};

void tell(std::map<std::string, Window>& windows, const Facts& facts, std::uint64_t sequence, std::int32_t date,
          std::int64_t minutes) {
  const auto* cycle = rules_at<ledger::CycleRuleSet>(facts, sequence, date);
  if (cycle == nullptr) return;
  const bool by_year = cycle->window == document::Window::calendar_year;
  auto& window = windows[by_year ? std::to_string(year_of(date)) : school_year(date)];
  if (sequence >= window.told) window.required = cycle->class_hours_centi_min, window.told = sequence;
  const auto* credits = rules_at<ledger::CreditRuleSet>(facts, sequence, date);
  if (credits == nullptr) return;
  window.minutes += minutes;
  window.hours += minutes * 100 / credits->minutes_per_class_hour;
}

Dump missing(const Year& year, const Facts& facts) {
  std::map<std::string, std::map<std::string, Window>> teachers;
  for (const auto& event : year.events()) {
    if (event.type != EventType::identity_TeacherRegistered) continue;
    const auto teacher = hex_of(payload_of<ledger::identity::TeacherRegistered>(event).teacher);
    tell(teachers[teacher], facts, event.event.position.sequence.value, event.event.business_date->value, 0);
  }
  for (const auto& [teacher, attended] : facts.by_teacher) {
    for (const auto& fact : attended) tell(teachers[teacher], facts, fact.sequence, fact.date, fact.entry.minutes);
  }
  Dump out;
  for (const auto& [teacher, windows] : teachers) {
    if (windows.empty()) continue;
    Fields last;
    List by_window;
    for (const auto& [name, window] : windows) {
      const auto lacking = std::max<std::int64_t>(window.required - window.hours, 0);
      last = {{"teacher", teacher},
              {"window", name},
              {"class_hours_centi", window.hours},
              {"required_class_hours_centi", window.required},
              {"missing_class_hours_centi", lacking}};
      by_window.emplace_back(Fields{{"window", name},
                                    {"minutes", window.minutes},
                                    {"class_hours_centi", window.hours},
                                    {"required_class_hours_centi", window.required},
                                    {"missing_class_hours_centi", lacking}});
    }
    last.emplace_back("by_window", by_window);
    out[teacher] = text_of(last);
  }
  return out;
}

/// Every (teacher, what) of the year; what a profile counts is how often it is here.
std::vector<std::pair<std::string, std::string>> deeds(const Year& year) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const ledger::Subject& who, const char* what) { out.emplace_back(hex_of(who), what); };
  for (const auto& one : year.all<research::ActivityJoined>()) {
    add(one.teacher, "activities");
    if (one.level != ledger::Level::school) add(one.teacher, "across");
  }
  for (const auto& one : year.all<research::MaterialSubmitted>()) add(one.teacher, "materials");
  for (const auto& one : year.all<ledger::resource::ResourcePublished>()) add(one.contributor, "resources");
  for (const auto& one : year.all<ledger::resource::ItemSubmitted>()) add(one.contributor, "items");
  for (const auto& one : year.all<ledger::achievement::PaperRecorded>()) add(one.teacher, "papers");
  for (const auto& one : year.all<reviewing::ReviewScored>()) add(one.expert, "reviews");
  for (const auto& one : year.all<reviewing::OpenVoteRecorded>()) {
    for (const auto& member : one.present) add(member, "votes");
  }
  for (const auto& one : year.all<mentoring::PairMatched>()) {
    add(one.mentor, "pairs_as_mentor");
    add(one.novice, "pairs_as_novice");
  }
  for (const auto& one : year.all<mentoring::MentoringLogged>()) {
    for (std::uint32_t minute = 0; minute < one.minutes; ++minute) {
      add(one.mentor, "mentoring_minutes");
      add(one.novice, "mentoring_minutes");
    }
  }
  for (const auto& one : year.all<ledger::outreach::OutreachDelivered>()) {
    for (const auto& teacher : one.teachers) add(teacher, "outreach");
  }
  for (const auto& one : year.all<ledger::highlight::LessonHighlighted>()) add(one.teacher, "lessons_highlighted");
  return out;
}

}  // namespace

std::set<std::string> workers(const Year& year) {
  std::set<std::string> out;
  for (const auto& [teacher, what] : deeds(year)) out.insert(teacher);
  for (const auto& named : year.all<ledger::highlight::TeacherHighlighted>()) out.insert(hex_of(named.teacher));
  for (const auto& record : year.noticed()) out.insert(record.person);
  return out;
}

void show_work_by_hand(const Year& year, const std::string& teacher, Fields& out) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& [who, what] : deeds(year)) counts[what] += who == teacher ? 1 : 0;
  out.emplace_back("cross_school", counts["across"] > 0);
  for (const char* name :
       {"activities", "materials", "resources", "items", "papers", "reviews", "votes", "pairs_as_mentor",
        "pairs_as_novice", "mentoring_minutes", "outreach", "lessons_highlighted"}) {
    out.emplace_back(name, counts[name]);
  }
  std::set<std::int64_t> years;
  for (const auto& named : year.all<ledger::highlight::TeacherHighlighted>()) {
    if (hex_of(named.teacher) == teacher) years.insert(named.year);
  }
  out.emplace_back("years_highlighted", List(years.begin(), years.end()));
  const std::vector<std::string> kinds = {
      "other",    "signed_in",        "page_opened",  "draft_saved",       "upload_progressed", "lesson_progressed",
      "searched", "resource_visited", "article_read", "highlight_studied", "comment_written"};
  std::map<std::string, std::int64_t> by_kind;
  std::int64_t all = 0;
  for (const auto& record : year.noticed()) {
    if (record.person != teacher) continue;
    ++all;
    ++by_kind[std::find(kinds.begin(), kinds.end(), record.kind) == kinds.end() ? "other" : record.kind];
  }
  List rows;
  for (const auto& kind : kinds) {
    if (by_kind[kind] > 0) rows.emplace_back(Fields{{"kind", kind}, {"records", by_kind[kind]}});
  }
  out.emplace_back("telemetry_records", all);
  out.emplace_back("telemetry_by_kind", rows);
}

std::optional<Dump> people_by_hand(std::string_view model, const Year& year, const Facts& facts) {
  if (model == "experts") return experts(year);
  if (model == "support") return support_given(year);
  if (model == "telemetry") return telemetry(year);
  if (model == "units") return units(year);
  if (model == "missing") return missing(year, facts);
  return std::nullopt;
}

}  // namespace shiji::projections::testing
