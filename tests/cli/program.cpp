#include "program.h"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace shiji::cli_test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void redirect(int number, const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags, 0600);
  if (file < 0 || ::dup2(file, number) < 0) ::_exit(126);
}

}  // namespace

Scratch::Scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "shiji-cli-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  directory_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Scratch::file(const std::string& name, const std::string& text) const {
  std::ofstream(directory_ / name, std::ios::binary) << text;
  return path(name);
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

namespace {

std::vector<std::string> environment_in(const Scratch& scratch, const Settings& settings) {
  const char* search_path = std::getenv("PATH");
  REQUIRE(search_path != nullptr);
  std::vector<std::string> environment{"PATH=" + std::string(search_path), "HOME=" + scratch.path("")};
  // What a sanitizer was told here holds in the program as well: without its suppressions it would judge other
  // libraries.
  for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) environment.push_back(std::string(name) + "=" + value);
  }
  for (const auto& [name, value] : settings) environment.emplace_back(name).append("=").append(value);
  return environment;
}

/// In the child: never comes back.
[[noreturn]] void become(const Scratch& scratch, const std::vector<char*>& arguments,
                         const std::vector<char*>& environment) {
  if (::chdir(scratch.directory().c_str()) != 0) ::_exit(126);
  ::execve(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

int exit_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status); }

}  // namespace

Outcome run_program(const Scratch& scratch, const std::vector<std::string>& words, const std::string& input,
                    const Settings& settings) {
  const std::string in = scratch.file(".in", input);
  const std::string out = scratch.path(".out");
  const std::string err = scratch.path(".err");
  std::vector<std::string> arguments = words;
  auto environment = environment_in(scratch, settings);
  const auto argument_pointers = pointers_to(arguments);
  const auto environment_pointers = pointers_to(environment);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    redirect(STDIN_FILENO, in, O_RDONLY);
    redirect(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
    become(scratch, argument_pointers, environment_pointers);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return {exit_of(status), text_of_file(out), text_of_file(err)};
}

RunningProgram::RunningProgram(const Scratch& scratch, const std::string& name, std::vector<std::string> words,
                               const Settings& settings)
    : error_file_(scratch.path("." + name + ".err")) {
  auto environment = environment_in(scratch, settings);
  const auto argument_pointers = pointers_to(words);
  const auto environment_pointers = pointers_to(environment);
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  process_ = ::fork();
  REQUIRE(process_ >= 0);
  if (process_ == 0) {
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDERR_FILENO, error_file_, O_WRONLY | O_CREAT | O_TRUNC);
    if (::dup2(pipe[1], STDOUT_FILENO) < 0) ::_exit(126);
    become(scratch, argument_pointers, environment_pointers);
  }
  ::close(pipe[1]);
  output_ = pipe[0];
}

RunningProgram::~RunningProgram() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  ::close(output_);
}

std::string RunningProgram::line() {
  std::size_t end = unread_.find('\n');
  while (end == std::string::npos) {
    std::array<char, 4'096> piece{};
    const auto got = ::read(output_, piece.data(), piece.size());
    INFO("standard error: " << text_of_file(error_file_));
    REQUIRE(got > 0);
    unread_.append(piece.data(), static_cast<std::size_t>(got));
    end = unread_.find('\n');
  }
  std::string first = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return first;
}

void RunningProgram::signal(int number) const { REQUIRE(::kill(process_, number) == 0); }

Outcome RunningProgram::wait() {
  std::array<char, 4'096> piece{};
  for (ssize_t got = 1; got > 0;) {
    got = ::read(output_, piece.data(), piece.size());
    if (got > 0) unread_.append(piece.data(), static_cast<std::size_t>(got));
  }
  int status = 0;
  REQUIRE(::waitpid(process_, &status, 0) == process_);
  process_ = -1;
  return {exit_of(status), unread_, text_of_file(error_file_)};
}

}  // namespace shiji::cli_test
