// The command line itself: where options stand, languages, usage errors, and a reader that goes away.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace shiji::cli_test;
using Catch::Contains;

TEST_CASE("What is not understood is a usage error with exit status 2") {
  const Scratch scratch;
  const Words words = GENERATE(
      Words{}, Words{"fly"}, Words{"append", "--as"}, Words{"verify", "--fast"}, Words{"init"}, Words{"prove"},
      Words{"prove", "-1"}, Words{"prove", "3", "--through", "1"}, Words{"help", "fly"},
      Words{"events", "--since", "today"}, Words{"events", "--subject", "xy"},
      Words{"events", "--refused", "--since", "x"}, Words{"query", "points", "--limit", "-1"},
      Words{"show", "s/1", "--from-version", "+1"}, Words{"keys"}, Words{"grant", "a"}, Words{"keys", "revoke", "1"},
      Words{"log", "follow"}, Words{"status", "extra"}, Words{"--lang", "fr", "status"},
      Words{"append", "--expect", "stream"}, Words{"append", "--expect", "s=-1"}, Words{"append", "--expect", "=1"},
      Words{"demo", "licheng-2023", "--scale", "0"}, Words{"demo", "licheng-2023", "--scale", "1e-3"});
  Words all{SHIJI_BINARY, "--json"};
  all.insert(all.end(), words.begin(), words.end());
  const Outcome outcome = run_program(scratch, all);
  INFO((words.empty() ? "" : words.front()) << " " << outcome.out << outcome.err);
  CHECK(outcome.status == 2);
  CHECK(Reply(outcome.out).text("/error/kind") == "usage");
  CHECK_FALSE(std::filesystem::exists(scratch.path("shiji-data")));
}

TEST_CASE("Global options may stand before the verb or behind it") {
  const LedgerFixture ledger;
  const Outcome before =
      run_program(ledger.scratch, {SHIJI_BINARY, "--ledger", ledger.directory(), "--json", "status"});
  const Outcome behind =
      run_program(ledger.scratch, {SHIJI_BINARY, "status", "--json", "--ledger=" + ledger.directory()});
  CHECK(before.status == 0);
  CHECK(Reply(before.out).text("/root") == Reply(behind.out).text("/root"));
}

TEST_CASE("The ledger is taken from the environment, or is ./shiji-data") {
  const LedgerFixture ledger;
  CHECK(run_program(ledger.scratch, {SHIJI_BINARY, "status"}, "", {{"SHIJI_LEDGER", ledger.directory()}}).status == 0);
  const Scratch scratch;
  CHECK(run_program(scratch, {SHIJI_BINARY, "init", "--origin", "a.example/log"}).status == 0);
  CHECK(std::filesystem::exists(scratch.path("shiji-data")));
}

TEST_CASE("The language is --lang, else LC_ALL, else LANG, else English") {
  const Scratch scratch;
  const auto says = [&](const Words& words, const Settings& settings) {
    Words all{SHIJI_BINARY};
    all.insert(all.end(), words.begin(), words.end());
    return run_program(scratch, all, "", settings).err;
  };
  CHECK_THAT(says({"status"}, {}), Contains("error: ") && Contains("is not a ledger"));
  CHECK_THAT(says({"status"}, {{"LANG", "zh_CN.UTF-8"}}), Contains("该目录不是账本"));
  CHECK_THAT(says({"status"}, {{"LANG", "zh_CN.UTF-8"}, {"LC_ALL", "C"}}), Contains("is not a ledger"));
  CHECK_THAT(says({"--lang", "zh", "status"}, {{"LC_ALL", "en_US.UTF-8"}}), Contains("该目录不是账本"));
  CHECK_THAT(says({"--lang", "en", "status"}, {{"LC_ALL", "zh_CN.UTF-8"}}), Contains("is not a ledger"));
}

TEST_CASE("A refusal is said in both languages, on standard error, with its rule") {
  const LedgerFixture ledger;
  const std::string twice = school("3701120001") + school("3701120001");
  const Outcome en = ledger.shiji({"--lang", "en", "append"}, twice);
  CHECK(en.status == 1);
  CHECK(en.out.empty());
  CHECK_THAT(en.err, Contains("refused: the school is open already") && Contains("441 school_exists"));
  const Outcome zh = ledger.shiji({"--lang", "zh", "append"}, twice);
  CHECK_THAT(zh.err, Contains("已拒绝") && Contains("学校已存在") && Contains("441 school_exists"));
}

TEST_CASE("Help is there for every verb, in both languages") {
  const Scratch scratch;
  const Words verbs =
      GENERATE(Words{}, Words{"init"}, Words{"demo"}, Words{"append"}, Words{"show"}, Words{"events"}, Words{"help"},
               Words{"verify"}, Words{"checkpoint"}, Words{"prove"}, Words{"check"}, Words{"log"},
               Words{"log", "export"}, Words{"log", "verify"}, Words{"keys"}, Words{"keys", "new"},
               Words{"keys", "list"}, Words{"project"}, Words{"query"}, Words{"status"});
  Words zh{SHIJI_BINARY, "--lang", "zh"};
  Words en{SHIJI_BINARY, "--lang", "en"};
  zh.insert(zh.end(), verbs.begin(), verbs.end());
  en.insert(en.end(), verbs.begin(), verbs.end());
  zh.emplace_back("--help");
  en.emplace_back("--help");
  const Outcome chinese = run_program(scratch, zh);
  const Outcome english = run_program(scratch, en);
  CHECK(chinese.status == 0);
  CHECK(english.status == 0);
  CHECK_THAT(chinese.out, Contains("打印本帮助"));
  CHECK_THAT(english.out, Contains("print this help"));
  CHECK(chinese.out != english.out);
}

TEST_CASE("help shows what --help shows, and every verb has an example") {
  const Scratch scratch;
  const auto help = [&](const Words& words) {
    Words all{SHIJI_BINARY};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = run_program(scratch, all);
    CHECK(outcome.status == 0);
    return outcome.out;
  };
  CHECK(help({"help"}) == help({"--help"}));
  CHECK(help({"help", "log", "verify"}) == help({"log", "verify", "--help"}));
  CHECK_THAT(help({"--lang", "zh", "help", "append"}), Contains("示例：") && Contains("shiji append day.jsonl"));
  // The names of verbs stand two blanks in, below the last heading but the examples'.
  const std::string all = help({"help"});
  std::istringstream lines(all.substr(all.find("Subcommands:")));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) {
    if (line[2] == ' ') continue;  // what it does goes on
    const std::string verb = line.substr(2, line.find(' ', 2) - 2);
    INFO(verb);
    const std::string text = help({"help", verb});
    CHECK((text.find("Examples:") != std::string::npos || text.find("Subcommands:") != std::string::npos));
  }
}

TEST_CASE("--version prints the version and needs no ledger") {
  const Scratch scratch;
  const Outcome outcome = run_program(scratch, {SHIJI_BINARY, "--version"});
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("shiji "));
}

TEST_CASE("demo alone lists the stories") {
  const Scratch scratch;
  CHECK_THAT(run_program(scratch, {SHIJI_BINARY, "demo"}).out, Contains("licheng-2023"));
  CHECK_FALSE(std::filesystem::exists(scratch.path("shiji-data")));
}

TEST_CASE("A story nobody wrote is a usage error and makes no ledger") {
  const Scratch scratch;
  const Outcome outcome = run_program(scratch, {SHIJI_BINARY, "--json", "demo", "atlantis-1001"});
  CHECK(outcome.status == 2);
  CHECK(Reply(outcome.out).text("/error/kind") == "usage");
  CHECK_FALSE(std::filesystem::exists(scratch.path("shiji-data")));
}

TEST_CASE("A reader that goes away ends the program without a signal") {
  const LedgerFixture ledger;
  const std::string script = R"("$0" --ledger "$1" --json show ledger | true; exit ${PIPESTATUS[0]})";
  const Outcome outcome = run_program(ledger.scratch, {"/bin/bash", "-c", script, SHIJI_BINARY, ledger.directory()});
  CHECK(outcome.status <= 2);
  CHECK(outcome.err.empty());
}

TEST_CASE("A full disk under standard output is an error, never a success") {
  const LedgerFixture ledger;
  const Outcome outcome = run_program(
      ledger.scratch, {"/bin/sh", "-c", R"("$0" --ledger "$1" status > /dev/full)", SHIJI_BINARY, ledger.directory()});
  CHECK(outcome.status == 2);
  CHECK_THAT(outcome.err, Contains("standard output"));
}
