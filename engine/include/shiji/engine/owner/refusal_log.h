// The log of refusals: who was refused what, beside the ledger and outside the chain.
//
// What: a submission that is answered with a refusal leaves nothing in the chain, and so nobody could later ask what
// was tried. The owner therefore notes it in `<ledger>/refusals/`, a line of JSON each (ledger/events/logged_refusal.h
// says what stands in it, and why no payload does). `append`, `append_async` and `append_json` are noted, also those
// that come over the socket; `prepare` is not, nor a body too large to be read. It proves nothing: it is no part of any
// hash, `verify` and the rules never read it, and whoever may write the directory may change it.
// Guarantees: the refusal is noted before it is answered. Two files, the older one replaced by the newer when that is
// full, so that somebody who is refused again and again drops older refusals and does not fill the disk.
// Errors: a log that cannot be written is passed over and tried again at the next refusal: it never fails an append.
// Durability: no line is synced. A process crash loses nothing, a machine crash what was not written back; a line that
// was torn by it is passed over. Cost: one write of some hundred bytes for a refusal, none for what is accepted; a
// rename with its directory synced when a file is full, every 16 MiB by default.
// Threads: any thread, also beside the owner: reading needs the directory alone.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/events/logged_refusal.h"

#include <functional>
#include <string>

namespace shiji::engine {

using RefusalVisitor = std::function<bool(const ledger::LoggedRefusal&)>;  ///< return false to stop

/// Oldest first. Nothing is visited when nobody was refused yet. Errors: not_a_ledger, io.
[[nodiscard]] ledger::Status read_refusals(const std::string& directory, const Environment& environment,
                                           const RefusalVisitor& visit);

}  // namespace shiji::engine
