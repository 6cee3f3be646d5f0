#include "open_loop.h"

#include "workload.h"

#include <atomic>
#include <memory>
#include <thread>

namespace shiji::bench {

double share_out(unsigned threads, std::size_t numbers, const std::function<void(std::size_t number)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (auto number = next++; number < numbers; number = next++) work(number);
  };
  return seconds_of([&] {
    std::vector<std::thread> all;
    for (unsigned i = 0; i < threads; ++i) all.emplace_back(take);
    for (auto& thread : all) thread.join();
  });
}

std::deque<Sent> send_open_loop(engine::Owner& owner, std::uint32_t per_second, const NextSubmission& next) {
  // Shared: the last answer may still be leaving `notify_one` when all have been waited for.
  const auto answered = std::make_shared<std::atomic<std::uint64_t>>(0);
  std::deque<Sent> sent;  // its elements stay where they are
  const auto started = now();
  for (std::uint64_t number = 0;; ++number) {
    auto submission = next(number);
    if (!submission) break;
    const auto planned = started + std::chrono::microseconds(number * 1'000'000 / per_second);
    auto& one = sent.emplace_back(Sent{planned, {}, {}});
    std::this_thread::sleep_until(planned);
    owner.append_async(std::move(*submission), [&one, answered](const ledger::Result<engine::Receipt>& receipt) {
      require(receipt, "appending");
      one.answered = now();
      one.sequence = receipt->first_sequence;
      ++*answered;
      answered->notify_one();
    });
  }
  for (auto done = answered->load(); done < sent.size(); done = answered->load()) answered->wait(done);
  return sent;
}

std::vector<double> receipt_ms(const std::deque<Sent>& sent) {
  std::vector<double> each;
  for (const auto& one : sent) each.push_back(microseconds_between(one.planned, one.answered) / 1'000);
  return each;
}

}  // namespace shiji::bench
