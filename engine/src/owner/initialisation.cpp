#include "owner/birth.h"
#include "owner/ledger_core.h"
#include "owner/ledger_directory.h"
#include "shiji/ledger/chain/hash.h"
#include "store/file_writing.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

namespace {

/// A new directory, or an empty one: init never writes beside files it does not know.
ledger::Status make_empty_directory(const std::string& directory, const Environment& environment) {
  auto& files = *environment.file_system;
  auto present = exists(files, directory);
  if (!present) return present.failure();
  if (!*present) return make_directory(files, directory, FileMode::secret);
  auto names = list(files, directory);
  if (!names) return names.failure();
  if (names->empty()) return ledger::done();
  return Error{ErrorCode::already_exists, directory, "the directory is not empty (" + names->front() + ")"};
}

struct NewKeys {
  ledger::SecretKey ledger, administrator, service;
};

ledger::Status write_keys(const std::string& directory, const InitOptions& options, const NewKeys& keys) {
  const auto write = [&](std::string_view file, std::string_view name, const ledger::SecretKey& key) {
    return write_key_file(key_path(directory, file), name, key, options.environment);
  };
  if (auto done = write(ledger_key_file, options.origin, keys.ledger); !done) return done;
  if (auto done = write(administrator_key_file, administrator_actor, keys.administrator); !done) return done;
  return write(service_key_file, service_actor, keys.service);
}

ledger::Status append_birth(LedgerCore& core, const InitOptions& options, const NewKeys& keys) {
  auto submission = birth_submission(options, {keys.ledger, keys.administrator, keys.service});
  if (!submission) return submission.failure();
  auto prepared =
      prepare_submission(*submission, core.identity.origin_digest, {*core.index, &keys.ledger.public_key()});
  if (!prepared) return prepared.failure();
  ledger::Status outcome = ledger::done();
  (*prepared)->answer = [&outcome](const ledger::Result<Receipt>& receipt) {
    if (!receipt) outcome = receipt.failure();
  };
  core.pipeline->submit(std::move(*prepared));
  auto closed = core.close();
  return outcome ? closed : outcome;
}

bool origin_is_good(std::string_view origin) {
  for (const char c : origin) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f) return false;
  }
  return !origin.empty() && origin.size() <= 255;
}

}  // namespace

ledger::Status Owner::init(const std::string& directory, const InitOptions& options) {
  if (!origin_is_good(options.origin)) {
    return Error{ErrorCode::usage, options.origin,
                 "an origin has 1 to 255 bytes without spaces, '+' and control characters"};
  }
  if (auto made = make_empty_directory(directory, options.environment); !made) return made;
  auto& entropy = *options.environment.entropy;
  const NewKeys keys{new_secret_key(entropy), new_secret_key(entropy), new_secret_key(entropy)};
  if (auto written = write_keys(directory, options, keys); !written) return written;
  auto vault = Vault::create(vault_path(directory), vault_key_path(directory), options.environment);
  if (!vault) return vault.failure();
  vault->reset();
  auto chain = ChainStore::open(chain_path(directory), ChainStore::Mode::create, options.environment);
  if (!chain) return chain.failure();
  auto core = LedgerCore::begin(directory, options, std::move(*chain), ledger::sha256(options.origin));
  if (!core) return core.failure();
  if (auto appended = append_birth(**core, options, keys); !appended) return appended;
  return sync_directory(*options.environment.file_system, directory);
}

}  // namespace shiji::engine
