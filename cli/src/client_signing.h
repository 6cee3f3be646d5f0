// append --key: the owner prepares the bytes, this side checks that they say what was given, signs them and submits
// bytes.
//
// What: a client never signs what it has not read. Every field of every line must stand in its event; what the owner
// may add are events that name a subject's new key. Errors: those of Owner::prepare and append, key_missing, and
// corrupt when the prepared bytes differ from the lines.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"

namespace shiji::cli {

struct Signer {
  std::string key_file;
  std::string actor;  ///< who acts, when somebody said so; else whoever the ledger knows the key by
};

/// The first administrator's key lies beside the ledger: what signs the ledger's own affairs unless told otherwise.
[[nodiscard]] inline std::string administrator_key(const Context& context) {
  return context.directory + "/" + std::string(engine::administrator_key_file);
}

[[nodiscard]] ledger::Result<engine::Receipt> append_signed(const Context& context, engine::Owner& owner,
                                                            engine::JsonSubmission submission, const Signer& signer);

}  // namespace shiji::cli
