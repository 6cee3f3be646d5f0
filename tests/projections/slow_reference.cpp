#include "slow_reference.h"

#include "shiji/ledger/rules/rule_set.h"

#include <algorithm>
#include <set>

namespace shiji::projections::testing {
namespace {

using document::AttendanceOutcome;
using ledger::EventType;
using Dump = std::map<std::string, std::string>;

/// An adopted rule set, or an entry of a final attendance.
struct Adopted {
  std::uint64_t sequence;
  std::int32_t from, until;
  std::map<std::string, std::string> documents;
  std::optional<ledger::RuleSet> rules;
};
struct Attended {
  std::uint64_t sequence;
  std::int32_t date;
  ledger::Level level;
  std::string title;
  training::AttendanceEntry entry;
};
struct Facts {
  std::vector<Adopted> adopted;
  std::map<std::string, std::vector<Attended>> by_teacher;  ///< in (date, sequence) order
};

Facts facts_of(const FakeLedger& ledger, std::size_t events) {
  Facts out;
  std::map<ledger::Hash, std::string> documents;
  for (std::size_t i = 0; i < events; ++i) {
    const auto event = ledger.event(i);
    if (event.type == EventType::control_DocumentPart) {
      const auto part = payload_of<ledger::control::DocumentPart>(event);
      documents[part.digest].append(part.bytes.begin(), part.bytes.end());
    } else if (event.type == EventType::control_RuleSetAdopted) {
      const auto adopted = payload_of<ledger::control::RuleSetAdopted>(event);
      auto rules = ledger::parse_rule_set(documents[adopted.digest]);
      out.adopted.push_back({i,
                             adopted.effective_from.value,
                             adopted.effective_until ? adopted.effective_until->value : INT32_MAX,
                             {},
                             *rules});
    } else if (event.type == EventType::training_AttendanceFinalised) {
      const auto final = payload_of<training::AttendanceFinalised>(event);
      for (const auto& entry : final.entries) {
        out.by_teacher[ledger::to_hex(entry.teacher.span())].push_back(
            {i, event.event.business_date->value, final.level, std::string(final.title), entry});
      }
    }
  }
  for (auto& [teacher, facts] : out.by_teacher) {
    std::stable_sort(facts.begin(), facts.end(), [](const Attended& a, const Attended& b) {
      return std::pair(a.date, a.sequence) < std::pair(b.date, b.sequence);
    });
  }
  return out;
}

template <typename T>
const T* rules_for(const Facts& facts, const Attended& fact) {
  const T* found = nullptr;
  for (const auto& adopted : facts.adopted) {
    if (adopted.sequence >= fact.sequence || fact.date < adopted.from || fact.date > adopted.until) continue;
    if (const auto* rules = std::get_if<T>(&*adopted.rules)) found = rules;
  }
  return found;
}

int year_of(std::int32_t date) { return std::stoi(ledger::to_text(ledger::Date{date}).substr(0, 4)); }

std::string school_year(std::int32_t date) {
  const auto text = ledger::to_text(ledger::Date{date});
  const int first = text.substr(5, 2) >= "09" ? year_of(date) : year_of(date) - 1;
  return std::to_string(first) + "-" + std::to_string(first + 1);
}

/// One line of either kind.
struct Line {
  Attended fact;
  bool credits;
  std::int64_t hours = 0, milli = 0, points = 0, uncounted = 0;
  std::string item{}, item_zh{}, item_en{}, window{}, rule_set{};
  std::int64_t rule_version = 0, cap = 0, floor = 0;
};

std::vector<Line> lines_of(const Facts& facts, const std::vector<Attended>& attended) {
  std::vector<Line> out;
  std::map<std::string, std::int64_t> totals;  // the one category there is, by school year
  for (const auto& fact : attended) {
    const auto* credits = rules_for<ledger::CreditRuleSet>(facts, fact);
    if (credits != nullptr && fact.entry.minutes > 0) {
      Line line{.fact = fact, .credits = true};
      line.hours = fact.entry.minutes * 100 / credits->minutes_per_class_hour;
      line.milli = fact.entry.minutes * 1000 / (credits->minutes_per_class_hour * credits->class_hours_per_credit);
      line.item = credits->item, line.item_zh = credits->title_zh, line.item_en = credits->title_en;
      line.window = std::to_string(year_of(fact.date));
      line.rule_set = credits->head.name, line.rule_version = credits->head.version;
      out.push_back(line);
    }
    const auto* points = rules_for<ledger::PointRuleSet>(facts, fact);
    if (points == nullptr) continue;
    for (const auto& row : points->rows) {
      if (row.outcome != fact.entry.outcome) continue;
      Line line{.fact = fact, .credits = false};
      line.window = school_year(fact.date);
      line.cap = points->categories.front().second.cap_centi;
      line.floor = points->categories.front().second.floor_centi;
      const std::int64_t gives = *row.points_centi(fact.level);
      auto& total = totals[line.window];
      // Step by step: one more as long as the limit allows it.
      while (line.points != gives && (gives > 0 ? total < line.cap : total > line.floor)) {
        line.points += gives > 0 ? 1 : -1;
        total += gives > 0 ? 1 : -1;
      }
      line.uncounted = gives - line.points;
      line.item = row.item, line.item_zh = row.title_zh, line.item_en = row.title_en;
      line.rule_set = points->head.name, line.rule_version = points->head.version;
      out.push_back(line);
    }
  }
  return out;
}

template <typename T>
std::int64_t integer(T value) {
  return static_cast<std::int64_t>(value);
}
std::string level_name(ledger::Level level) { return std::string(name_of(level)); }

Dump statements(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    List rows;
    std::int64_t minutes = 0, hours = 0, milli = 0, points = 0, uncounted = 0;
    for (const auto& line : lines_of(facts, attended)) {
      const std::int64_t line_minutes = line.credits ? line.fact.entry.minutes : 0;
      minutes += line_minutes, hours += line.hours, milli += line.milli;
      points += line.points, uncounted += line.uncounted;
      rows.push_back(Fields{{"business_date", to_text(ledger::Date{line.fact.date})},
                            {"kind", line.credits ? "credits" : "points"},
                            {"title", line.fact.title},
                            {"level", level_name(line.fact.level)},
                            {"item", line.item},
                            {"item_zh", line.item_zh},
                            {"item_en", line.item_en},
                            {"minutes", line_minutes},
                            {"class_hours_centi", line.hours},
                            {"credit_milli", line.milli},
                            {"points_centi", line.points},
                            {"uncounted_centi", line.uncounted},
                            {"window", line.window},
                            {"rule_set", line.rule_set},
                            {"rule_version", line.rule_version},
                            {"sequence", integer(line.fact.sequence)}});
    }
    if (rows.empty()) continue;
    out[teacher] = text_of(Fields{{"teacher", teacher},
                                  {"minutes", minutes},
                                  {"class_hours_centi", hours},
                                  {"credit_milli", milli},
                                  {"points_centi", points},
                                  {"uncounted_centi", uncounted},
                                  {"lines", rows}});
  }
  return out;
}

using CreditSums = std::array<std::int64_t, 4>;
void show(const CreditSums& sums, Fields& out) {
  const char* names[] = {"minutes", "class_hours_centi", "credit_milli", "lines"};
  for (std::size_t i = 0; i < sums.size(); ++i) out.emplace_back(names[i], sums[i]);
}

Dump credits(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    CreditSums total{};
    std::map<ledger::Level, CreditSums> levels;
    std::map<std::string, CreditSums> years;
    for (const auto& line : lines_of(facts, attended)) {
      if (!line.credits) continue;
      const CreditSums one = {line.fact.entry.minutes, line.hours, line.milli, 1};
      for (auto* sums : {&total, &levels[line.fact.level], &years[line.window]}) {
        for (std::size_t i = 0; i < one.size(); ++i) (*sums)[i] += one[i];
      }
    }
    if (total[3] == 0) continue;
    List by_level, by_year;
    for (const auto& [level, sums] : levels) {
      Fields row = {{"level", level_name(level)}};
      show(sums, row);
      by_level.emplace_back(row);
    }
    for (const auto& [year, sums] : years) {
      Fields row = {{"year", year}};
      show(sums, row);
      by_year.emplace_back(row);
    }
    Fields record = {{"teacher", teacher}};
    show(total, record);
    record.emplace_back("by_level", by_level);
    record.emplace_back("by_year", by_year);
    out[teacher] = text_of(record);
  }
  return out;
}

struct WindowSums {
  std::int64_t points = 0, uncounted = 0, cap = 0, floor = 0, lines = 0;
};

Dump points(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    std::map<std::string, WindowSums> windows;
    std::map<AttendanceOutcome, std::set<std::uint64_t>> outcomes;
    std::int64_t total = 0, uncounted = 0;
    for (const auto& line : lines_of(facts, attended)) {
      if (line.credits) continue;
      outcomes[line.fact.entry.outcome].insert(line.fact.sequence);
      auto& window = windows[line.window];
      window = {window.points + line.points, window.uncounted + line.uncounted, line.cap, line.floor, window.lines + 1};
      total += line.points, uncounted += line.uncounted;
    }
    if (windows.empty()) continue;
    List by_window;
    for (const auto& [name, sums] : windows) {
      by_window.push_back(Fields{{"window", name},
                                 {"category", "activities"},
                                 {"points_centi", sums.points},
                                 {"uncounted_centi", sums.uncounted},
                                 {"cap_centi", sums.cap},
                                 {"floor_centi", sums.floor},
                                 {"lines", sums.lines}});
    }
    const auto late = integer(outcomes[AttendanceOutcome::late].size());
    out[teacher] = text_of(Fields{{"teacher", teacher},
                                  {"points_centi", total},
                                  {"uncounted_centi", uncounted},
                                  {"attended", late + integer(outcomes[AttendanceOutcome::present].size())},
                                  {"late", late},
                                  {"absent", integer(outcomes[AttendanceOutcome::absent].size())},
                                  {"by_window", by_window}});
  }
  return out;
}

struct Session {
  std::string title;
  ledger::Level level = ledger::Level::school;
  std::vector<std::int64_t> starts, ends;
  std::int64_t units = 0, roster = 0, repeated = 0, parts = 0;
  std::set<std::string> signed_in;
  std::vector<training::AttendanceEntry> entries;
  bool closed = false;
};

void take(Session& session, const ledger::DecodedEvent& event) {
  if (event.type == EventType::training_SessionScheduled) {
    const auto payload = payload_of<training::SessionScheduled>(event);
    session.title = payload.title, session.level = payload.level, session.units = integer(payload.units.size());
    session.starts.clear(), session.ends.clear();
    for (const auto& unit : payload.units) {
      session.starts.push_back(unit.starts_at.value);
      session.ends.push_back(unit.ends_at.value);
    }
  } else if (event.type == EventType::training_RosterFixed) {
    session.roster = integer(payload_of<training::RosterFixed>(event).teachers.size());
  } else if (event.type == EventType::training_SessionSignedIn && session.parts == 0) {
    const auto payload = payload_of<training::SessionSignedIn>(event);
    if (!session.signed_in.insert(ledger::to_hex(payload.teacher.span())).second) ++session.repeated;
  } else if (event.type == EventType::training_AttendanceFinalised) {
    const auto payload = payload_of<training::AttendanceFinalised>(event);
    session.title = payload.title, session.level = payload.level, session.units = payload.units;
    session.entries.insert(session.entries.end(), payload.entries.begin(), payload.entries.end());
    session.closed = ++session.parts >= payload.parts;
  }
}

Dump attendance(const FakeLedger& ledger, std::size_t events) {
  std::map<std::string, Session> sessions;
  for (std::size_t i = 0; i < events; ++i) {
    const auto event = ledger.event(i);
    const std::string stream(event.event.stream);
    if (stream.rfind("session/", 0) == 0 && event.type != EventType::training_SessionClosed) {
      take(sessions[stream.substr(8)], event);
    }
  }
  Dump out;
  for (const auto& [id, session] : sessions) {
    std::int64_t attended = 0, late = 0, absent = 0, repeated = session.parts == 0 ? session.repeated : 0;
    for (const auto& entry : session.entries) {
      late += entry.outcome == AttendanceOutcome::late;
      absent += entry.outcome == AttendanceOutcome::absent;
      attended += entry.outcome == AttendanceOutcome::late || entry.outcome == AttendanceOutcome::present;
      repeated += entry.sign_ins_repeated;
    }
    const auto expected = session.parts == 0 ? session.roster : integer(session.entries.size());
    out[id] = text_of(
        Fields{{"session", id},
               {"title", session.title},
               {"level", level_name(session.level)},
               {"starts_at", to_text(ledger::Time{*std::min_element(session.starts.begin(), session.starts.end())})},
               {"ends_at", to_text(ledger::Time{*std::max_element(session.ends.begin(), session.ends.end())})},
               {"units", session.units},
               {"expected", expected},
               {"signed_in", integer(session.signed_in.size())},
               {"attended", attended},
               {"late", late},
               {"absent", absent},
               {"rate_ppm", expected == 0 ? 0 : attended * 1'000'000 / expected},
               {"closed", session.closed},
               {"sign_ins_repeated", repeated}});
  }
  return out;
}

/// What one event says about where somebody works.
struct Word {
  std::pair<std::int32_t, std::uint64_t> order;
  std::string school, unit;
  std::optional<ledger::employment::Post> post;
};

struct Person {
  Fields registered;
  std::string unit;
  std::vector<Word> words;  ///< in order of arrival
};

template <typename Payload>
Word word_of(const ledger::DecodedEvent& event, std::optional<ledger::employment::Post> post) {
  const auto payload = payload_of<Payload>(event);
  return {{payload.effective.value, event.event.position.sequence.value},
          std::string(payload.school),
          std::string(event.event.working_unit.value_or("")),
          post};
}

void take(std::map<std::string, Person>& people, const ledger::DecodedEvent& event) {
  namespace employment = ledger::employment;
  const std::string stream(event.event.stream);
  if (stream.rfind("teacher/", 0) != 0) return;
  auto& person = people[stream.substr(8)];
  if (event.type == EventType::identity_TeacherRegistered) {
    const auto payload = payload_of<ledger::identity::TeacherRegistered>(event);
    person.unit = event.event.working_unit.value_or("");
    person.registered = {{"name", SealedText{"identity.TeacherRegistered",
                                             "name",
                                             payload.name.subject,
                                             payload.name.key_version,
                                             payload.name.nonce,
                                             {payload.name.ciphertext.begin(), payload.name.ciphertext.end()}}},
                         {"kind", std::string(name_of(payload.kind))},
                         {"stage", std::string(name_of(payload.stage))},
                         {"subject_code", std::string(payload.subject_code)}};
  }
  if (event.type == EventType::employment_EmploymentStarted) {
    const auto post = payload_of<employment::EmploymentStarted>(event).post;
    person.words.push_back(word_of<employment::EmploymentStarted>(event, post));
  }
  if (event.type == EventType::employment_PostChanged) {
    const auto post = payload_of<employment::PostChanged>(event).post;
    person.words.push_back(word_of<employment::PostChanged>(event, post));
  }
  if (event.type == EventType::employment_EmploymentEnded) {
    person.words.push_back(word_of<employment::EmploymentEnded>(event, {}));
  }
}

void show_work(const Person& person, Fields& out) {
  std::string unit = person.unit, post;
  const Word* last = nullptr;
  for (const auto& word : person.words) {
    if (last != nullptr && word.order < last->order) continue;
    last = &word;
    if (word.post) post = name_of(*word.post);
    if (!word.unit.empty()) unit = word.unit;
  }
  if (last != nullptr) {
    out.emplace_back("school", last->school);
    out.emplace_back("post", post);
    out.emplace_back("employed", last->post.has_value());
  }
  if (!unit.empty()) out.emplace_back("unit", unit);
}

Dump profiles(const FakeLedger& ledger, std::size_t events, const Facts& facts) {
  std::map<std::string, Person> people;
  for (std::size_t i = 0; i < events; ++i) take(people, ledger.event(i));
  for (const auto& [teacher, attended] : facts.by_teacher) people[teacher];
  Dump out;
  for (const auto& [teacher, person] : people) {
    Fields record = {{"teacher", teacher}};
    record.insert(record.end(), person.registered.begin(), person.registered.end());
    show_work(person, record);
    std::map<AttendanceOutcome, std::int64_t> outcomes;
    std::int64_t minutes = 0;
    const auto found = facts.by_teacher.find(teacher);
    const auto attended = found == facts.by_teacher.end() ? std::vector<Attended>{} : found->second;
    for (const auto& fact : attended) {
      ++outcomes[fact.entry.outcome];
      minutes += fact.entry.minutes;
    }
    record.emplace_back("sessions_attended", outcomes[AttendanceOutcome::present] + outcomes[AttendanceOutcome::late]);
    record.emplace_back("sessions_late", outcomes[AttendanceOutcome::late]);
    record.emplace_back("sessions_absent", outcomes[AttendanceOutcome::absent]);
    record.emplace_back("minutes", minutes);
    if (!attended.empty()) {
      record.emplace_back("first_business_date", to_text(ledger::Date{attended.front().date}));
      record.emplace_back("last_business_date", to_text(ledger::Date{attended.back().date}));
    }
    out[teacher] = text_of(record);
  }
  return out;
}

}  // namespace

Dump slow_reference(std::string_view model, const FakeLedger& ledger, std::size_t events) {
  const auto facts = facts_of(ledger, events);
  if (model == "attendance") return attendance(ledger, events);
  if (model == "credits") return credits(facts);
  if (model == "points") return points(facts);
  if (model == "profile") return profiles(ledger, events, facts);
  return statements(facts);
}

}  // namespace shiji::projections::testing
