// Text as each kind of proof; then valid proofs with a few edits, which prove nothing but what they proved before.
#include "chain/static_log.h"
#include "fuzzing.h"
#include "shiji/ledger/events/stream_proof.h"
#include "shiji/ledger/rules/record_proof.h"

using namespace shiji;

namespace {

constexpr std::uint64_t log_size = 300;
constexpr std::uint64_t proven = 177;

struct ValidProof {
  ledger::ProofFile proof;
  std::string text;
};

const ValidProof& valid() {
  static const ValidProof made = [] {
    const ledger::test::MemoryLog log(log_size);
    const ledger::TreeSize size{log_size};
    const auto entry = ledger::test::MemoryLog::entry(proven);
    const auto bytes = ledger::test::bytes_of(entry);
    const auto root = ledger::root_from_tiles(size, log.reader()).value();
    const ledger::ProofFile proof{{proven},
                                  ledger::inclusion_proof({proven}, size, log.reader()).value(),
                                  ledger::test::test_checkpoint(size, root),
                                  {bytes.begin(), bytes.end()}};
    return ValidProof{proof, ledger::proof_text(proof)};
  }();
  return made;
}

void read_inclusion(std::string_view text) {
  const auto proof = ledger::parse_proof_text(text);
  if (!proof) return;
  const auto again = ledger::parse_proof_text(ledger::proof_text(*proof));
  fuzz::must(again.ok() && again->hashes == proof->hashes && again->extra == proof->extra, "a proof reads back");
  if (!ledger::faults_of(*proof, ledger::test::test_verifier()).empty()) return;
  fuzz::must(proof->index.value == proven && proof->extra == valid().proof.extra, "only what is in the log is proven");
}

void read_others(std::string_view text) {
  if (const auto stream = ledger::parse_stream_proof_text(text); stream.ok()) {
    const auto again = ledger::parse_stream_proof_text(ledger::stream_proof_text(*stream));
    fuzz::must(again.ok() && again->events == stream->events, "a stream's proof reads back");
    fuzz::must(!ledger::faults_of(*stream, ledger::test::test_verifier()).empty(), "no stream is in this log");
  }
  if (const auto record = ledger::parse_record_proof_text(text); record.ok()) {
    const auto again = ledger::parse_record_proof_text(ledger::record_proof_text(*record));
    fuzz::must(again.ok() && again->data == record->data, "a record's proof reads back");
    fuzz::must(!ledger::faults_of(*record, ledger::test::test_verifier()).empty(), "no record is in this log");
    static_cast<void>(ledger::proven_record(*record));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  read_inclusion(text);
  read_others(text);
  fuzz::must(ledger::faults_of(valid().proof, ledger::test::test_verifier()).empty(), "the valid proof holds");
  read_inclusion(fuzz::edited(valid().text, data, size));
  return 0;
}
