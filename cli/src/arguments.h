// What was asked, as plain structs: one per verb. Filled by parse/, read by commands/.
#pragma once

#include "language.h"
#include "shiji/engine/owner/owner.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shiji::cli {

struct InitArguments {
  std::string origin, unit;
};
struct DemoArguments {
  std::string name;  ///< empty: list the stories
  std::uint32_t scale_ppm = 1'000'000;
  std::uint64_t seed = 2023;
};
struct AppendArguments {
  std::string file = "-";
  std::string submission;
  std::vector<engine::ExpectedVersion> expected;
  std::string key_file;
  std::string actor;  ///< --as
};
struct ShowArguments {
  std::string target;
  std::optional<std::uint64_t> from_version;
};
struct EventsArguments {
  ledger::EventFilter filter;
  std::optional<std::uint64_t> limit;
  bool csv = false;
  bool refused = false;  ///< what rules refused, instead
};
struct VerifyArguments {
  std::vector<std::string> against;
  bool skip_index = false;  ///< do not fold the index again
};
struct CheckpointArguments {
  bool digests = false;  ///< record those of the read models before
};
struct ProveArguments {
  std::string target;  ///< a sequence, or the name of a stream
  std::optional<std::uint64_t> through, record;
  std::string out;
};
struct CheckArguments {
  std::string file, verifier_key;
};
struct LogExportArguments {
  std::string directory;
};
struct LogVerifyArguments {
  std::string log;  ///< a directory, or an address on the web
  std::string verifier_key;
};
struct KeysNewArguments {
  std::string file, actor;
};
struct KeysListArguments {};
struct KeysRotateArguments {
  std::string actor;  ///< empty: whoever the key file's key belongs to
  std::string file;   ///< empty: <actor>.key in the ledger's directory
  std::string signer_file;
  bool ledger_key = false;  ///< the ledger's own key, that signs checkpoints
};
struct KeysRevokeArguments {
  ledger::KeyId key_id;
  std::string reason;
  std::optional<ledger::Time> compromised_since;
  std::string signer_file;
};
struct RoleArguments {
  std::string actor, role, unit, signer_file;
};
struct GrantArguments : RoleArguments {};
struct RevokeArguments : RoleArguments {};
struct ProjectArguments {
  std::vector<std::string> names;
  bool rebuild = false;
  bool follow = false;
};
struct SubscribeArguments {
  std::optional<std::uint64_t> from;
  std::string stream, type, cursor;
  bool follow = false;
};
struct ServeArguments {};
/// What of the ledger is looked at: all, when nothing is given.
struct CutArguments {
  std::optional<std::uint64_t> as_of_sequence;  ///< up to and with this event
  std::optional<ledger::Time> as_of_time;       ///< what was recorded at this time or before
  std::optional<ledger::Date> happened_by;      ///< of that, what happened by this date
  [[nodiscard]] bool given() const { return as_of_sequence || as_of_time || happened_by; }
};
struct QueryArguments {
  std::string name, key, order;
  std::vector<std::pair<std::string, std::string>> where;  ///< column, value
  std::optional<std::uint64_t> limit;
  bool csv = false;
  CutArguments cut;
};
struct ReplayArguments {
  std::vector<std::string> names;  ///< empty: all
  CutArguments cut;
  bool compare = false;
};
struct StatusArguments {};

using Arguments = std::variant<InitArguments, DemoArguments, AppendArguments, ShowArguments, EventsArguments,
                               VerifyArguments, CheckpointArguments, ProveArguments, CheckArguments, LogExportArguments,
                               LogVerifyArguments, KeysNewArguments, KeysListArguments, KeysRotateArguments,
                               KeysRevokeArguments, GrantArguments, RevokeArguments, ProjectArguments, ReplayArguments,
                               QueryArguments, SubscribeArguments, ServeArguments, StatusArguments>;

struct GlobalArguments {
  std::string ledger;
  std::string lang;
  bool json = false;
  bool quiet = false;
};

}  // namespace shiji::cli
