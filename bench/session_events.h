// The events of training sessions as complete bytes: plan, roster, sign-ins and sign-outs.
//
// What: each session has a stream of its own and 160 attendees out of 2,000 teachers; a session's number decides all of
// it. The bytes have the repetition real events have, and no Position and signature yet.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <string>

namespace shiji::bench {

inline constexpr std::uint32_t teachers = 2'000;
inline constexpr std::uint32_t roster_size = 160;
inline constexpr std::string_view unit = "37/3701/370112";
inline constexpr std::string_view origin = "bench.example/ledger";

/// Which event of which submission it is.
struct Part {
  const std::string& id;
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

[[nodiscard]] ledger::Subject teacher(std::uint32_t number);
[[nodiscard]] ledger::Subject attendee(std::uint32_t session, std::uint32_t place);
[[nodiscard]] std::string session_stream(std::uint32_t session);

[[nodiscard]] ledger::Buffer session_scheduled(std::uint32_t session, const Part& part);
[[nodiscard]] ledger::Buffer roster_fixed(std::uint32_t session, std::span<const ledger::Subject> attendees,
                                          const Part& part);
/// The session's 160.
[[nodiscard]] ledger::Buffer roster_fixed(std::uint32_t session, const Part& part);
/// `random_bytes` (a multiple of 32) that nothing can compress go along as digests of evidence.
[[nodiscard]] ledger::Buffer signed_in(std::uint32_t session, const ledger::Subject& who, std::uint32_t place,
                                       const Part& part, std::uint32_t random_bytes = 0);
[[nodiscard]] ledger::Buffer signed_out(std::uint32_t session, const ledger::Subject& who, std::uint32_t place,
                                        const Part& part, std::uint32_t random_bytes = 0);

/// A whole session in order: plan, roster, 160 sign-ins, 160 sign-outs.
inline constexpr std::uint32_t whole_session_events = 2 + 2 * roster_size;
[[nodiscard]] ledger::Buffer whole_session_event(std::uint32_t session, std::uint32_t number, const Part& part);

}  // namespace shiji::bench
