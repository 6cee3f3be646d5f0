#include "model_run.h"

#include "shiji/ledger/chain/proof.h"

#include <catch2/catch.hpp>

#include <array>
#include <future>

namespace shiji::tests {

ModelRun::ModelRun(ModelSize model_size, Choices choices) : model_size_(model_size), choices_(std::move(choices)) {
  if (model_size_ == ModelSize::large) options_.decision_cache_bytes = 4'096;
  ledger_.open(options_);
  auto key = engine::read_key_file(ledger_.directory() + "/" + std::string(engine::administrator_key_file),
                                   ledger_.environment());
  REQUIRE(key.ok());
  key_.emplace(std::move(key->key));
  const auto status = ledger_.owner().status();
  REQUIRE(status.ok());
  auto verifier = ledger::parse_verifier_key(status->verifier_key);
  REQUIRE(verifier.ok());
  verifier_ = *verifier;
  now_ = ledger_.clock().now();
  const auto read = ledger_.owner().feed({0}, std::nullopt, [&](const engine::RecordedEvent& event) {
    reference_.adopt(event.event.bytes, now_);
    return true;
  });
  REQUIRE(read.ok());
  compare_all();
}

void ModelRun::step() {
  constexpr std::array<void (ModelRun::*)(), 16> operations{
      &ModelRun::append_one, &ModelRun::append_one,      &ModelRun::append_one,   &ModelRun::append_one,
      &ModelRun::append_one, &ModelRun::append_burst,    &ModelRun::append_burst, &ModelRun::reopen,
      &ModelRun::read_tile,  &ModelRun::take_checkpoint, &ModelRun::read_stream,  &ModelRun::read_stream,
      &ModelRun::feed,       &ModelRun::prove,           &ModelRun::prove,        &ModelRun::pass_time};
  (this->*operations[below(operations.size())])();
  compare_heads();
}

void ModelRun::append_one() {
  auto submission = some_submission();
  operation_ = "append of " + std::to_string(submission.events.size());
  sent_.push_back(submission);
  const auto answer = reference_.append(submission, now_);
  compare_answer(ledger_.owner().append(std::move(submission)), answer);
}

/// Calls from one thread are sequenced in order, whatever of it is committed yet.
void ModelRun::append_burst() {
  const auto count = 2 + below(10);
  operation_ = "burst of " + std::to_string(count);
  std::vector<ReferenceAnswer> answers;
  std::vector<std::promise<ledger::Result<engine::Receipt>>> receipts(count);
  for (auto& receipt : receipts) {
    auto submission = some_submission();
    sent_.push_back(submission);
    answers.push_back(reference_.append(submission, now_));
    ledger_.owner().append_async(std::move(submission), [&receipt](ledger::Result<engine::Receipt> answered) {
      receipt.set_value(std::move(answered));
    });
  }
  for (std::size_t i = 0; i < count; ++i) compare_answer(receipts[i].get_future().get(), answers[i]);
}

void ModelRun::reopen() {
  if (model_size_ == ModelSize::large) return append_one();
  operation_ = "reopen";
  ledger_.close();
  options_.chunk_events_max = 1 + static_cast<std::uint32_t>(below(64));
  options_.head_sync_every_commit = below(2) == 0;
  options_.decision_cache_bytes = below(2) == 0 ? 4'096 : std::size_t{64} << 20;
  ledger_.open(options_);
}

void ModelRun::take_checkpoint() {
  operation_ = "checkpoint";
  const auto checkpoint = ledger_.owner().checkpoint();
  REQUIRE(outcome_of(checkpoint) == "ok");
  CHECK(checkpoint->tree_size.value == size());
  CHECK(checkpoint->root == reference_.root(size()));
  const auto opened = ledger::open_checkpoint(checkpoint->note, *verifier_);
  REQUIRE(outcome_of(opened) == "ok");
  CHECK(opened->tree_size == checkpoint->tree_size);
  CHECK(opened->root == checkpoint->root);
  const auto last = ledger_.owner().last_checkpoint();
  REQUIRE(outcome_of(last) == "ok");
  CHECK(last->note == checkpoint->note);
}

void ModelRun::read_stream() {
  operation_ = "read_stream";
  const auto stream = some_stream();
  compare_stream(stream, below(reference_.sequences_of(stream).size() + 2));
}

void ModelRun::feed() {
  operation_ = "feed";
  const auto from = below(size() + 3);
  if (below(3) == 0) return compare_feed(from, std::nullopt);
  compare_feed(from, ledger::TreeSize{below(size() + 40)});
}

void ModelRun::prove() {
  const auto sequence = below(size() + 2);
  operation_ = "prove " + std::to_string(sequence);
  const auto text = ledger_.owner().prove({sequence});
  if (sequence >= size()) {
    CHECK(outcome_of(text) == "error not_found");
    return;
  }
  REQUIRE(outcome_of(text) == "ok");
  const auto proof = ledger::parse_proof_text(*text);
  REQUIRE(outcome_of(proof) == "ok");
  const auto checkpoint = ledger::open_checkpoint(proof->checkpoint_note, *verifier_);
  REQUIRE(outcome_of(checkpoint) == "ok");
  CHECK(proof->index.value == sequence);
  CHECK(proof->extra == reference_.events()[sequence].bytes);
  CHECK(checkpoint->root == reference_.root(checkpoint->tree_size.value));
  CHECK(proof->hashes == reference_.path(sequence, checkpoint->tree_size.value));
  CHECK(ledger::faults_of(*proof, *verifier_).empty());
}

void ModelRun::read_tile() {
  const auto level = static_cast<std::uint32_t>(below(size() < 256 ? 1 : 2));
  const auto entries = level == 0 ? size() : size() / 256;
  const auto index = below((entries + 255) / 256);
  const auto width = 1 + static_cast<std::uint32_t>(below(std::min<std::uint64_t>(256, entries - index * 256)));
  operation_ = "tile " + std::to_string(level) + "/" + std::to_string(index) + "/" + std::to_string(width);
  const auto tile = ledger_.owner().tile(level, index, width);
  REQUIRE(outcome_of(tile) == "ok");
  CHECK(*tile == reference_.tile(level, index, width));
}

void ModelRun::pass_time() {
  operation_ = "pass_time";
  now_.value += static_cast<std::int64_t>(below(1'000'000'000));
  ledger_.clock().set(now_);
}

}  // namespace shiji::tests
