#include "cycle_round.h"

#include "cycle_telling.h"
#include "shiji/ledger/chain/hash.h"

#include <array>
#include <cstdlib>

namespace shiji::bench {

ledger::Hash Telling::invented(char kind, std::uint64_t thing) const {
  std::array<std::uint8_t, 17> name{static_cast<std::uint8_t>(kind)};
  for (std::size_t i = 0; i < 8; ++i) {
    name[1 + i] = static_cast<std::uint8_t>(round.number >> (8 * i));
    name[9 + i] = static_cast<std::uint8_t>(thing >> (8 * i));
  }
  return ledger::sha256(name);
}

ledger::Event envelope(const Telling& telling, const std::string& stream, ledger::Time at,
                       const cli::demo::Teacher* who) {
  ledger::Event event{};
  event.stream = stream;
  event.working_unit = who == nullptr ? cli::demo::district_unit : std::string_view(telling.school(*who).unit);
  event.actor = engine::service_actor;
  event.role = "service";
  event.occurred_at = at;
  event.business_date = ledger::business_date_of(at);
  event.data_level = ledger::DataLevel::L3;
  if (who != nullptr) event.subjects = {&who->subject, 1};
  event.submission =
      ledger::SubmissionPart{.id = telling.part.id, .index = telling.part.index, .count = telling.part.count};
  if (telling.part.index == 0) event.submission_signature = ledger::Signature{};
  return event;
}

namespace {

struct Kind {
  std::uint32_t count;
  ledger::Buffer (*tell)(const Telling& telling);
};

/// In the order in which they are told: what rests on something else comes after it.
constexpr std::array kinds{
    Kind{1, scheduled},
    Kind{1, roster},
    Kind{group_size, signed_in},
    Kind{group_size, signed_out},
    Kind{1, session_closed},
    Kind{1, activity_opened},
    Kind{participants, joined},
    Kind{participants * materials_each, material},
    Kind{1, activity_closed},
    Kind{1, collection},
    Kind{14, report_row},
    Kind{7, published},
    Kind{19, item},
    Kind{5, item_reviewed},
    Kind{pairs, matched},
    Kind{pairs * meetings, logged},
    Kind{pairs, pair_ended},
    Kind{27, paper},
    Kind{27, lesson},
    Kind{10, post_changed},
    Kind{14, assigned},
    Kind{14 * panel_size, scored},
    Kind{2, ticket_opened},
    Kind{2, ticket_closed},
    Kind{2, helped},
    Kind{4, telemetry},
};

constexpr std::uint32_t kinds_in_all() {
  std::uint32_t all = 0;
  for (const auto& kind : kinds) all += kind.count;
  return all;
}
static_assert(kinds_in_all() == round_commands);

}  // namespace

ledger::Buffer round_command(const CycleRound& round, std::uint32_t number, const Part& part) {
  for (const auto& kind : kinds) {
    if (number < kind.count) return kind.tell({round, part, number});
    number -= kind.count;
  }
  std::exit(2);
}

}  // namespace shiji::bench
