// shiji: what is typed becomes arguments, a verb answers, its answer becomes an exit status. Nothing leaves as a crash.
#include "commands/commands.h"
#include "failure_output.h"
#include "parse/parse.h"

#include <csignal>
#include <exception>
#include <sys/resource.h>

namespace shiji::cli {
namespace {

int answer(const Context& context, int count, const char* const* words) {
  auto parsed = parse_command_line(count, words, context.language);
  if (!parsed) return report_failure(context, parsed.failure());
  if (const auto* text = std::get_if<TextAnswer>(&*parsed)) {
    context.out.write(text->text);
    return 0;
  }
  const Answer verdict =
      std::visit([&](const auto& arguments) { return run(context, arguments); }, std::get<Arguments>(*parsed));
  if (!verdict) return report_failure(context, verdict.failure());
  return static_cast<int>(*verdict);
}

int guarded(const Context& context, int count, const char* const* words) {
  try {
    return answer(context, count, words);
  } catch (const std::bad_alloc&) {
    return report_failure(context, ledger::Error{ledger::ErrorCode::io, "", "out of memory"});
  } catch (const std::exception& exception) {
    return report_failure(context, ledger::Error{ledger::ErrorCode::io, "", exception.what()});
  }
}

/// A ledger keeps its tables open, one for each 64 MiB or so: as many files as the system lets it have, which Go's
/// runtime asks for as well.
void allow_open_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &files);
}

int run_program(int count, const char* const* words) {
  // A reader that closes the pipe is an ordinary end of output, not a death by signal.
  std::signal(SIGPIPE, SIG_IGN);
  allow_open_files();
  Output out;
  const GlobalArguments given = find_global_arguments(count, words);
  Context context{out,          language_from_environment(), given.json, given.quiet,
                  given.ledger, engine::system_environment()};
  if (!given.lang.empty()) {
    const auto language = language_from_option(given.lang);
    if (!language) {
      const int status = report_failure(context, usage_error("--lang", context.say(Message::usage_language)));
      return out.flush() ? status : 2;
    }
    context.language = *language;
    context.language_asked = true;
  }
  const int status = guarded(context, count, words);
  if (const ledger::Status flushed = out.flush(); !flushed) {
    context.json = false;  // standard output is what failed
    if (out.reader_left()) return 2;
    return report_failure(context, flushed.failure());
  }
  return status;
}

}  // namespace
}  // namespace shiji::cli

int main(int count, char** words) { return shiji::cli::run_program(count, words); }
