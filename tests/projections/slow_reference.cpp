#include "slow_reference.h"

#include "slow_year.h"

#include <algorithm>
#include <set>

namespace shiji::projections::testing {

using document::AttendanceOutcome;
using ledger::EventType;

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

namespace {

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
    std::int64_t attended = 0;
    std::int64_t late = 0;
    std::int64_t absent = 0;
    std::int64_t repeated = session.parts == 0 ? session.repeated : 0;
    for (const auto& entry : session.entries) {
      const bool was_late = entry.outcome == AttendanceOutcome::late;
      late += was_late ? 1 : 0;
      absent += entry.outcome == AttendanceOutcome::absent ? 1 : 0;
      attended += was_late || entry.outcome == AttendanceOutcome::present ? 1 : 0;
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
  std::string unit = person.unit;
  std::string post;
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

Dump profiles(const FakeLedger& ledger, std::size_t events, const Facts& facts, const Year& year) {
  std::map<std::string, Person> people;
  for (std::size_t i = 0; i < events; ++i) take(people, ledger.event(i));
  for (const auto& [teacher, attended] : facts.by_teacher) people[teacher];
  for (const auto& teacher : workers(year)) people[teacher];
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
    show_work_by_hand(year, teacher, record);
    out[teacher] = text_of(record);
  }
  return out;
}

}  // namespace

Dump slow_reference(std::string_view model, const FakeLedger& ledger, std::size_t events) {
  const auto facts = facts_of(ledger, events);
  const Year year(ledger, events);
  if (auto told = streams_by_hand(model, year)) return *told;
  if (auto told = people_by_hand(model, year, facts)) return *told;
  if (model == "attendance") return attendance(ledger, events);
  if (model == "credits") return credits_by_hand(facts);
  if (model == "points") return points_by_hand(facts);
  if (model == "profile") return profiles(ledger, events, facts, year);
  return statements_by_hand(facts);
}

}  // namespace shiji::projections::testing
