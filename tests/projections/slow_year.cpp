#include "slow_year.h"

namespace shiji::projections::testing {

namespace outreach = ledger::outreach;
namespace research = ledger::research;
namespace resource = ledger::resource;
namespace reporting = ledger::reporting;
namespace reviewing = ledger::review;

Year::Year(const FakeLedger& ledger, std::size_t events) {
  for (std::size_t i = 0; i < events; ++i) events_.push_back(ledger.event(i));
  for (const auto& event : events_) {
    if (event.type != ledger::EventType::telemetry_BatchRecorded) continue;
    const auto batch = payload_of<ledger::telemetry::BatchRecorded>(event);
    for (std::uint32_t i = 0; i < batch.count; ++i) {
      auto kind = word(static_cast<ledger::telemetry::RecordKind>(batch.kinds[i]));
      if (kind.empty()) kind = std::to_string(batch.kinds[i]);
      const auto object = batch.objects_at[i];
      noticed_.push_back({event.event.position.sequence.value, kind, hex_of(batch.persons[batch.persons_at[i]]),
                          object == 0 ? "" : std::string(batch.objects[object - 1U])});
    }
  }
}

std::set<std::string> Year::keys(const std::string& family) const {
  std::set<std::string> out;
  for (const auto& event : events_) {
    const std::string stream(event.event.stream);
    if (stream.rfind(family + "/", 0) == 0) out.insert(stream.substr(family.size() + 1));
  }
  return out;
}

std::map<std::string, std::int64_t> Year::objects(const std::string& kind, const std::string& family) const {
  std::map<std::string, std::int64_t> out;
  for (const auto& record : noticed_) {
    if (record.kind == kind && record.object.rfind(family + "/", 0) == 0)
      ++out[record.object.substr(family.size() + 1)];
  }
  return out;
}

namespace {

void activity(const Year& year, const std::string& stream, Fields& out) {
  const auto opened = year.last<research::ActivityOpened>(stream).value_or(research::ActivityOpened{});
  std::int64_t promoted = 0;
  for (const auto& accepted : year.all<research::MaterialAccepted>(stream)) promoted += accepted.promoted ? 1 : 0;
  out.insert(out.end(), {{"title", std::string(opened.title)},
                         {"level", word(opened.level)},
                         {"channel", word(opened.channel)},
                         {"stage", word(opened.stage)},
                         {"subject_code", std::string(opened.subject_code)},
                         {"opens_at", to_text(opened.opens_at)},
                         {"closes_at", to_text(opened.closes_at)},
                         {"participations", year.count<research::ActivityJoined>(stream)},
                         {"materials", year.count<research::MaterialSubmitted>(stream)},
                         {"replaced", year.count<research::MaterialReplaced>(stream)},
                         {"withdrawn", year.count<research::MaterialWithdrawn>(stream)},
                         {"accepted", year.count<research::MaterialAccepted>(stream)},
                         {"promoted", promoted},
                         {"closed", year.count<research::ActivityClosed>(stream) > 0}});
}

void report(const Year& year, const std::string& stream, Fields& out) {
  const auto opened = year.last<reporting::CollectionOpened>(stream).value_or(reporting::CollectionOpened{});
  const auto rows = year.count<reporting::ReportRowSubmitted>(stream);
  const auto corrected = year.count<reporting::ReportRowCorrected>(stream);
  out.insert(out.end(), {{"title", std::string(opened.title)},
                         {"stage", word(opened.stage)},
                         {"due", to_text(opened.due)},
                         {"rows", rows},
                         {"corrected", corrected},
                         {"accuracy_ppm", rows <= corrected ? 0 : (rows - corrected) * 1'000'000 / rows},
                         {"closed", year.count<reporting::CollectionClosed>(stream) > 0}});
}

void resource_of_bank(const Year& year, const std::string& stream, Fields& out) {
  if (const auto published = year.last<resource::ResourcePublished>(stream)) {
    out.insert(out.end(), {{"title", std::string(published->title)},
                           {"kind", word(published->kind)},
                           {"stage", word(published->stage)},
                           {"subject_code", std::string(published->subject_code)},
                           {"contributor", hex_of(published->contributor)}});
  }
  auto visits = year.objects("resource_visited", "resource");
  out.emplace_back("visits", visits[stream.substr(9)]);
  out.emplace_back("retired", year.count<resource::ResourceRetired>(stream) > 0);
}

void item(const Year& year, const std::string& stream, Fields& out) {
  const auto submitted = year.last<resource::ItemSubmitted>(stream).value_or(resource::ItemSubmitted{});
  std::string status;
  for (const auto& event : year.events()) {
    if (event.event.stream != stream) continue;
    if (event.type == resource::ItemSubmitted::type) status = "submitted";
    if (event.type == resource::ItemRetired::type) status = "retired";
    if (event.type == resource::ItemReviewed::type) {
      status = payload_of<resource::ItemReviewed>(event).accepted ? "accepted" : "rejected";
    }
  }
  out.insert(out.end(), {{"stage", word(submitted.stage)},
                         {"subject_code", std::string(submitted.subject_code)},
                         {"kind", word(submitted.kind)},
                         {"difficulty_ppm", integer(submitted.difficulty_ppm)},
                         {"contributor", hex_of(submitted.contributor)},
                         {"status", status}});
}

/// What the experts of the last assignment said since it was made.
List scores_of(const Year& year, const std::string& stream) {
  List out;
  const auto assigned = year.last<reviewing::ReviewAssigned>(stream);
  if (!assigned) return out;
  const bool concluded = year.count<reviewing::ReviewConcluded>(stream) > 0;
  for (const auto& expert : assigned->experts) {
    bool heard = false;
    std::int64_t total = 0;
    std::int64_t deviation = 0;
    for (const auto& event : year.events()) {
      if (event.event.stream != stream) continue;
      if (event.type == reviewing::ReviewAssigned::type) heard = false, deviation = 0;
      if (event.type == reviewing::ReviewScored::type) {
        const auto scored = payload_of<reviewing::ReviewScored>(event);
        if (scored.expert != expert) continue;
        heard = true;
        total = 0;
        for (const auto score : scored.scores_centi) total += score;
      }
      if (event.type == reviewing::ReviewConcluded::type) {
        for (const auto& opinion : payload_of<reviewing::ReviewConcluded>(event).opinions) {
          if (opinion.expert == expert) deviation = opinion.deviation_centi;
        }
      }
    }
    if (!heard) continue;
    Fields row = {{"expert", hex_of(expert)}, {"total_centi", total}};
    if (concluded) row.emplace_back("deviation_centi", deviation);
    out.emplace_back(row);
  }
  return out;
}

void review(const Year& year, const std::string& stream, Fields& out) {
  const auto assigned = year.last<reviewing::ReviewAssigned>(stream).value_or(reviewing::ReviewAssigned{});
  out.insert(out.end(), {{"object_kind", word(assigned.object_kind)},
                         {"object", hex_of(assigned.object)},
                         {"rubric", hex_of(assigned.rubric)}});
  if (assigned.author) out.emplace_back("author", hex_of(*assigned.author));
  const auto scores = scores_of(year, stream);
  out.emplace_back("experts", integer(assigned.experts.size()));
  out.emplace_back("opinions", integer(scores.size()));
  const auto concluded = year.last<reviewing::ReviewConcluded>(stream);
  if (concluded) {
    out.emplace_back("trimmed_mean_centi", integer(concluded->trimmed_mean_centi));
    out.emplace_back("full_centi", integer(concluded->full_centi));
    out.emplace_back("counted", integer(concluded->counted));
  }
  out.emplace_back("concluded", concluded.has_value());
  out.emplace_back("scores", scores);
}

void pair(const Year& year, const std::string& stream, Fields& out) {
  namespace mentoring = ledger::mentoring;
  std::string mentor;
  std::string novice;
  std::string from;
  std::string appraisal;
  std::int64_t meetings = 0;
  std::int64_t minutes = 0;
  for (const auto& event : year.events()) {
    if (event.event.stream != stream) continue;
    const auto take = [&](const auto& payload) { mentor = hex_of(payload.mentor), novice = hex_of(payload.novice); };
    if (event.type == mentoring::PairMatched::type) {
      const auto payload = payload_of<mentoring::PairMatched>(event);
      take(payload), from = to_text(payload.from);
    } else if (event.type == mentoring::MentoringLogged::type) {
      const auto payload = payload_of<mentoring::MentoringLogged>(event);
      take(payload), ++meetings, minutes += payload.minutes;
    } else if (event.type == mentoring::PairEnded::type) {
      const auto payload = payload_of<mentoring::PairEnded>(event);
      take(payload), appraisal = word(payload.appraisal);
    } else {
      const auto payload = payload_of<mentoring::MentoringConcluded>(event);
      take(payload), appraisal = word(payload.appraisal), meetings = payload.meetings, minutes = payload.minutes;
    }
  }
  const bool ended = year.count<mentoring::PairEnded>(stream) > 0;
  out.insert(out.end(), {{"mentor", mentor}, {"novice", novice}});
  if (!from.empty()) out.emplace_back("from", from);
  out.insert(out.end(), {{"meetings", meetings}, {"minutes", minutes}});
  if (ended) out.emplace_back("appraisal", appraisal);
  out.emplace_back("ended", ended);
}

void lesson(const Year& year, const std::string& stream, Fields& out) {
  if (const auto named = year.last<ledger::highlight::LessonHighlighted>(stream)) {
    out.insert(out.end(), {{"title", std::string(named->title)},
                           {"teacher", hex_of(named->teacher)},
                           {"level", word(named->level)},
                           {"stage", word(named->stage)},
                           {"subject_code", std::string(named->subject_code)}});
  }
  auto studied = year.objects("highlight_studied", "lesson");
  out.emplace_back("studied", studied[stream.substr(7)]);
}

void article(const Year& year, const std::string& stream, Fields& out) {
  if (const auto published = year.last<outreach::ArticlePublished>(stream)) {
    out.insert(out.end(), {{"school", std::string(published->school)},
                           {"column", std::string(published->column)},
                           {"title", std::string(published->title)}});
  }
  auto reads = year.objects("article_read", "article");
  out.emplace_back("reads", reads[stream.substr(8)]);
}

void delivery(const Year& year, const std::string& stream, Fields& out) {
  const auto delivered = *year.last<outreach::OutreachDelivered>(stream);
  out.insert(out.end(), {{"kind", word(delivered.kind)},
                         {"school", std::string(delivered.school)},
                         {"partner", std::string(delivered.partner)},
                         {"teachers", integer(delivered.teachers.size())},
                         {"minutes", integer(delivered.minutes)}});
}

void pilot(const Year& year, const std::string& stream, Fields& out) {
  const auto reported = *year.last<outreach::PilotReported>(stream);
  out.insert(out.end(), {{"title", std::string(reported.title)},
                         {"level", word(reported.level)},
                         {"schools", integer(reported.schools)},
                         {"teachers", integer(reported.teachers)},
                         {"pupils", integer(reported.pupils)},
                         {"reviews", integer(reported.reviews)},
                         {"works_recommended", integer(reported.works_recommended)}});
}

void vote(const Year& year, const std::string& stream, Fields& out) {
  const auto recorded = *year.last<reviewing::OpenVoteRecorded>(stream);
  out.insert(out.end(), {{"title", std::string(recorded.title)},
                         {"level", word(recorded.level)},
                         {"members", integer(recorded.members)},
                         {"present", integer(recorded.present.size())},
                         {"yes", integer(recorded.yes)},
                         {"no", integer(recorded.no)},
                         {"abstained", integer(recorded.abstained)},
                         {"passed", recorded.passed}});
}

struct Family {
  const char *model, *stream, *key;
  void (*show)(const Year&, const std::string&, Fields&);
  const char* kind = "";  ///< of the telemetry that counts
};
constexpr Family families[] = {
    {"activities", "activity", "activity", activity},
    {"articles", "article", "article", article, "article_read"},
    {"highlights", "lesson", "lesson", lesson, "highlight_studied"},
    {"items", "item", "item", item},
    {"mentoring", "pair", "pair", pair},
    {"outreach", "outreach", "delivery", delivery},
    {"pilots", "pilot", "pilot", pilot},
    {"reports", "report", "collection", report},
    {"resources", "resource", "resource", resource_of_bank, "resource_visited"},
    {"reviews", "review", "review", review},
    {"votes", "vote", "vote", vote},
};

}  // namespace

std::optional<Dump> streams_by_hand(std::string_view model, const Year& year) {
  for (const auto& family : families) {
    if (model != family.model) continue;
    auto keys = year.keys(family.stream);
    for (const auto& [object, records] : year.objects(family.kind, family.stream)) keys.insert(object);
    Dump out;
    for (const auto& key : keys) {
      Fields record = {{family.key, key}};
      family.show(year, std::string(family.stream) + "/" + key, record);
      out[key] = text_of(record);
    }
    return out;
  }
  return std::nullopt;
}

}  // namespace shiji::projections::testing
