#include "socket/reaching.h"

#include "socket/reached_owner.h"

#include <thread>

namespace shiji::engine {

using ledger::ErrorCode;
using ledger::Result;

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_attempts{10};

template <typename T>
bool failed_with(const Result<T>& result, ErrorCode code) {
  return !result && result.error() != nullptr && result.error()->code == code;
}

/// Nobody there, or on his way out: what is behind the socket is not worth a word, the directory decides.
bool nobody_answers(const Result<std::shared_ptr<Reached>>& asked) {
  return failed_with(asked, ErrorCode::not_found) || failed_with(asked, ErrorCode::connection_lost);
}

Result<std::shared_ptr<Reached>> open_here(const std::string& directory, const ReachOptions& options, bool must_serve) {
  auto reached = std::make_shared<Reached>();
  auto owner = Owner::open(directory, options.owner);
  if (!owner) return owner.failure();
  reached->owner = std::move(*owner);
  if (options.owner.read_only) return reached;
  auto server = OwnerServer::start(*reached->owner, {.lasting = must_serve, .feed = {}});
  // A file system without sockets keeps nobody from his own ledger.
  if (!server && must_serve) return server.failure();
  if (server) reached->server = std::move(*server);
  return reached;
}

}  // namespace

Result<std::shared_ptr<Reached>> reach_by_socket(const std::string& directory, const ReachOptions& options) {
  auto owner = RemoteOwner::connect(directory, options.owner.environment);
  if (!owner) return owner.failure();
  auto reached = std::make_shared<Reached>();
  reached->elsewhere = true;
  reached->lasting = (*owner)->identity().lasting;
  reached->owner = std::move(*owner);
  return reached;
}

Result<std::shared_ptr<Reached>> reach_by_holding(const std::string& directory, const ReachOptions& options) {
  const auto until = SteadyClock::now() + options.wait;
  while (true) {
    auto opened = open_here(directory, options, true);
    if (!failed_with(opened, ErrorCode::already_open) || SteadyClock::now() >= until) return opened;
    const auto asked = reach_by_socket(directory, options);
    if (asked && (*asked)->lasting) return opened;
    std::this_thread::sleep_for(between_attempts);
  }
}

Result<std::shared_ptr<Reached>> reach_somehow(const std::string& directory, const ReachOptions& options) {
  const auto until = SteadyClock::now() + options.wait;
  while (true) {
    auto asked = reach_by_socket(directory, options);
    if (!nobody_answers(asked)) return asked;
    auto opened = open_here(directory, options, false);
    if (!failed_with(opened, ErrorCode::already_open)) return opened;
    if (SteadyClock::now() >= until) return opened;
    std::this_thread::sleep_for(between_attempts);
  }
}

Result<std::unique_ptr<Owner>> reach_owner(const std::string& directory, const ReachOptions& options) {
  auto reached = reach_somehow(directory, options);
  if (!reached) return reached.failure();
  return std::unique_ptr<Owner>(std::make_unique<ReachedOwner>(directory, options, std::move(*reached)));
}

Result<std::unique_ptr<Owner>> hold_ledger(const std::string& directory, const ReachOptions& options) {
  auto reached = reach_by_holding(directory, options);
  if (!reached) return reached.failure();
  return std::unique_ptr<Owner>(std::make_unique<ReachedOwner>(directory, options, std::move(*reached)));
}

Result<std::unique_ptr<Owner>> connect_owner(const std::string& directory, const Environment& environment) {
  auto owner = RemoteOwner::connect(directory, environment);
  if (!owner) return owner.failure();
  return std::unique_ptr<Owner>(std::move(*owner));
}

std::string owner_socket_path(const std::string& directory) { return directory + "/" + std::string(owner_socket); }

}  // namespace shiji::engine
