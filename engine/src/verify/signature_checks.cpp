#include "verify/signature_checks.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/events/signing.h"

#include <algorithm>

namespace shiji::engine {
namespace {

constexpr std::size_t waiting_max = 4'096;
constexpr std::size_t waiting_digests_max = std::size_t{1} << 17;
constexpr std::size_t lists_together = 12;  // of digests, hashed beside one another
constexpr std::size_t together = 32;        // to wake somebody costs as much as a check

}  // namespace

SignatureChecks::SignatureChecks(const ledger::Hash& origin_digest, unsigned workers) : origin_digest_(origin_digest) {
  for (unsigned i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

SignatureChecks::~SignatureChecks() { stop(); }

void SignatureChecks::add(SignatureJob job) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return !is_full(); });
  waiting_digests_ += job.digests.size();
  waiting_.push_back(std::move(job));
  const bool is_much = waiting_.size() >= together || is_full();
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

bool SignatureChecks::is_full() const {
  return waiting_.size() >= waiting_max || waiting_digests_ >= waiting_digests_max;
}

void SignatureChecks::work() {
  std::vector<SignatureJob> jobs;
  while (true) {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return !waiting_.empty() || ended_; });
    if (waiting_.empty()) return;
    const bool was_full = is_full();
    jobs.clear();
    for (auto count = std::min(lists_together, (waiting_.size() + 1) / 2); count > 0; --count) {
      waiting_digests_ -= waiting_.front().digests.size();
      jobs.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    lock.unlock();
    if (was_full) room_.notify_one();
    make_messages(jobs);
    for (auto& job : jobs) {
      if (ledger::signature_holds(job.key, job.message, job.signature)) continue;
      lock.lock();
      broken_.push_back({job.at, std::move(job.submission)});
      lock.unlock();
    }
  }
}

void SignatureChecks::make_messages(std::span<SignatureJob> jobs) const {
  std::vector<ledger::Bytes> lists;
  for (const auto& job : jobs) {
    lists.emplace_back(reinterpret_cast<const std::uint8_t*>(job.digests.data()),
                       job.digests.size() * sizeof(ledger::Hash));
  }
  std::vector<ledger::Hash> hashes(lists.size());
  ledger::sha256_each(lists, hashes);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i].message.empty()) jobs[i].message = ledger::submission_signing_bytes(origin_digest_, hashes[i]);
  }
}

}  // namespace shiji::engine
