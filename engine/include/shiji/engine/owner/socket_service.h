// SocketService: a few questions answered on a Unix socket in a directory, by bytes: how a process that holds a
// directory of its own (a projection's) lets others ask.
//
// What: the owner's socket without a ledger behind it: the same HTTP, the same failures, other questions.
// Guarantees: the asker gets the answer, refusal or error whole. Destruction lets nobody new in, answers what was
// received, and takes the socket away. Errors: io when the socket cannot be made; not_found when nobody listens;
// connection_lost when he leaves. Threads: the handler is called from several at once. Ownership: the caller owns it.
#pragma once

#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shiji::engine {

class SocketService {
 public:
  using Handler = std::function<ledger::Result<std::string>(std::string_view question, std::string_view body)>;
  /// Listens on `<directory>/socket`; the caller holds the directory.
  [[nodiscard]] static ledger::Result<std::unique_ptr<SocketService>> start(const std::string& directory,
                                                                            Handler handler);
  virtual ~SocketService() = default;
};

/// One question to whoever listens there. `question` is a name: letters, digits and '-'.
[[nodiscard]] ledger::Result<std::string> ask_service(const std::string& directory, std::string_view question,
                                                      std::string body);

}  // namespace shiji::engine
