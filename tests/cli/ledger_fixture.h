// A fresh ledger and the program on it: the words of every test here.
#pragma once

#include "program.h"
#include "reply.h"

#include <string>
#include <vector>

namespace shiji::cli_test {

using Words = std::vector<std::string>;

class LedgerFixture {
 public:
  LedgerFixture();

  /// Runs `shiji --ledger <this> words...`.
  [[nodiscard]] Outcome shiji(const Words& words, const std::string& input = "", const Settings& settings = {}) const;
  /// The same with --json; the exit status must be `status` and standard output one JSON document.
  Reply ask(const Words& words, const std::string& input = "", int status = 0) const;
  /// A verb with --json that must be done well and answers in lines.
  [[nodiscard]] std::vector<Reply> listed(Words words) const;
  /// Appends lines that must be accepted.
  Reply append(const std::string& lines, const Words& options = {}) const;
  /// Appends lines that must be refused by `name`, at a place that has `place` in it, and leave nothing.
  Reply refuses(const std::string& name, const std::string& place, const std::string& lines,
                const Words& options = {}) const;
  /// A verb that must fail with the error `kind` and exit status 2.
  Reply fails(const std::string& kind, const Words& words, const std::string& input = "") const;

  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] std::string verifier_key() const;
  [[nodiscard]] std::string directory() const { return scratch.path("ledger"); }
  Scratch scratch;
};

/// One command line each. Names are plain; the owner seals them.
[[nodiscard]] std::string school(const std::string& code);
[[nodiscard]] std::string session(const std::string& name);
[[nodiscard]] std::string teacher(int number, const std::string& name);
[[nodiscard]] std::string teacher_id(int number);
/// Two teachers, a session of three hours, the first present and the second late: 12 commands, all of them accepted.
[[nodiscard]] std::string a_whole_session();
/// Three telemetry records of school 3701120001, the second without object; their root given.
[[nodiscard]] std::string telemetry_batch();
/// `text` with the first `from` made `to`; fails the test when there is none.
[[nodiscard]] std::string changed(std::string text, const std::string& from, const std::string& to);

}  // namespace shiji::cli_test
