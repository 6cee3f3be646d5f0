// A log's files on a web server, by GET alone.
//
// What: each path of the log below one address. Guarantees: a file that is not there (404, 410) is not_found and says
// something of the log; whatever else goes wrong says something of the way to it: it is remembered as `trouble`, and no
// further file is asked for. A redirect is such a trouble, never followed: what is asked for stays what was typed.
// Errors: not_found, io with the file's address. Threads: one at a time.
#pragma once

#include "shiji/ledger/chain/tile_log.h"
#include "web_connection.h"

#include <memory>
#include <optional>
#include <string>

namespace shiji::cli {

class WebLogFiles {
 public:
  explicit WebLogFiles(WebAddress address, const WebConnection::Patience& patience = {})
      : address_(std::move(address)), patience_(patience) {}
  [[nodiscard]] ledger::Result<ledger::Buffer> read(const std::string& path);
  /// Why the files could not all be asked for.
  [[nodiscard]] const std::optional<ledger::Failure>& trouble() const { return trouble_; }

 private:
  [[nodiscard]] ledger::Result<WebAnswer> answer_to(const std::string& target);
  [[nodiscard]] ledger::Result<WebAnswer> asked_once(const std::string& target);

  WebAddress address_;
  WebConnection::Patience patience_;
  std::unique_ptr<WebConnection> connection_;
  std::optional<ledger::Failure> trouble_;
};

}  // namespace shiji::cli
