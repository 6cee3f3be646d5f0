#include "verify/signature_checks.h"

#include "shiji/ledger/chain/keys.h"

#include <algorithm>

namespace shiji::engine {
namespace {

constexpr std::size_t waiting_max = 4'096;  // some 2 MiB of messages
constexpr std::size_t together = 32;        // to wake somebody costs as much as a check

}  // namespace

SignatureChecks::SignatureChecks(unsigned workers) {
  for (unsigned i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

SignatureChecks::~SignatureChecks() { stop(); }

void SignatureChecks::add(SignatureJob job) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return waiting_.size() < waiting_max; });
  waiting_.push_back(std::move(job));
  const bool is_much = waiting_.size() >= together;
  lock.unlock();
  if (is_much) work_.notify_one();
}

std::vector<SignatureChecks::Broken> SignatureChecks::finish() {
  stop();
  std::sort(broken_.begin(), broken_.end());
  return std::move(broken_);
}

void SignatureChecks::stop() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  work_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void SignatureChecks::work() {
  while (true) {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return !waiting_.empty() || ended_; });
    if (waiting_.empty()) return;
    SignatureJob job = std::move(waiting_.front());
    waiting_.pop_front();
    const bool was_full = waiting_.size() + 1 == waiting_max;
    lock.unlock();
    if (was_full) room_.notify_one();
    if (ledger::signature_holds(job.key, job.message, job.signature)) continue;
    lock.lock();
    broken_.push_back({job.at, std::move(job.submission)});
  }
}

}  // namespace shiji::engine
