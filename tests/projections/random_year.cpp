#include "random_year.h"

#include <algorithm>

namespace shiji::projections::testing {

using ledger::Level;
using ledger::identity::Stage;
namespace research = ledger::research;
namespace reporting = ledger::reporting;
namespace resource = ledger::resource;
namespace reviewing = ledger::review;
namespace mentoring = ledger::mentoring;
namespace outreach = ledger::outreach;
namespace support = ledger::support;

void RandomYear::happen() {
  using What = void (RandomYear::*)();
  constexpr What all[] = {&RandomYear::activity,   &RandomYear::material,  &RandomYear::report,     &RandomYear::bank,
                          &RandomYear::item,       &RandomYear::expert,    &RandomYear::review,     &RandomYear::vote,
                          &RandomYear::conclusion, &RandomYear::highlight, &RandomYear::pair,       &RandomYear::abroad,
                          &RandomYear::ticket,     &RandomYear::service,   &RandomYear::conclusion, &RandomYear::place,
                          &RandomYear::telemetry};
  (this->*all[pick(0, static_cast<int>(std::size(all)) - 1)])();
}

std::vector<ledger::Subject> RandomYear::some() {
  std::vector<ledger::Subject> out;
  for (int i = 0; i < teachers_; ++i) {
    if (pick(0, 2) == 0) out.push_back(person(static_cast<std::uint64_t>(i)));
  }
  return out;
}

ledger::Hash RandomYear::digest() {
  ledger::Hash out;
  for (auto& byte : out.bytes) byte = static_cast<std::uint8_t>(pick(0, 255));
  return out;
}

FakeLedger::Where RandomYear::at(const std::string& family, int streams) {
  const char* units[] = {"", "370112", "37/3702", "37/3701/370112/3701120001", "37/3701/370112/3701120002"};
  FakeLedger::Where where{family + "/" + family.substr(0, 1) + std::to_string(pick(1, streams)), {}, units[pick(0, 4)]};
  if (toss()) where.date = ledger::Date{day("2022-11-01").value + pick(0, 500)};
  return where;
}

FakeLedger::Where RandomYear::of(const std::string& family, const ledger::Subject& subject) {
  auto where = at(family, 1);
  where.stream = family + "/" + ledger::to_hex(subject.span());
  return where;
}

void RandomYear::activity() {
  const auto where = at("activity", 3);
  const int what = pick(0, 9);
  if (what == 0) {
    const ledger::Time opens{std::int64_t{pick(0, 1'000'000)} * 1'000'000};
    ledger_.add(where, research::ActivityOpened{"教研 " + std::string(1, where.stream.back()),
                                                any<Level>(5),
                                                any<research::Channel>(2),
                                                any<Stage>(6),
                                                "13",
                                                opens,
                                                {opens.value + 1}});
  } else if (what == 1) {
    ledger_.add(where, research::ActivityClosed{});
  } else {
    ledger_.add(where, research::ActivityJoined{somebody(), "3701120001", any<Level>(5), "教研"});
  }
}

void RandomYear::material() {
  const auto where = at("activity", 3);
  switch (pick(0, 3)) {
    case 0:
      ledger_.add(where, research::MaterialSubmitted{somebody(), digest(), any<research::MaterialKind>(7), 9});
      return;
    case 1:
      ledger_.add(where, research::MaterialReplaced{somebody(), digest(), digest(), 9});
      return;
    case 2:
      ledger_.add(where, research::MaterialWithdrawn{somebody(), digest(), "错"});
      return;
    default:
      ledger_.add(where, research::MaterialAccepted{digest(), toss()});
  }
}

void RandomYear::report() {
  const auto where = at("report", 3);
  const auto row = static_cast<std::uint32_t>(pick(1, 99));
  switch (pick(0, 5)) {
    case 0:
      ledger_.add(where, reporting::CollectionOpened{"上报", any<Stage>(6), {pick(0, 20'000)}});
      return;
    case 1:
      ledger_.add(where, reporting::CollectionClosed{});
      return;
    case 2:
      ledger_.add(where, reporting::ReportRowCorrected{row, digest(), "错"});
      return;
    default:
      ledger_.add(where, reporting::ReportRowSubmitted{row, "3701120001", digest()});
  }
}

void RandomYear::bank() {
  const auto where = at("resource", 4);
  if (pick(0, 3) == 0) {
    ledger_.add(where, resource::ResourceRetired{"旧"});
  } else {
    ledger_.add(where, resource::ResourcePublished{"资源", any<resource::ResourceKind>(7), any<Stage>(6), "14",
                                                   somebody(), digest()});
  }
}

void RandomYear::item() {
  const auto where = at("item", 6);
  const int what = pick(0, 3);
  if (what == 0) {
    ledger_.add(where, resource::ItemReviewed{toss(), {}});
  } else if (what == 1) {
    ledger_.add(where, resource::ItemRetired{"旧"});
  } else {
    ledger_.add(where, resource::ItemSubmitted{any<Stage>(6), "15", any<resource::ItemKind>(8),
                                               static_cast<std::uint32_t>(pick(0, 1'000'000)), somebody(), digest()});
  }
}

void RandomYear::expert() {
  const auto who = somebody();
  const auto where = of("expert", who);
  const int what = pick(0, 2);
  if (what == 0) ledger_.add(where, reviewing::ExpertEnrolled{who, "e", any<reviewing::ExpertKind>(3), "13"});
  if (what == 1) ledger_.add(where, reviewing::ExpertSuspended{who, "停"});
  if (what == 2) ledger_.add(where, reviewing::ExpertReinstated{who, "复"});
}

void RandomYear::review() {
  const auto where = at("review", 6);
  if (pick(0, 2) == 0) {
    reviewing::ReviewAssigned assigned;
    assigned.object_kind = any<reviewing::ObjectKind>(6);
    assigned.object = digest();
    if (toss()) assigned.author = somebody();
    assigned.rubric = digest();
    const auto experts = some();
    assigned.experts = experts;
    ledger_.add(where, assigned);
    return;
  }
  const std::vector<std::uint32_t> scores = {static_cast<std::uint32_t>(pick(0, 3000)), 100};
  ledger_.add(where, reviewing::ReviewScored{somebody(), digest(), scores, {}});
}

void RandomYear::conclusion() {
  reviewing::ReviewConcluded concluded;
  concluded.object_kind = any<reviewing::ObjectKind>(6);
  concluded.object = digest();
  concluded.full_centi = pick(0, 2) == 0 ? 5'000 : 10'000;
  concluded.trimmed_mean_centi = static_cast<std::uint32_t>(pick(0, 10'000));
  concluded.counted = static_cast<std::uint32_t>(pick(1, 5));
  std::vector<reviewing::Opinion> opinions;
  for (const auto& expert : some()) {
    opinions.push_back({expert, static_cast<std::uint32_t>(pick(0, 10'000)), pick(-999, 999)});
  }
  concluded.opinions = opinions;
  ledger_.add(at("review", 6), concluded);
}

void RandomYear::vote() {
  reviewing::OpenVoteRecorded vote;
  vote.title = "表决";
  vote.level = any<Level>(5);
  vote.members = 12;
  const auto present = some();
  vote.present = present;
  vote.yes = static_cast<std::uint32_t>(pick(0, 9));
  vote.abstained = 1;
  vote.passed = toss();
  ledger_.add(at("vote", 5), vote);
}

void RandomYear::highlight() {
  const auto who = somebody();
  if (toss()) {
    ledger_.add(of("teacher", who),
                ledger::highlight::TeacherHighlighted{who, static_cast<std::uint16_t>(pick(2020, 2023)), "优"});
  } else {
    ledger_.add(at("lesson", 4), ledger::highlight::LessonHighlighted{"课例", who, any<Level>(5), any<Stage>(6), "16"});
  }
  if (toss()) return;
  ledger_.add(at("paper", 9), ledger::achievement::PaperRecorded{
                                  who, "论文", any<ledger::achievement::Venue>(5), 1, 2, {19'000}, digest()});
}

void RandomYear::pair() {
  const auto where = at("pair", 4);
  const auto minutes = static_cast<std::uint32_t>(pick(1, 120));
  const auto appraisal = any<mentoring::Appraisal>(4);
  switch (pick(0, 5)) {
    case 0:
      ledger_.add(where, mentoring::PairMatched{somebody(), somebody(), {pick(19'000, 19'500)}});
      return;
    case 1:
      ledger_.add(where, mentoring::PairEnded{somebody(), somebody(), appraisal});
      return;
    case 2:
      ledger_.add(where, mentoring::MentoringConcluded{somebody(), somebody(), 3, minutes, appraisal});
      return;
    default:
      ledger_.add(where, mentoring::MentoringLogged{somebody(), somebody(), minutes, any<mentoring::Activity>(5)});
  }
}

void RandomYear::abroad() {
  const auto minutes = static_cast<std::uint32_t>(pick(1, 120));
  const auto teachers = some();
  switch (pick(0, 2)) {
    case 0:
      ledger_.add(at("outreach", 5), outreach::OutreachDelivered{any<outreach::OutreachKind>(4), "3701120001",
                                                                 "大树学校", teachers, minutes});
      return;
    case 1:
      ledger_.add(at("article", 4), outreach::ArticlePublished{"3701120001", "教研", "文章", digest()});
      return;
    default:
      ledger_.add(at("pilot", 5), outreach::PilotReported{"试点", any<Level>(5), minutes, 2, 3, 4, 5});
  }
}

void RandomYear::ticket() {
  const auto where = at("ticket", 9);
  if (toss()) {
    ledger_.add(where, support::TicketClosed{toss(), "好"});
    return;
  }
  support::TicketOpened opened{support::TicketChannel::online, "登录", {}};
  if (toss()) opened.teacher = somebody();
  ledger_.add(where, opened);
}

void RandomYear::service() {
  const auto where = at("support", 1);
  const auto minutes = static_cast<std::uint32_t>(pick(1, 60));
  std::optional<ledger::Subject> teacher;
  if (toss()) teacher = somebody();
  const int what = pick(0, 5);
  if (what == 0) ledger_.add(where, support::CallReceived{"登录", minutes, teacher});
  if (what == 1) ledger_.add(where, support::CallReturned{"登录", minutes, teacher});
  if (what == 2) ledger_.add(where, support::TeacherHelped{somebody(), "登录"});
  if (what == 3) ledger_.add(where, support::TableProcessed{"表", 7});
  if (what == 4) ledger_.add(where, support::ReportIssued{"报告", digest()});
  if (what == 5) ledger_.add(where, support::VisitLogged{"3701120001", "调研", minutes});
}

void RandomYear::telemetry() {
  // Persons and objects may be named twice: a fold adds up whatever places it is given.
  std::vector<ledger::Subject> persons;
  for (int i = pick(1, 5); i > 0; --i) persons.push_back(somebody());
  const std::vector<std::string> names = {"resource/r1", "resource/r9", "lesson/l1", "lesson/l2",
                                          "article/a1",  "article/a1",  "else/1",    "bare"};
  const std::vector<std::string_view> objects(names.begin(), names.end());
  const auto count = static_cast<std::uint32_t>(pick(1, 40));
  std::vector<std::uint32_t> at_ms(count);
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at;
  std::vector<std::uint16_t> objects_at;
  for (std::uint32_t i = 0; i < count; ++i) {
    kinds.push_back(static_cast<std::uint8_t>(pick(1, 13)));
    persons_at.push_back(static_cast<std::uint16_t>(pick(0, static_cast<int>(persons.size()) - 1)));
    objects_at.push_back(static_cast<std::uint16_t>(pick(0, static_cast<int>(objects.size()))));
  }
  ledger_.add(at("telemetry", 2), ledger::telemetry::BatchRecorded{.school = "3701120001",
                                                                   .day = {19'400},
                                                                   .batch = 1,
                                                                   .count = count,
                                                                   .root = digest(),
                                                                   .persons = persons,
                                                                   .objects = objects,
                                                                   .at_ms = at_ms,
                                                                   .kinds = kinds,
                                                                   .persons_at = persons_at,
                                                                   .objects_at = objects_at});
}

void RandomYear::place() {
  const auto number = std::to_string(pick(1, 3));
  const auto code = "370112000" + number;
  const auto unit = "37/3701/370112/" + code;
  const auto name = "第" + number + "小学";
  ledger_.add({"school/" + code, {}, toss() ? "37" : ""}, ledger::employment::SchoolOpened{code, name, unit});
}

}  // namespace shiji::projections::testing
