// The commands of scenarios about people and powers.
#include "scenario.h"

namespace shiji::tests {
namespace {

/// "grant head viewer over 37/3701": the unit behind "over".
std::optional<std::string_view> unit_of(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "over") return words[i + 1];
  }
  return std::nullopt;
}

}  // namespace

bool Scenario::run_access_command(const Words& words) {
  const std::string& verb = words.front();
  if (verb == "actor") {
    add_actor(words);
  } else if (verb == "grant" || verb == "revoke") {
    change_role(words);
  } else if (verb == "revoke-key") {
    answer_ = ledger_.send("actor/" + words.at(1),
                           identity::KeyRevoked{.actor = words.at(1),
                                                .key_id = secret_key(actors_.at(words.at(1))).key_id(),
                                                .reason = identity::RevocationReason::lost});
  } else if (verb == "school") {
    answer_ = ledger_.send("school/" + words.at(1),
                           employment::SchoolOpened{.code = words.at(1), .name = "school", .unit = words.at(2)});
  } else if (verb == "employ") {
    employ(words);
  } else if (verb == "by") {
    act_as(words);
  } else {
    return false;
  }
  return true;
}

/// actor NAME [ROLE [over UNIT]]: registered with a key by the ledger itself, whoever acts now.
void Scenario::add_actor(const Words& words) {
  ledger_.signer.reset();
  const std::string& name = words.at(1);
  const auto number = static_cast<std::uint8_t>(100 + actors_.size());
  actors_.emplace(name, number);
  answer_ =
      ledger_.send("actor/" + name, identity::ActorRegistered{.actor = name, .kind = identity::ActorKind::person});
  if (answer_ == "accepted") answer_ = ledger_.enrol(name, secret_key(number));
  if (answer_ != "accepted" || words.size() < 3) return;
  answer_ =
      ledger_.send("actor/" + name, identity::RoleGranted{.actor = name, .role = words[2], .unit = unit_of(words)});
}

/// grant NAME ROLE [over UNIT]; revoke likewise
void Scenario::change_role(const Words& words) {
  const std::string& name = words.at(1);
  const std::string stream = "actor/" + name;
  const auto unit = unit_of(words);
  answer_ = words.front() == "grant"
                ? ledger_.send(stream, identity::RoleGranted{.actor = name, .role = words.at(2), .unit = unit})
                : ledger_.send(stream, identity::RoleRevoked{.actor = name, .role = words.at(2), .unit = unit});
}

/// employ NAME SCHOOL
void Scenario::employ(const Words& words) {
  const Subject who = teacher(words.at(1));
  answer_ = ledger_.send("teacher/" + hex(who),
                         employment::EmploymentStarted{.teacher = who,
                                                       .school = words.at(2),
                                                       .post = employment::Post::teacher,
                                                       .headcount_kind = employment::HeadcountKind::established,
                                                       .effective = *date_from_text(day_)});
}

/// by NAME [over UNIT]: who signs from here on, and the working unit that the commands name
void Scenario::act_as(const Words& words) {
  ledger_.signer = secret_key(actors_.at(words.at(1))).key_id();
  const auto unit = unit_of(words);
  ledger_.working_unit = unit ? std::optional(std::string(*unit)) : std::nullopt;
}

}  // namespace shiji::tests
