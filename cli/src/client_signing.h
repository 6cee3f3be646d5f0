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

[[nodiscard]] ledger::Result<engine::Receipt> append_signed(const Context& context, engine::Owner& owner,
                                                            engine::JsonSubmission submission,
                                                            const std::string& key_file);

}  // namespace shiji::cli
