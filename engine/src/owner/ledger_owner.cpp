#include "owner/ledger_owner.h"

#include "owner/chain_reading.h"
#include "owner/event_search.h"
#include "owner/json_preparing.h"
#include "owner/refused_submission.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <future>
#include <thread>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

ledger::Result<std::unique_ptr<Owner>> Owner::open(const std::string& directory, const OwnerOptions& options) {
  if (options.chunk_events_max == 0 || options.chunk_events_max > chunk_events_limit) {
    return Error{ErrorCode::usage, "chunk_events_max", "1 to " + std::to_string(chunk_events_limit)};
  }
  auto core = LedgerCore::open(directory, options);
  if (!core) return core.failure();
  return std::unique_ptr<Owner>(std::make_unique<LedgerOwner>(std::move(*core)));
}

LedgerOwner::LedgerOwner(std::unique_ptr<LedgerCore> core)
    : core_(std::move(core)),
      refusals_(core_->directory, core_->options.environment.file_system, core_->options.refusal_log_bytes_max),
      heads_(*core_) {
  const auto interval = core_->options.stream_heads_interval_us;
  if (interval > 0 && core_->pipeline) keeper_ = std::make_unique<StreamHeadsKeeper>(heads_, *core_, interval);
}

LedgerOwner::~LedgerOwner() {
  // The last answers are given while the pipeline closes, and tell the keeper: it stays until then.
  if (keeper_) keeper_->stop();
  (void)core_->close();
}

Error LedgerOwner::read_only_error() const {
  return {ErrorCode::read_only, core_->directory, "the ledger is open for reading only"};
}

void LedgerOwner::take_in(Submission submission, Pipeline::Caller caller, Answer answer) {
  if (!core_->pipeline) return answer(read_only_error(), {});
  auto prepared = prepare_submission(submission, core_->identity.origin_digest, {*core_->index, nullptr});
  if (!prepared) return answer(prepared.failure(), submission.events);
  if (auto synced = core_->vault->sync(); !synced) return answer(synced.failure(), {});
  (*prepared)->answer = [this, &events = (*prepared)->bytes,
                         told = std::move(answer)](ledger::Result<Receipt> receipt) {
    if (receipt && keeper_) keeper_->appended();
    static const std::vector<ledger::Buffer> none;
    const auto& refused = receipt.refusal() == nullptr ? none : events;
    told(std::move(receipt), refused);
  };
  core_->pipeline->submit(std::move(*prepared), caller);
}

LedgerOwner::Answer LedgerOwner::noting_refusals(std::function<void(ledger::Result<Receipt>)> answer) {
  return [this, told = std::move(answer)](ledger::Result<Receipt> receipt, const auto& events) {
    if (const auto* refusal = receipt.refusal()) refusals_.add(refused_events(*core_, events, *refusal));
    told(std::move(receipt));
  };
}

void LedgerOwner::append_async(Submission submission, std::function<void(ledger::Result<Receipt>)> answer) {
  take_in(std::move(submission), Pipeline::Caller::goes_on, noting_refusals(std::move(answer)));
}

ledger::Result<Receipt> LedgerOwner::append(Submission submission) {
  std::promise<ledger::Result<Receipt>> promise;
  auto future = promise.get_future();
  take_in(std::move(submission), Pipeline::Caller::waits,
          noting_refusals([&promise](ledger::Result<Receipt> receipt) { promise.set_value(std::move(receipt)); }));
  return future.get();
}

namespace {

Error not_there(ledger::Sequence sequence, ledger::TreeSize size) {
  return {ErrorCode::not_found, "event " + std::to_string(sequence.value),
          "the ledger has " + std::to_string(size.value) + " events"};
}

std::string random_submission_id(Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.fill(bytes);
  return ledger::to_hex(bytes);
}

}  // namespace

ledger::Result<Submission> LedgerOwner::prepare(const JsonSubmission& submission) {
  if (!core_->pipeline) return read_only_error();
  auto lines = parse_lines(submission.text);
  if (!lines) return lines.failure();
  const auto id = submission.id.empty() ? random_submission_id(*core_->options.environment.entropy) : submission.id;
  auto prepared = prepare_lines(*core_, std::move(*lines), id);
  if (!prepared) return prepared.failure();
  prepared->submission.expected = submission.expected;
  // The client appends these bytes itself: the keys they were sealed with must not be lost before that.
  if (auto synced = core_->vault->sync(); !synced) return synced.failure();
  return std::move(prepared->submission);
}

ledger::Result<Receipt> LedgerOwner::repeated_receipt(const std::vector<ledger::JsonCommand>& lines,
                                                      const std::string& id, const SubmissionEntry& entry) {
  const std::uint64_t end = entry.first.value + entry.events;
  if (auto committed = core_->pipeline->wait_until_committed({end}); !committed) return committed.failure();
  const auto opener = [this](ledger::EventType type, std::string_view field, const ledger::Sealed& sealed) {
    return open_with_vault(*core_, type, field, sealed);
  };
  if (auto agree = lines_agree(*core_, lines, id, entry, opener); !agree) return agree.failure();
  auto hashes = read_leaf_hashes(*core_->chain, entry.first, entry.events);
  if (!hashes) return hashes.failure();
  return Receipt{id, entry.first, {end - 1}, std::move(*hashes), true};
}

ledger::Result<Receipt> LedgerOwner::append_json(JsonSubmission submission) {
  auto receipt = append_lines(submission);
  if (const auto* refusal = receipt.refusal()) refusals_.add(refused_lines(*core_, submission, *refusal));
  return receipt;
}

ledger::Result<Receipt> LedgerOwner::append_lines(JsonSubmission& submission) {
  if (!core_->pipeline) return read_only_error();
  auto lines = parse_lines(submission.text);
  if (!lines) return lines.failure();
  if (submission.id.empty()) submission.id = random_submission_id(*core_->options.environment.entropy);
  if (const auto entry = core_->index->submission(submission.id)) {
    return repeated_receipt(*lines, submission.id, *entry);
  }
  auto prepared = prepare_lines(*core_, std::move(*lines), submission.id);
  if (!prepared) return prepared.failure();
  prepared->submission.expected = std::move(submission.expected);
  const auto key = core_->service_key();
  if (!key) return key.failure();
  auto signing = sign_events(prepared->submission.events, (*key)->key, core_->identity.origin_digest);
  if (!signing) return signing.failure();
  std::promise<ledger::Result<Receipt>> promise;
  auto future = promise.get_future();
  take_in(std::move(prepared->submission), Pipeline::Caller::waits,
          [&promise](ledger::Result<Receipt> told, const auto& /*events*/) { promise.set_value(std::move(told)); });
  auto receipt = future.get();
  if (!receipt) receipt = told_by_line(receipt.failure(), prepared->line_of_event);
  // Somebody else may have sent the same lines under the same id meanwhile; only the sealing then differs.
  const auto* refusal = receipt.refusal();
  if (refusal == nullptr || refusal->code != ledger::RefusalCode::submission_id_taken) return receipt;
  auto again = parse_lines(submission.text);
  const auto entry = core_->index->submission(submission.id);
  if (!again || !entry) return receipt;
  return repeated_receipt(*again, submission.id, *entry);
}

Head LedgerOwner::head_of(const CommittedChain& chain) {
  return {chain.tip.size, chain.tip.leaf_hash, chain.tip.recorded_at, chain.tree->root()};
}

ledger::Result<Head> LedgerOwner::head() const { return head_of(core_->committed()); }

ledger::Status LedgerOwner::feed(ledger::Sequence from, std::optional<ledger::TreeSize> end,
                                 const EventVisitor& visit) const {
  const auto size = core_->tip().size;
  return read_events(*core_->chain, from, end && *end < size ? *end : size, visit);
}

ledger::Status LedgerOwner::follow(ledger::Sequence from, const EventVisitor& visit, const HeadVisitor& at_head) const {
  if (!core_->pipeline) return read_only_error();
  constexpr std::chrono::milliseconds between_looks{100};
  auto next = from;
  while (true) {
    const auto chain = core_->committed();
    const auto size = chain.tip.size;
    if (next.value > size.value) return not_there(next, size);
    bool go_on = true;
    auto read =
        read_events(*core_->chain, next, size, [&](const RecordedEvent& event) { return go_on = visit(event); });
    if (!read || !go_on) return read;
    next.value = size.value;
    if (!at_head(head_of(chain))) return ledger::done();
    if (auto waited = core_->pipeline->wait_for_growth(size, between_looks); !waited) return waited;
  }
}

ledger::Status LedgerOwner::read_stream(std::string_view stream, ledger::Version from,
                                        const EventVisitor& visit) const {
  const auto size = core_->tip().size;
  if (!core_->index->head(stream)) return Error{ErrorCode::not_found, std::string(stream), "no such stream"};
  auto sequences = core_->index->postings(stream, from);
  if (const auto failed = core_->index->failure()) return *failed;
  std::erase_if(sequences, [&](ledger::Sequence sequence) { return sequence.value >= size.value; });
  // A stream whose first event is still in flight is none yet.
  if (sequences.empty() && from.value == 0) return Error{ErrorCode::not_found, std::string(stream), "no such stream"};
  return read_sequences(*core_->chain, *core_->chunks, sequences,
                        [&](const RecordedEvent& event) { return visit(event); });
}

ledger::Status LedgerOwner::search(const ledger::EventFilter& filter, const EventVisitor& visit) const {
  return search_events(*core_->chain, core_->tip().size, filter, std::max(1U, std::thread::hardware_concurrency()),
                       visit);
}

ledger::Result<std::vector<ledger::Hash>> LedgerOwner::tile(std::uint32_t level, std::uint64_t index,
                                                            std::uint32_t width) const {
  return read_tile(*core_->chain, *core_->committed().tree, {level, index}, width);
}

ledger::Result<Owner::SealedValue> LedgerOwner::seal_field(ledger::EventType type, std::string_view field,
                                                           const ledger::Subject& subject, std::string_view plaintext) {
  return seal_with_vault(*core_, type, field, subject, plaintext);
}

ledger::Result<std::string> LedgerOwner::open_sealed(ledger::EventType type, std::string_view field,
                                                     const ledger::Sealed& sealed) const {
  return open_with_vault(*core_, type, field, sealed);
}

}  // namespace shiji::engine
