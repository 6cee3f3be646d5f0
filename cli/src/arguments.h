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
};
struct ShowArguments {
  std::string target;
  std::optional<std::uint64_t> from_version;
};
struct VerifyArguments {
  std::vector<std::string> against;
};
struct CheckpointArguments {};
struct ProveArguments {
  std::uint64_t sequence = 0;
  std::string out;
};
struct CheckArguments {
  std::string file, verifier_key;
};
struct LogExportArguments {
  std::string directory;
};
struct LogVerifyArguments {
  std::string directory, verifier_key;
};
struct KeysNewArguments {
  std::string file, actor;
};
struct KeysListArguments {};
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
struct QueryArguments {
  std::string name, key, order;
  std::optional<std::uint64_t> limit;
};
struct StatusArguments {};

using Arguments = std::variant<InitArguments, DemoArguments, AppendArguments, ShowArguments, VerifyArguments,
                               CheckpointArguments, ProveArguments, CheckArguments, LogExportArguments,
                               LogVerifyArguments, KeysNewArguments, KeysListArguments, ProjectArguments,
                               QueryArguments, SubscribeArguments, ServeArguments, StatusArguments>;

struct GlobalArguments {
  std::string ledger;
  std::string lang;
  bool json = false;
  bool quiet = false;
};

}  // namespace shiji::cli
