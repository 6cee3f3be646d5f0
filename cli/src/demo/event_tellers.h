// Who turns parts of the plan into events: people first, then the sessions.
#pragma once

#include "demo/event_sink.h"
#include "demo/plan.h"
#include "demo/random.h"

#include <cstdint>
#include <vector>

namespace shiji::cli::demo {

[[nodiscard]] std::string teacher_stream(const Teacher& teacher);

/// Opens the school and registers its teachers, or only those who join in autumn.
[[nodiscard]] ledger::Status open_school(const Organisation& organisation, std::uint32_t school, ledger::Time now,
                                         EventSink& sink);
[[nodiscard]] ledger::Status register_joining(const Organisation& organisation, ledger::Time now, EventSink& sink);

/// Somebody at the door. In the order in which the terminals saw it.
struct Mark {
  std::int32_t ms;  ///< after the first unit's start
  std::uint32_t seat;
  bool out;
};
[[nodiscard]] std::vector<Mark> marks_of(const Session& session);
[[nodiscard]] ledger::Time moment_of(const Session& session, std::int64_t ms);  ///< after the first unit's start
[[nodiscard]] ledger::Time end_of(const Session& session);

class SessionTeller {
 public:
  SessionTeller(const Organisation& organisation, std::uint64_t seed, EventSink& sink)
      : organisation_(organisation), random_(seed, "doors"), sink_(sink) {}

  [[nodiscard]] ledger::Status announce(const Session& session, ledger::Time now);
  [[nodiscard]] ledger::Status fix_roster(const Session& session, ledger::Time now);
  [[nodiscard]] ledger::Status mark(const Session& session, const std::vector<Mark>& marks);
  [[nodiscard]] ledger::Status close(const Session& session, ledger::Time now);

 private:
  [[nodiscard]] ledger::training::SignInMethod pick_method(const Session& session);
  const Organisation& organisation_;
  Random random_;
  EventSink& sink_;
};

}  // namespace shiji::cli::demo
