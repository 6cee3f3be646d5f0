#include "digest_check_text.h"

#include "amounts.h"
#include "record_fields.h"

namespace shiji::cli {

using projections::DigestCheck;
using projections::DigestVerdict;
using projections::Fields;
using projections::List;

projections::Record record_of_digests(std::span<const DigestCheck> checks, std::string_view projection) {
  std::uint64_t holding = 0;
  std::uint64_t of_other_version = 0;
  List differing;
  for (const DigestCheck& check : checks) {
    if (check.recorded.projection != projection) continue;
    switch (check.verdict) {
      case DigestVerdict::holds:
        ++holding;
        break;
      case DigestVerdict::other_version:
        ++of_other_version;
        break;
      case DigestVerdict::differs:
        differing.push_back(Fields{{"sequence", number(check.recorded.sequence)},
                                   {"tree_size", number(check.recorded.tree_size)},
                                   {"digest", hex(check.recorded.digest)}});
        break;
    }
  }
  return Fields{
      {"hold", number(holding)}, {"other_version", number(of_other_version)}, {"differ", std::move(differing)}};
}

std::string digest_checks_text(const Context& context, std::span<const DigestCheck> checks) {
  std::string differing;
  std::uint64_t holding = 0;
  std::uint64_t of_other_version = 0;
  for (const auto& [recorded, verdict] : checks) {
    if (verdict == DigestVerdict::holds) ++holding;
    if (verdict == DigestVerdict::other_version) ++of_other_version;
    if (verdict != DigestVerdict::differs) continue;
    differing += context.say(
        Message::replay_recorded_differs,
        {recorded.projection, with_thousands(recorded.sequence.value), with_thousands(recorded.tree_size.value)});
    differing += '\n';
  }
  std::string text;
  if (holding > 0) text += context.say(Message::replay_recorded_hold, {with_thousands(holding)}) + "\n";
  if (of_other_version > 0) {
    text += context.say(Message::replay_recorded_other_version, {with_thousands(of_other_version)});
    text += '\n';
  }
  return text + differing;
}

}  // namespace shiji::cli
