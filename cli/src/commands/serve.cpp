#include "commands/commands.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "stop_signals.h"

#include <unistd.h>

namespace shiji::cli {

using projections::Fields;

Answer run(const Context& context, const ServeArguments&) {
  const StopSignals stop;
  const auto owner = hold_ledger(context);
  if (!owner) return owner.failure();
  const std::string socket = engine::owner_socket_path(context.directory);
  const auto process = std::to_string(::getpid());
  if (context.json)
    context.line(json_of(Fields{{"ledger", context.directory},
                                {"origin", (*owner)->origin()},
                                {"socket", socket},
                                {"process", projections::Record(std::int64_t{::getpid()})}}));
  else
    context.line(context.say(Message::serve_listens, {(*owner)->origin(), socket, process}));
  // Whoever waits for this line waits for the socket.
  if (const auto told = context.out.flush(); !told) return told.failure();
  stop.wait();
  context.remark(context.say(Message::serve_stops));
  return Verdict::well;
}

}  // namespace shiji::cli
