// A city lecture: 800 people a second sign in one by one, and the read models follow beside it.
//
// Open loop: the times are fixed beforehand and a latency counts from them. Halls of 2,000 fill one after the other;
// all read models are brought up together as `project --follow` does, and the roll is the read model `attendance`.
#include "groups.h"
#include "open_loop.h"
#include "shiji/projections/read_models.h"
#include "workload.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace shiji::bench {

namespace {

constexpr std::uint32_t sign_ins_per_second = 800;

struct Pass {
  ledger::TreeSize size;  ///< what is visible
  SteadyTime at;          ///< since then
};

/// Brings the read models up to the head again and again, in a thread of its own.
class Follower {
 public:
  Follower(const engine::Owner& owner, const std::string& directory) : owner_(owner) {
    for (const auto& info : projections::read_models()) {
      auto model = projections::ReadModel::open(info.name, directory, engine::system_environment());
      if (!model) fail(model.failure(), "opening a projection");
      if (info.name == "attendance") roll_ = model->get();
      models_.push_back(std::move(*model));
    }
    pass();
    thread_ = std::thread([this] { follow(); });
  }
  ~Follower() { stop(); }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Passes until everything there was is visible.
  const std::vector<Pass>& stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
    return passes_;
  }
  [[nodiscard]] std::int64_t present_in(std::uint32_t hall) const {
    const auto record = roll_->find(session_stream(hall).substr(session_stream(hall).find('/') + 1));
    require(record, "looking into the roll");
    return std::get<std::int64_t>(record->find("signed_in")->content) +
           std::get<std::int64_t>(record->find("sign_ins_repeated")->content);
  }

 private:
  void pass() {
    std::vector<projections::ReadModel*> all;
    for (const auto& model : models_) all.push_back(model.get());
    const auto head = owner_.head();
    require(head, "asking for the head");
    require(projections::catch_up_together(all, owner_, {}), "projecting");
    passes_.push_back({head->tree_size, now()});
  }
  void follow() {
    while (true) {
      const bool last = stopping_;
      require(owner_.follow(
                  {passes_.back().size.value}, [](const auto&) { return false; },
                  [this](const auto&) { return !stopping_; }),
              "following");
      pass();
      if (last) return;
    }
  }

  const engine::Owner& owner_;
  std::vector<std::unique_ptr<projections::ReadModel>> models_;
  const projections::ReadModel* roll_ = nullptr;
  std::vector<Pass> passes_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

/// Halls with everybody on the roster.
void open_halls(engine::Owner& owner, const ledger::SecretKey& key, std::uint32_t halls) {
  std::vector<ledger::Subject> everybody;
  for (std::uint32_t i = 0; i < teachers; ++i) everybody.push_back(teacher(i));
  for (std::uint32_t hall = 0; hall < halls; ++hall) {
    const auto load = "hall/" + std::to_string(hall);
    auto submission = make_submission(key, load, 0, 2, [&](std::uint64_t number, const Part& part) {
      return number == 0 ? session_scheduled(hall, part) : roster_fixed(hall, everybody, part);
    });
    require(owner.append(std::move(submission)), "opening a hall");
  }
}

std::vector<double> visible_ms(const std::deque<Sent>& sent, const std::vector<Pass>& passes) {
  std::vector<double> each;
  for (const auto& one : sent) {
    const auto pass = std::find_if(passes.begin(), passes.end(),
                                   [&](const Pass& some) { return some.size.value > one.sequence.value; });
    if (pass == passes.end()) std::exit(1);
    each.push_back(microseconds_between(one.planned, pass->at) / 1'000);
  }
  return each;
}

}  // namespace

GroupResult lecture_lines(const BenchOptions& options) {
  const auto directory = options.directory + "/lecture";
  prepare_ledger(directory, 0);
  const auto key = service_key(directory);
  const auto owner = open_ledger(directory);
  const std::uint64_t people = std::uint64_t{sign_ins_per_second} * options.seconds;
  open_halls(*owner, key, static_cast<std::uint32_t>((people + teachers - 1) / teachers));

  Follower follower(*owner, directory);
  const auto sent = send_open_loop(*owner, sign_ins_per_second, [&](std::uint64_t number) {
    const auto hall = static_cast<std::uint32_t>(number / teachers);
    const auto place = static_cast<std::uint32_t>(number % teachers);
    return number == people
               ? std::nullopt
               : std::optional(make_submission(key, "gate", number, 1, [&](std::uint64_t, const Part& part) {
                   return signed_in(hall, teacher(place), place, part);
                 }));
  });
  const auto& passes = follower.stop();
  if (follower.present_in(0) != static_cast<std::int64_t>(std::min<std::uint64_t>(people, teachers))) std::exit(1);

  Line receipt{"city lecture, 800 sign-ins/s, receipt p99", "ms", "", Reach::value_at_most, 20};
  Line visible{"city lecture, visible in the roll, p99", "ms", "", Reach::value_at_most, 2'000};
  receipt.note = visible.note = "one run, open loop, all read models following";
  const auto receipts = receipt_ms(sent);
  const auto seen = visible_ms(sent, passes);
  receipt.values = {percentile(receipts, 0.99)};
  visible.values = {percentile(seen, 0.99)};
  nlohmann::ordered_json more{{"sign_ins", people},
                              {"receipt_p50_ms", median(receipts)},
                              {"receipt_max_ms", percentile(receipts, 1)},
                              {"visible_p50_ms", median(seen)},
                              {"visible_max_ms", percentile(seen, 1)},
                              {"passes", passes.size()}};
  return {{receipt, visible}, more};
}

}  // namespace shiji::bench
