#include "models/profile_work.h"

#include "models/telemetry_fact.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using ledger::DecodedEvent;
using ledger::EventType;
namespace highlight = ledger::highlight;
namespace mentoring = ledger::mentoring;
namespace research = ledger::research;
namespace resource = ledger::resource;
namespace review = ledger::review;

/// Which of the two a pair's key is for.
constexpr std::uint32_t as_mentor = 0;
constexpr std::uint32_t as_novice = 1;

template <typename Payload>
void add_pair(const DecodedEvent& event, KeyList& out) {
  const auto payload = payload_of<Payload>(event);
  out.add(payload.mentor, as_mentor);
  out.add(payload.novice, as_novice);
}

void join(ProfileWork& work, const research::ActivityJoined& payload) {
  ++work.activities;
  if (payload.level >= ledger::Level::county) ++work.cross_school_activities;
}

void name_year(ProfileWork& work, std::uint16_t year) {
  auto& years = work.years_highlighted;
  const auto place = std::lower_bound(years.begin(), years.end(), year);
  if (place == years.end() || *place != year) years.insert(place, year);
}

/// The column a type counts in; nullptr for what is not counted one by one.
std::uint32_t ProfileWork::*column_of(EventType type, std::uint32_t item) {
  switch (type) {
    case EventType::research_MaterialSubmitted:
      return &ProfileWork::materials;
    case EventType::resource_ResourcePublished:
      return &ProfileWork::resources;
    case EventType::resource_ItemSubmitted:
      return &ProfileWork::items;
    case EventType::achievement_PaperRecorded:
      return &ProfileWork::papers;
    case EventType::review_ReviewScored:
      return &ProfileWork::reviews;
    case EventType::review_OpenVoteRecorded:
      return &ProfileWork::votes;
    case EventType::mentoring_PairMatched:
      return item == as_mentor ? &ProfileWork::pairs_as_mentor : &ProfileWork::pairs_as_novice;
    case EventType::outreach_OutreachDelivered:
      return &ProfileWork::outreach;
    case EventType::highlight_LessonHighlighted:
      return &ProfileWork::lessons_highlighted;
    default:
      return nullptr;
  }
}

}  // namespace

void add_workers(const DecodedEvent& event, KeyList& out) {
  switch (event.type) {
    case EventType::research_ActivityJoined:
      return out.add(payload_of<research::ActivityJoined>(event).teacher);
    case EventType::research_MaterialSubmitted:
      return out.add(payload_of<research::MaterialSubmitted>(event).teacher);
    case EventType::resource_ResourcePublished:
      return out.add(payload_of<resource::ResourcePublished>(event).contributor);
    case EventType::resource_ItemSubmitted:
      return out.add(payload_of<resource::ItemSubmitted>(event).contributor);
    case EventType::achievement_PaperRecorded:
      return out.add(payload_of<ledger::achievement::PaperRecorded>(event).teacher);
    case EventType::review_ReviewScored:
      return out.add(payload_of<review::ReviewScored>(event).expert);
    case EventType::review_OpenVoteRecorded:
      for (const auto& member : payload_of<review::OpenVoteRecorded>(event).present) out.add(member);
      return;
    case EventType::mentoring_PairMatched:
      return add_pair<mentoring::PairMatched>(event, out);
    case EventType::mentoring_MentoringLogged:
      return add_pair<mentoring::MentoringLogged>(event, out);
    case EventType::outreach_OutreachDelivered:
      for (const auto& teacher : payload_of<ledger::outreach::OutreachDelivered>(event).teachers) out.add(teacher);
      return;
    case EventType::highlight_LessonHighlighted:
      return out.add(payload_of<highlight::LessonHighlighted>(event).teacher);
    case EventType::highlight_TeacherHighlighted:
      return out.add(payload_of<highlight::TeacherHighlighted>(event).teacher);
    case EventType::telemetry_BatchRecorded:
      return add_persons(event, out);
    default:
      return;
  }
}

void count_work(ProfileWork& work, const Key& key, const DecodedEvent& event) {
  switch (event.type) {
    case EventType::telemetry_BatchRecorded:
      work.records[key.item < profile_kinds ? key.item : 0] += key.count;
      return;
    case EventType::research_ActivityJoined:
      return join(work, payload_of<research::ActivityJoined>(event));
    case EventType::mentoring_MentoringLogged:
      work.mentoring_minutes += payload_of<mentoring::MentoringLogged>(event).minutes;
      return;
    case EventType::highlight_TeacherHighlighted:
      return name_year(work, payload_of<highlight::TeacherHighlighted>(event).year);
    default:
      if (const auto column = column_of(event.type, key.item)) ++(work.*column);
  }
}

void show_work(const ProfileWork& work, Fields& out) {
  const std::pair<const char*, std::uint64_t> counts[] = {
      {"activities", work.activities},
      {"materials", work.materials},
      {"resources", work.resources},
      {"items", work.items},
      {"papers", work.papers},
      {"reviews", work.reviews},
      {"votes", work.votes},
      {"pairs_as_mentor", work.pairs_as_mentor},
      {"pairs_as_novice", work.pairs_as_novice},
      {"mentoring_minutes", work.mentoring_minutes},
      {"outreach", work.outreach},
      {"lessons_highlighted", work.lessons_highlighted},
  };
  out.emplace_back("cross_school", work.cross_school_activities > 0);
  for (const auto& [name, count] : counts) out.emplace_back(name, amount(count));
  List years;
  for (const auto year : work.years_highlighted) years.emplace_back(amount(year));
  out.emplace_back("years_highlighted", std::move(years));
  List by_kind;
  std::uint64_t all = 0;
  for (std::uint32_t kind = 0; kind < work.records.size(); ++kind) {
    const auto records = work.records[kind];
    all += records;
    if (records == 0) continue;
    by_kind.emplace_back(Fields{{"kind", kind == 0 ? "other" : kind_text(kind)}, {"records", amount(records)}});
  }
  out.emplace_back("telemetry_records", amount(all));
  out.emplace_back("telemetry_by_kind", std::move(by_kind));
}

}  // namespace shiji::projections
