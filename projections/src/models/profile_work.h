// What a profile counts of a teacher's work beside training: activities, materials, the banks, reviews, mentoring,
// highlights, and what the platform noticed.
//
// `cross_school` says that the teacher took part in an activity of the county or above: where teachers of several
// schools meet. Ownership: views the event. Threads: any thread.
#pragma once

#include "fold/fields.h"

#include <array>

namespace shiji::projections {

/// Telemetry kinds a profile tells apart; what a later build may record is in the first place.
inline constexpr std::size_t profile_kinds = 11;

struct ProfileWork {
  std::uint32_t activities = 0, cross_school_activities = 0, materials = 0, resources = 0, items = 0, papers = 0;
  std::uint32_t reviews = 0, votes = 0, pairs_as_mentor = 0, pairs_as_novice = 0, outreach = 0, lessons_highlighted = 0;
  std::uint64_t mentoring_minutes = 0;
  std::vector<std::uint16_t> years_highlighted;  ///< ascending
  std::array<std::uint32_t, profile_kinds> records{};

  static auto fields(auto& self) {
    return std::tie(self.activities, self.cross_school_activities, self.materials, self.resources, self.items,
                    self.papers, self.reviews, self.votes, self.pairs_as_mentor, self.pairs_as_novice, self.outreach,
                    self.lessons_highlighted, self.mentoring_minutes, self.years_highlighted, self.records);
  }
};

/// The teachers whose work the event is; none for other events.
void add_workers(const ledger::DecodedEvent& event, KeyList& out);
/// `key` is one of those.
void count_work(ProfileWork& work, const Key& key, const ledger::DecodedEvent& event);
void show_work(const ProfileWork& work, Fields& out);

}  // namespace shiji::projections
