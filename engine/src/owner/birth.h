// Birth: the one submission with which a ledger begins.
//
// What: LedgerCreated; parts and adoptions of schemas, rule sets, calendars and code tables; the first administrator
// and the owner's service with their keys and roles. Errors: bad_document when a built-in document cannot be read (a
// defect). Threads: any thread.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/chain/keys.h"

#include <vector>

namespace shiji::engine {

struct BirthKeys {
  const ledger::SecretKey& ledger;
  const ledger::SecretKey& administrator;
  const ledger::SecretKey& service;
};

inline constexpr std::string_view birth_submission_id = "init";

/// Signed by the ledger's key, ready for the sequencer.
[[nodiscard]] ledger::Result<Submission> birth_submission(const InitOptions& options, const BirthKeys& keys);

}  // namespace shiji::engine
