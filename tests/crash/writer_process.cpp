#include "writer_process.h"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace shiji::tests {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

WriterProcess::WriterProcess(const std::string& directory, std::uint64_t cycle) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  pipe_ = ends[0];
  std::vector<std::string> words{SHIJI_CRASH_WRITER};
  REQUIRE(::setenv(writer_ledger, directory.c_str(), 1) == 0);
  REQUIRE(::setenv(writer_cycle, std::to_string(cycle).c_str(), 1) == 0);
  posix_spawn_file_actions_t actions;
  REQUIRE(::posix_spawn_file_actions_init(&actions) == 0);
  REQUIRE(::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0);
  REQUIRE(::posix_spawn_file_actions_adddup2(&actions, ends[1], writer_pipe) == 0);
  const int failed =
      ::posix_spawn(&process_, SHIJI_CRASH_WRITER, &actions, nullptr, pointers_to(words).data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  REQUIRE(failed == 0);
}

WriterProcess::~WriterProcess() {
  if (process_ > 0) (void)kill();
  ::close(pipe_);
}

void WriterProcess::read_lines(std::size_t count) {
  while (lines_.size() < count && read_some()) {
  }
}

void WriterProcess::read_for(std::chrono::microseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    pollfd ready{pipe_, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(left.count())) == 0) return;
    if (!read_some()) return;
  }
}

bool WriterProcess::kill() {
  ::kill(process_, SIGKILL);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  while (read_some()) {
  }
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

bool WriterProcess::read_some() {
  std::array<char, 65'536> bytes{};
  const auto size = ::read(pipe_, bytes.data(), bytes.size());
  if (size <= 0) return false;
  rest_.append(bytes.data(), static_cast<std::size_t>(size));
  for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n')) {
    lines_.push_back(rest_.substr(0, end));
    rest_.erase(0, end + 1);
  }
  return true;
}

}  // namespace shiji::tests
