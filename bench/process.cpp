#include "process.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace shiji::bench {

namespace {

void require_system(bool well, const char* what) {
  if (well) return;
  std::perror(what);
  std::exit(2);
}

double seconds_in(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void each_file(const std::string& path, const std::function<void(const std::filesystem::directory_entry&)>& visit) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) visit(entry);
  }
}

}  // namespace

double peak_memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1'024;
  }
  return 0;
}

double cpu_seconds() {
  rusage used{};
  (void)getrusage(RUSAGE_SELF, &used);
  return seconds_in(used.ru_utime) + seconds_in(used.ru_stime);
}

double thread_cpu_seconds() {
  timespec used{};
  (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void drop_page_cache(const std::string& path) {
  each_file(path, [](const auto& entry) {
    const int file = open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;  // gone meanwhile
    // What is not on disk yet cannot be forgotten.
    require_system(fdatasync(file) == 0, "fdatasync");
    require_system(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0, "posix_fadvise");
    (void)close(file);
  });
}

std::uint64_t bytes_without_logs(const std::string& path) {
  std::uint64_t bytes = 0;
  each_file(path, [&](const auto& entry) {
    if (entry.path().extension() != ".log") bytes += entry.file_size();
  });
  return bytes;
}

Child::Child(std::vector<std::string> arguments) {
  std::array<int, 2> ends{};
  require_system(pipe2(ends.data(), O_CLOEXEC) == 0, "pipe2");
  posix_spawn_file_actions_t actions;
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  arguments.insert(arguments.begin(), "shiji_bench");
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  require_system(posix_spawn(&id_, "/proc/self/exe", &actions, nullptr, argv.data(), environ) == 0, "posix_spawn");
  (void)posix_spawn_file_actions_destroy(&actions);
  (void)close(ends[1]);
  output_ = ends[0];
}

Child::~Child() {
  if (id_ > 0) kill();
  (void)close(output_);
}

std::string Child::read_line() const {
  std::string line;
  for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

void Child::kill() {
  require_system(::kill(id_, SIGKILL) == 0, "kill");
  (void)waitpid(id_, nullptr, 0);
  id_ = 0;
}

void Child::wait() {
  int status = 0;
  (void)waitpid(id_, &status, 0);
  id_ = 0;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  std::fprintf(stderr, "a process of the benchmark's own ended with status %d\n", status);
  std::exit(2);
}

nlohmann::ordered_json run_child(std::vector<std::string> arguments) {
  Child child(std::move(arguments));
  const auto line = child.read_line();
  child.wait();
  return nlohmann::ordered_json::parse(line);
}

}  // namespace shiji::bench
