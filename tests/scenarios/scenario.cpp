#include "scenario.h"

#include "event_line.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/rules/credits.h"
#include "shiji/ledger/rules/points.h"

#include <algorithm>
#include <sstream>

namespace shiji::tests {
namespace {

Level level_of(std::string_view name) {
  for (const auto level : {Level::school, Level::county, Level::city, Level::province, Level::nation}) {
    if (name_of(level) == name) return level;
  }
  return Level::school;
}

/// "t1 late 31 min late-by 14" -> the word behind `key`, else `otherwise`.
std::string word_behind(const std::vector<std::string>& words, std::string_view key, const std::string& otherwise) {
  const auto found = std::find(words.begin(), words.end(), key);
  return found == words.end() || found + 1 == words.end() ? otherwise : *(found + 1);
}

bool has_word(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Scenario::Scenario() {
  ledger_.now = shanghai("2023-01-01", "08:00");
  ledger_.create();
}

std::vector<std::string> Scenario::run(std::string_view text) {
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    ++line_;
    std::istringstream in(line.substr(0, line.find("# ")));
    Words words;
    for (std::string word; in >> word;) words.push_back(word);
    if (!words.empty()) run_line(words);
  }
  settle();
  return faults_;
}

void Scenario::run_line(const Words& words) {
  if (words.front() == "expect") {
    ++expectations_;
    return expect(words);
  }
  settle();
  answer_line_ = line_;
  run_command(words);
}

void Scenario::run_command(const Words& words) {
  const std::string& verb = words.front();
  if (verb == "day") {
    day_ = words.at(1);
  } else if (verb == "adopt") {
    adopt(words);
  } else if (verb == "teachers") {
    register_teachers(words);
  } else if (verb == "schedule") {
    schedule(words);
  } else if (verb == "roster") {
    fix_roster(words);
  } else if (verb == "sign-in" || verb == "sign-out") {
    sign(words, verb == "sign-in");
  } else if (verb == "close") {
    close(words);
  } else if (verb == "schools") {
    open_schools(words);
  } else if (verb == "actors") {
    register_actors(words);
  } else if (verb == "clock") {
    ledger_.now = time_of(words.at(1));
  } else if (verb.find('.') != std::string::npos) {
    send_event(words);
  } else if (!run_access_command(words)) {
    fault("no such command: " + verb);
  }
}

/// A command that nothing expected anything of must have been accepted.
void Scenario::settle() {
  if (answer_ == "accepted") accepted_.insert(ledger_.last_type);
  if (!answer_.empty() && answer_ != "accepted") {
    faults_.push_back("line " + std::to_string(answer_line_) + ": refused " + answer_);
  }
  answer_.clear();
}

void Scenario::fault(const std::string& message) {
  faults_.push_back("line " + std::to_string(line_) + ": " + message);
}

Time Scenario::time_of(std::string_view clock) const {
  const Time minute = shanghai(day_, clock.substr(0, 5));
  return clock.size() == 8 ? plus_seconds(minute, std::stoi(std::string(clock.substr(6)))) : minute;
}

Subject Scenario::teacher(const std::string& name) {
  const auto number = static_cast<std::uint8_t>(teachers_.size() + 1);
  return teachers_.emplace(name, subject(number)).first->second;
}

RuleBook Scenario::rule_book() const {
  RuleBook book;
  for (const auto& bytes : ledger_.events) {
    if (!book.fold(*decode_event(bytes))) return {};
  }
  return book;
}

/// schools CODE...
void Scenario::open_schools(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    answer_ = ledger_.send(
        "school/" + words[i],
        employment::SchoolOpened{.code = words[i], .name = words[i], .unit = "37/3701/370112/" + words[i]});
  }
}

/// actors NAME...
void Scenario::register_actors(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    answer_ = ledger_.send("actor/" + words[i],
                           identity::ActorRegistered{.actor = words[i], .kind = identity::ActorKind::person});
  }
}

/// AREA.TYPE STREAM KEY=VALUE... [signed]
void Scenario::send_event(const Words& words) {
  const auto line = json_line(words, {.teacher = [this](const std::string& name) { return teacher(name); },
                                      .time = [this](std::string_view clock) { return time_of(clock); },
                                      .document = [](std::string_view file) { return sha256(built_in(file)); }});
  const auto command = JsonCommand::parse(line, line_);
  const auto bytes = command ? command->encode({}) : Result<Buffer>(command.failure());
  if (!bytes) return fault("not a command: " + line);
  auto event = *decode_event(*bytes);
  // The engine checks whose signature it is; the rules ask only whether there is one.
  if (has_word(words, "signed")) event.event.signature = Signature{.algorithm = SignatureAlgorithm::ed25519};
  answer_ = ledger_.send_bytes(encode_event(event.event));
}

/// What the rules added behind the last command, as JSON.
std::string Scenario::json_of_added() const {
  std::string out;
  for (std::size_t i = ledger_.events.size() - ledger_.added.size(); i < ledger_.events.size(); ++i) {
    out += *event_to_json(*decode_event(ledger_.events[i]), Hash{}, {}) + "\n";
  }
  return out;
}

/// expect added AREA.TYPE KEY=VALUE...
void Scenario::expect_added(const Words& words) {
  const auto json = json_of_added();
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    std::string wanted = R"("type":)";
    if (equals == std::string::npos) {
      wanted.append("\"").append(words[i]).append("\"");
    } else {
      wanted = "\"";
      wanted.append(words[i], 0, equals).append("\":").append(words[i], equals + 1);
    }
    if (json.find(wanted) == std::string::npos)
      fault(wanted.insert(0, "expected added ").append(", was ").append(json));
  }
}

/// adopt rules/points.json PTS-DEMO [from DAY]
void Scenario::adopt(const Words& words) {
  answer_ = ledger_.adopt_rules(words.at(2), 1, built_in(words.at(1)), word_behind(words, "from", "2000-01-01"));
}

/// teachers NAME...
void Scenario::register_teachers(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) answer_ = ledger_.register_teacher(teacher(words[i]));
}

/// schedule SESSION LEVEL [sign-out] (CLOCK MINUTESm)...
void Scenario::schedule(const Words& words) {
  std::vector<training::SessionUnit> units;
  for (std::size_t i = 3; i + 1 < words.size(); ++i) {
    if (words[i + 1].back() != 'm') continue;
    const Time start = time_of(words[i]);
    units.push_back({start, plus_seconds(start, std::stoll(words[i + 1]) * 60)});
  }
  answer_ = ledger_.send("session/" + words.at(1),
                         training::SessionScheduled{.title = words.at(1),
                                                    .level = level_of(words.at(2)),
                                                    .venue = "hall",
                                                    .units = units,
                                                    .sign_out_required = has_word(words, "sign-out")});
}

/// roster SESSION NAME...
void Scenario::fix_roster(const Words& words) {
  std::vector<Subject> teachers;
  for (std::size_t i = 2; i < words.size(); ++i) teachers.push_back(teacher(words[i]));
  answer_ = ledger_.send("session/" + words.at(1), training::RosterFixed{.teachers = teachers});
}

/// sign-in SESSION NAME CLOCK [occurred CLOCK [on DAY]] [by METHOD]; sign-out likewise
void Scenario::sign(const Words& words, bool in) {
  ledger_.now = time_of(words.at(3));
  Envelope envelope;
  if (const auto clock = word_behind(words, "occurred", ""); !clock.empty()) {
    envelope.occurred_at = shanghai(word_behind(words, "on", day_), clock);
  }
  const auto method =
      word_behind(words, "by", "face") == "pin" ? training::SignInMethod::pin : training::SignInMethod::face;
  const std::string stream = "session/" + words.at(1);
  const Subject who = teacher(words.at(2));
  answer_ = in ? ledger_.send(stream, training::SessionSignedIn{.teacher = who, .method = method}, envelope)
               : ledger_.send(stream, training::SessionSignedOut{.teacher = who, .method = method}, envelope);
}

/// close SESSION CLOCK
void Scenario::close(const Words& words) {
  ledger_.now = time_of(words.at(2));
  answer_ = ledger_.send("session/" + words.at(1), training::SessionClosed{});
  if (answer_ == "accepted") keep_attendance(words.at(1));
}

void Scenario::keep_attendance(const std::string& session) {
  std::size_t index = ledger_.events.size() - ledger_.added.size();
  for (const auto& added : ledger_.added) {
    const auto payload = read_table<training::AttendanceFinalised>(added.payload);
    for (const auto& entry : payload.entries) {
      for (const auto& [name, who] : teachers_) {
        if (who != entry.teacher) continue;
        attendance_.emplace(name, Attendance{session, Sequence{index}, *added.business_date, payload.level, entry});
      }
    }
    ++index;
  }
}

void Scenario::expect(const Words& words) {
  const std::string& what = words.at(1);
  if (what == "refused") {
    if (answer_ != words.at(2)) fault("expected refused " + words.at(2) + ", was " + answer_);
    if (answer_ == words.at(2)) refused_.insert(ledger_.last_type);
    answer_.clear();
  } else if (what == "added") {
    expect_added(words);
  } else if (what == "rate") {
    expect_rate(words);
  } else if (what == "credit") {
    expect_credit(words);
  } else if (what == "points") {
    expect_points(words);
  } else {
    expect_outcome(words);
  }
}

/// expect SESSION NAME OUTCOME MINUTES min [late-by N] [repeated N] [units N]
void Scenario::expect_outcome(const Words& words) {
  const auto range = attendance_.equal_range(words.at(2));
  const auto found =
      std::find_if(range.first, range.second, [&](const auto& one) { return one.second.session == words.at(1); });
  if (found == range.second) return fault("no attendance of " + words.at(2) + " in " + words.at(1));
  const auto& entry = found->second.entry;
  const auto actual = std::string(name_of(entry.outcome)) + " " + std::to_string(entry.minutes) + " min late-by " +
                      std::to_string(entry.late_minutes) + " repeated " + std::to_string(entry.sign_ins_repeated) +
                      " units " + std::to_string(entry.units_attended);
  const auto expected = words.at(3) + " " + words.at(4) + " min late-by " + word_behind(words, "late-by", "0") +
                        " repeated " + word_behind(words, "repeated", "0") + " units " +
                        word_behind(words, "units", words.at(3) == "absent" ? "0" : "1");
  if (actual != expected) fault("expected " + expected + ", was " + actual);
}

/// expect rate ATTENDED EXPECTED PPM
void Scenario::expect_rate(const Words& words) {
  std::uint64_t attended = 0;
  for (const auto& [name, one] : attendance_) attended += one.entry.units_attended > 0 ? 1 : 0;
  const std::uint64_t expected = attendance_.size();
  const std::uint64_t ppm = expected == 0 ? 0 : attended * 1'000'000 / expected;
  const auto actual = std::to_string(attended) + " " + std::to_string(expected) + " " + std::to_string(ppm);
  if (actual != words.at(2) + " " + words.at(3) + " " + words.at(4)) fault("rate was " + actual);
}

/// expect credit NAME MILLI class-hours CENTI
void Scenario::expect_credit(const Words& words) {
  const RuleBook book = rule_book();
  std::int64_t milli = 0;
  std::int64_t centi = 0;
  const auto range = attendance_.equal_range(words.at(2));
  for (auto at = range.first; at != range.second; ++at) {
    const auto& one = at->second;
    const auto rules = book.credits(one.sequence, one.business_date);
    if (!rules) return fault("no credit rules for " + one.session);
    const CreditLine line = credit_line(*rules, one.sequence, one.business_date, one.entry.minutes);
    milli += line.credit_milli;
    centi += line.class_hours_centi;
  }
  const auto actual = std::to_string(milli) + " class-hours " + std::to_string(centi);
  if (actual != words.at(3) + " class-hours " + word_behind(words, "class-hours", "")) fault("credit was " + actual);
}

/// expect points NAME WINDOW CENTI uncounted CENTI
void Scenario::expect_points(const Words& words) {
  const RuleBook book = rule_book();
  std::vector<PointEntry> entries;
  const auto range = attendance_.equal_range(words.at(2));
  for (auto at = range.first; at != range.second; ++at) {
    const auto& one = at->second;
    const auto rules = book.points(one.sequence, one.business_date);
    if (!rules) return fault("no point rules for " + one.session);
    const PointFact fact{.occasion = *occasion_of(one.entry.outcome),
                         .level = one.level,
                         .business_date = one.business_date,
                         .sequence = one.sequence};
    for (auto& entry : point_entries(*rules, fact)) {
      entries.push_back(std::move(entry));
    }
  }
  std::int32_t posted = 0;
  std::int32_t uncounted = 0;
  for (const auto& line : post_points(std::move(entries))) {
    if (line.window != words.at(3)) continue;
    posted += line.posted_centi;
    uncounted += line.uncounted_centi;
  }
  const auto actual = std::to_string(posted) + " uncounted " + std::to_string(uncounted);
  if (actual != words.at(4) + " uncounted " + word_behind(words, "uncounted", "0")) fault("points were " + actual);
}

}  // namespace shiji::tests
