// The completion script, as bash runs it.
#include "program.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;
using Catch::Matchers::Contains;

namespace {

/// What bash would offer behind `words`, one a line; the last word is being typed.
std::string offered(const std::string& words) {
  const Scratch scratch;
  const std::string binary = SHIJI_BINARY;
  const auto asked = run_program(scratch, {"/bin/bash", "-c",
                                           "source <(" + binary + " completion bash); COMP_WORDS=(shiji " + words +
                                               R"(); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _shiji; )"
                                               R"(printf '%s\n' "${COMPREPLY[@]}")"});
  CHECK(asked.status == 0);
  CHECK(asked.err.empty());
  return asked.out;
}

}  // namespace

TEST_CASE("bash completes verbs, verbs within verbs, and options of the verb that was typed") {
  CHECK(offered("re") == "revoke\nreplay\n");
  CHECK(offered("log ''") == "export\nverify\n--help\n--ledger\n--json\n--quiet\n--lang\n--help\n--version\n");
  CHECK_THAT(offered("--json replay points --com"), Contains("--compare"));
  CHECK(offered("log verify --k") == "--key\n");
  CHECK(offered("fly --") == offered("--"));
}

TEST_CASE("zsh and fish have scripts too, other shells are refused") {
  const Scratch scratch;
  CHECK_THAT(run_program(scratch, {SHIJI_BINARY, "completion", "zsh"}).out, Contains("bashcompinit"));
  CHECK_THAT(run_program(scratch, {SHIJI_BINARY, "completion", "fish"}).out,
             Contains("complete -c shiji -n '__fish_seen_subcommand_from log' -a verify"));
  const auto refused = run_program(scratch, {SHIJI_BINARY, "--lang", "en", "completion", "tcsh"});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("bash, zsh and fish"));
}
