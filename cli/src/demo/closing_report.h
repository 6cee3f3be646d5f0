// The closing report: what the year came to, for the head of a district's education bureau.
//
// What: counts and sums, each read out of a read model, and school names; nobody's name. Guarantees: integers only;
// read from the same states as `shiji query` answers from; a median is the lower one. Errors: those of ReadModel.
// Threads: one thread.
#pragma once

#include "shiji/ledger/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shiji::cli::demo {

class FoldedModels;

struct SchoolAttendance {
  std::string code, name;
  std::int64_t expected = 0, absent = 0;  ///< of the teachers whose last school it is
};

struct ClosingReport {
  struct {
    std::int64_t sessions = 0, expected = 0, attended = 0, late = 0, absent = 0;
  } attendance;                                   ///< of closed sessions
  std::vector<SchoolAttendance> weakest_schools;  ///< at most three, the most absences first
  struct {
    std::int64_t registered = 0, attended = 0, joined = 0, across_schools = 0;
  } teachers;
  struct {
    std::int64_t activities = 0, participations = 0, materials = 0;
  } research;
  struct {
    std::int64_t teachers = 0, done_centi = 0, required_centi = 0, missing_centi = 0, teachers_short = 0;
  } class_hours;
  struct {
    std::int64_t experts = 0, reviewing = 0, suspended = 0, reviews = 0, reviews_median = 0, reviews_most = 0;
    std::int64_t deviation_median_ppm = 0, deviation_most_ppm = 0;  ///< from the trimmed mean, of full marks
  } reviews;
  struct {
    std::int64_t rows = 0, corrected = 0;
  } reports;
  struct {
    std::int64_t pairs = 0, ended = 0, meetings = 0, minutes = 0;
  } mentoring;
  struct {
    std::int64_t teachers = 0, points_centi = 0, most_centi = 0;
    std::int64_t over_caps_centi = 0, under_floors_centi = 0;  ///< not counted, not deducted; by window and category
  } points;
};

[[nodiscard]] ledger::Result<ClosingReport> read_closing_report(const FoldedModels& models);

}  // namespace shiji::cli::demo
