// What people do in the five-year cycle: reports, resources, items, mentoring, papers, lessons, posts.
#include "cycle_telling.h"

#include <algorithm>

namespace shiji::bench {

namespace {

using ledger::Buffer;
namespace resource = ledger::resource;

/// The event of a mentoring pair: the novice is its subject.
template <typename P>
Buffer of_pair(const Telling& telling, std::uint32_t pair, std::int64_t minute, P payload) {
  const auto& novice = telling.participant(60 + 2 * pair);
  payload.mentor = telling.participant(61 + 2 * pair).subject;
  payload.novice = novice.subject;
  return encoded(envelope(telling, telling.stream("pair/", pair), telling.at(minute), &novice), payload);
}

}  // namespace

Buffer collection(const Telling& telling) {
  const ledger::reporting::CollectionOpened payload{
      .title = "教师信息核对", .stage = telling.person(0).stage, .due = telling.round.day};
  return encoded(envelope(telling, telling.stream("report/"), telling.at(8 * 60), nullptr), payload);
}

Buffer report_row(const Telling& telling) {
  const auto& who = telling.participant(telling.place);
  const ledger::reporting::ReportRowSubmitted payload{
      .row = telling.place + 1, .school = telling.school(who).code, .content = telling.invented('r', telling.place)};
  return encoded(envelope(telling, telling.stream("report/"), telling.at(11 * 60), &who), payload);
}

Buffer published(const Telling& telling) {
  const auto& who = telling.participant(20 + telling.place);
  const resource::ResourcePublished payload{.title = "小学语文微课",
                                            .kind = resource::ResourceKind::micro_lesson,
                                            .stage = who.stage,
                                            .subject_code = who.subject_code,
                                            .contributor = who.subject,
                                            .content = telling.invented('z', telling.place)};
  return encoded(envelope(telling, telling.stream("resource/", telling.place), telling.at(14 * 60), &who), payload);
}

Buffer item(const Telling& telling) {
  const auto& who = telling.participant(30 + telling.place);
  const resource::ItemSubmitted payload{.stage = who.stage,
                                        .subject_code = who.subject_code,
                                        .kind = resource::ItemKind::choice,
                                        .difficulty_ppm = 400'000 + 1'000 * telling.place,
                                        .contributor = who.subject,
                                        .content = telling.invented('q', telling.place)};
  return encoded(envelope(telling, telling.stream("item/", telling.place), telling.at(15 * 60), &who), payload);
}

Buffer item_reviewed(const Telling& telling) {
  return encoded(envelope(telling, telling.stream("item/", telling.place), telling.at(16 * 60), nullptr),
                 resource::ItemReviewed{.accepted = true, .reason = std::nullopt});
}

Buffer matched(const Telling& telling) {
  return of_pair(telling, telling.place, 8 * 60, ledger::mentoring::PairMatched{.from = telling.round.day});
}

Buffer logged(const Telling& telling) {
  const ledger::mentoring::MentoringLogged payload{.minutes = 30 + telling.place % 31,
                                                   .activity = ledger::mentoring::Activity::lesson_observed};
  return of_pair(telling, telling.place % pairs, 10 * 60 + telling.place, payload);
}

Buffer pair_ended(const Telling& telling) {
  const ledger::mentoring::PairEnded payload{.appraisal = ledger::mentoring::Appraisal::good};
  return of_pair(telling, telling.place, evening, payload);
}

Buffer paper(const Telling& telling) {
  const auto& who = telling.participant(80 + telling.place);
  const auto content = telling.invented('p', telling.place);
  const ledger::achievement::PaperRecorded payload{.teacher = who.subject,
                                                   .title = "教学研究论文",
                                                   .venue = ledger::achievement::Venue::city,
                                                   .author_order = 1,
                                                   .authors = 2,
                                                   .published = telling.round.day,
                                                   .content = content};
  const auto stream = "paper/" + ledger::to_hex(content.span());
  return encoded(envelope(telling, stream, telling.at(17 * 60), &who), payload);
}

Buffer lesson(const Telling& telling) {
  const auto& who = telling.participant(110 + telling.place);
  const ledger::highlight::LessonHighlighted payload{.title = "亮点课堂：小学语文",
                                                     .teacher = who.subject,
                                                     .level = ledger::Level::county,
                                                     .stage = who.stage,
                                                     .subject_code = who.subject_code};
  return encoded(envelope(telling, telling.stream("lesson/", telling.place), telling.at(17 * 60), &who), payload);
}

Buffer post_changed(const Telling& telling) {
  const auto& who = telling.participant(140 + telling.place);
  const ledger::employment::PostChanged payload{
      .teacher = who.subject,
      .school = telling.school(who).code,
      .post = ledger::employment::Post::researcher,
      .effective = std::max(telling.round.day, cli::demo::date_of(2025, 1, 1))};
  const auto stream = "teacher/" + ledger::to_hex(who.subject.span());
  return encoded(envelope(telling, stream, telling.at(17 * 60), &who), payload);
}

}  // namespace shiji::bench
