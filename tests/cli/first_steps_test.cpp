// The first steps of cli/README.md, run as they stand there on a fresh directory.
//
// In a ```console block, a line that starts with "$ " is a command, one with "> " continues it, the rest is its output.
// "..." stands for any text within a line: hashes, times and rates differ from run to run.
#include "program.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace shiji::cli_test;

namespace {

struct Step {
  std::string command, output;
};

std::vector<Step> steps_in(const std::string& readme, const std::string& heading) {
  std::istringstream lines(readme.substr(readme.find(heading)));
  std::vector<Step> steps;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ") && line != heading) break;
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      steps.push_back({line.substr(2) + "\n", ""});
    } else if (inside && line.starts_with("> ") && !steps.empty()) {
      steps.back().command += line.substr(2) + "\n";
    } else if (inside && !steps.empty()) {
      steps.back().output += line + "\n";
    }
  }
  return steps;
}

/// Whether `text` is `pattern`, in which "..." stands for anything without a newline.
bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t gap = pattern.find("...");
  if (gap == std::string_view::npos) return pattern == text;
  if (text.substr(0, gap) != pattern.substr(0, gap)) return false;
  for (std::size_t at = gap; at <= text.size(); ++at) {
    if (matches(pattern.substr(gap + 3), text.substr(at))) return true;
    if (at < text.size() && text[at] == '\n') break;
  }
  return false;
}

}  // namespace

TEST_CASE("The first steps of the README do what it says they do") {
  const Scratch scratch;
  const std::string path = std::filesystem::path(SHIJI_BINARY).parent_path().string();
  const auto steps = steps_in(text_of_file(SHIJI_CLI_README), "## First steps");
  REQUIRE(steps.size() >= 6);
  for (const Step& step : steps) {
    const Outcome outcome = run_program(scratch, {"/bin/sh", "-c", "PATH=\"$0:$PATH\"\n" + step.command, path});
    INFO("$ " << step.command << outcome.out << outcome.err << "\nexpected:\n" << step.output);
    CHECK(outcome.status == 0);
    CHECK(matches(step.output, outcome.out));
  }
}
