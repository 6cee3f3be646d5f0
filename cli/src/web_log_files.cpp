#include "web_log_files.h"

#include "log_files.h"

namespace shiji::cli {

using ledger::Error;
using ledger::ErrorCode;

namespace {

constexpr unsigned status_file = 200, status_not_there = 404, status_gone = 410;

bool is_redirect(unsigned status) { return status >= 300 && status < 400; }

/// Why an answer is neither the file nor that there is none.
std::string trouble_in(const WebAnswer& answer) {
  const std::string said = "the server answered " + std::to_string(answer.status);
  if (answer.status == status_file) return "the body is encoded: " + answer.encoding;
  return is_redirect(answer.status) && !answer.location.empty() ? said + ": it is at " + answer.location : said;
}

}  // namespace

ledger::Result<ledger::Buffer> WebLogFiles::read(const std::string& path) {
  if (trouble_) return *trouble_;
  auto answer = answer_to(address_.path + "/" + path);
  if (!answer) {
    trouble_ = answer.failure();
    return answer.failure();
  }
  const bool plain = answer->encoding.empty() || answer->encoding == "identity";
  if (answer->status == status_file && plain) return std::move(answer->body);
  const std::string place = address_.text() + "/" + path;
  if (answer->status == status_not_there || answer->status == status_gone) {
    return Error{ErrorCode::not_found, place, "the server answered " + std::to_string(answer->status)};
  }
  trouble_ = Error{ErrorCode::io, place, trouble_in(*answer)};
  return *trouble_;
}

ledger::Result<WebAnswer> WebLogFiles::answer_to(const std::string& target) {
  // A server may close a connection between two requests: what was asked on one that had answered before is asked
  // again.
  const bool answered_before = connection_ != nullptr;
  auto answer = asked_once(target);
  if (answer || !answered_before) return answer;
  return asked_once(target);
}

ledger::Result<WebAnswer> WebLogFiles::asked_once(const std::string& target) {
  if (!connection_) {
    auto made = WebConnection::connect(address_, patience_);
    if (!made) return made.failure();
    connection_ = std::move(*made);
  }
  auto answer = connection_->get(target, log_file_bytes_max);
  if (!connection_->usable()) connection_.reset();
  return answer;
}

}  // namespace shiji::cli
