// HttpClient: one HTTP/1.1 connection to a Unix socket. Knows nothing of ledgers.
//
// Errors: not_found when nobody listens; connection_lost when the other side goes away before its answer is whole,
// bad_message when it is no HTTP. After an error, or an answer that was not read to its end, `usable` is false.
// Threads: one at a time.
#pragma once

#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shiji::engine {

struct HttpQuestion {
  std::string_view method, target;  ///< "POST", "/api/v1/prepare"
  std::string body;
};

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};

class HttpClient {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<HttpClient>> connect(const std::string& directory,
                                                                           const std::string& name);
  virtual ~HttpClient() = default;
  /// The answer whole.
  [[nodiscard]] virtual ledger::Result<HttpAnswer> ask(HttpQuestion question) = 0;
  /// An answer with status 200 piece by piece, until `take` returns false; any other whole.
  using Taker = std::function<bool(std::string_view piece)>;
  [[nodiscard]] virtual ledger::Result<HttpAnswer> ask(HttpQuestion question, const Taker& take) = 0;
  [[nodiscard]] virtual bool usable() const = 0;
};

}  // namespace shiji::engine
