// WebConnection: one HTTP/1.1 connection to a web server, plain or TLS. Knows only GET, and nothing of logs.
//
// What: kept open from one request to the next. With https:// the server's certificate must be good, for that host,
// under the authorities the system trusts (SSL_CERT_FILE and SSL_CERT_DIR name others); TLS 1.2 or later. Nothing is
// sent but the address; redirects are not followed; nothing compressed is asked for. Guarantees: an answer is whole, or
// it is an error; no wait is longer than `Patience` says, but for the system's look-up of a name. Errors: io, with the
// address asked for; after one, `usable` is false. Threads: one at a time.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"
#include "web_address.h"

#include <chrono>
#include <memory>
#include <string>

namespace shiji::cli {

struct WebAnswer {
  unsigned status = 0;
  std::string location;  ///< where a redirect leads
  std::string encoding;  ///< how the body is encoded; empty: not at all
  ledger::Buffer body;
};

class WebConnection {
 public:
  struct Patience {
    std::chrono::milliseconds step{30'000};    ///< for the next bytes to come
    std::chrono::milliseconds whole{300'000};  ///< for one answer
  };
  [[nodiscard]] static ledger::Result<std::unique_ptr<WebConnection>> connect(const WebAddress& address,
                                                                              const Patience& patience);
  virtual ~WebConnection() = default;
  /// `target` is what stands behind the host: "/checkpoint". A body over `bytes_max` is an error.
  [[nodiscard]] virtual ledger::Result<WebAnswer> get(const std::string& target, std::size_t bytes_max) = 0;
  [[nodiscard]] virtual bool usable() const = 0;
};

}  // namespace shiji::cli
