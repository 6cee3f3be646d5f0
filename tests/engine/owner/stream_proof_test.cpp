// The proof of a stream as the owner makes it, and every way to spoil it.
#include "shiji/ledger/events/stream_proof.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/events/codec.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

using ledger::Buffer;
using ledger::Hash;
using ledger::StreamProof;
using ledger::Version;

/// A stream of five parts of one document, some heads before, between and behind them.
class ProofLedger {
 public:
  ProofLedger() {
    ledger_.open();
    add(0);
    add(1);
    record();
    add(2);
    record();
    REQUIRE(ledger_.append("school", {school(1)}).ok());
    record();
    add(3);
    const auto status = ledger_.owner().status();
    REQUIRE(status.ok());
    key_ = ledger::parse_verifier_key(status->verifier_key).value();
  }
  void add(std::uint32_t part) {
    const auto command = document_part(1, part, 5);
    stream_ = command.stream;
    REQUIRE(ledger_.append("part-" + std::to_string(part), {command}).ok());
  }
  void record() { REQUIRE(ledger_.owner().record_stream_heads().ok()); }

  StreamProof proof(std::optional<std::uint64_t> through = {}) {
    const auto version = through ? std::optional(Version{*through}) : std::nullopt;
    const auto text = ledger_.owner().prove_stream(stream_, version);
    INFO(outcome_of(text));
    REQUIRE(text.ok());
    auto proof = ledger::parse_stream_proof_text(*text);
    REQUIRE(proof.ok());
    CHECK(stream_proof_text(*proof) == *text);
    return std::move(*proof);
  }
  [[nodiscard]] std::vector<std::string> faults(const StreamProof& proof) const { return faults_of(proof, key_); }
  TestLedger& ledger() { return ledger_; }
  [[nodiscard]] const ledger::VerifierKey& key() const { return key_; }

 private:
  TestLedger ledger_;
  std::string stream_;
  ledger::VerifierKey key_;
};

void flip(Buffer& bytes, std::size_t at) { bytes[at % bytes.size()] ^= 1U; }

struct Spoiled {
  std::string what;
  StreamProof proof;
};

void add_spoiled_hashes(std::vector<Spoiled>& out, const StreamProof& good, const std::string& what,
                        std::vector<Hash>& (*of)(StreamProof&)) {
  StreamProof proof = good;
  const std::size_t count = of(proof).size();
  const auto spoil = [&](const std::string& how, std::size_t i, auto change) {
    proof = good;
    change(of(proof));
    if (of(proof) != of(const_cast<StreamProof&>(good))) {
      out.push_back({what + " hash " + std::to_string(i) + " " + how, proof});
    }
  };
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    spoil("flipped", i, [&](std::vector<Hash>& hashes) { hashes[i].bytes[i] ^= 4U; });
    spoil("dropped", i, [&](std::vector<Hash>& hashes) { hashes.erase(hashes.begin() + at); });
    spoil("doubled", i, [&](std::vector<Hash>& hashes) { hashes.insert(hashes.begin() + at, hashes[i]); });
    if (i > 0) spoil("swapped", i, [&](std::vector<Hash>& hashes) { std::swap(hashes[i - 1], hashes[i]); });
  }
}

std::vector<Spoiled> spoiled(const StreamProof& good, const StreamProof& other) {
  std::vector<Spoiled> out;
  const auto add = [&](const std::string& what, auto change) {
    StreamProof proof = good;
    change(proof);
    out.push_back({what, std::move(proof)});
  };
  for (std::size_t i = 0; i < good.events.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    const std::string event = "event " + std::to_string(i);
    for (std::size_t byte = 0; byte < good.events[i].size(); byte += 97) {
      add(event + " flipped", [&](StreamProof& proof) { flip(proof.events[i], byte); });
    }
    add(event + " dropped", [&](StreamProof& proof) { proof.events.erase(proof.events.begin() + at); });
    add(event + " doubled",
        [&](StreamProof& proof) { proof.events.insert(proof.events.begin() + at, Buffer(good.events[i])); });
    if (i > 0) add(event + " swapped", [&](StreamProof& proof) { std::swap(proof.events[i - 1], proof.events[i]); });
  }
  add("no event", [](StreamProof& proof) { proof.events.clear(); });
  add("another name", [](StreamProof& proof) { proof.stream += "x"; });
  add("index up", [](StreamProof& proof) { ++proof.index.value; });
  add("index down", [](StreamProof& proof) { --proof.index.value; });
  add("another note", [&](StreamProof& proof) { proof.checkpoint_note = other.checkpoint_note; });
  add("no note", [](StreamProof& proof) { proof.checkpoint_note = "x\n"; });
  add_spoiled_hashes(out, good, "inclusion", [](StreamProof& proof) -> std::vector<Hash>& { return proof.hashes; });
  if (!good.heads) return out;
  for (std::size_t byte = 0; byte < good.heads->event.size(); byte += 31) {
    add("heads flipped", [&](StreamProof& proof) { flip(proof.heads->event, byte); });
  }
  add("heads are no heads", [&](StreamProof& proof) { proof.heads->event = good.events[0]; });
  add("heads index up", [](StreamProof& proof) { ++proof.heads->index.value; });
  for (std::size_t byte = 0; byte < good.heads->bucket.size(); ++byte) {
    add("bucket flipped", [&](StreamProof& proof) { flip(proof.heads->bucket, byte); });
  }
  add("bucket cut", [](StreamProof& proof) { proof.heads->bucket.pop_back(); });
  add("bucket empty", [](StreamProof& proof) { proof.heads->bucket.clear(); });
  add("bucket doubled", [](StreamProof& proof) {
    const Buffer once = proof.heads->bucket;
    proof.heads->bucket.insert(proof.heads->bucket.end(), once.begin(), once.end());
  });
  add_spoiled_hashes(out, good, "heads", [](StreamProof& proof) -> std::vector<Hash>& { return proof.heads->hashes; });
  add_spoiled_hashes(out, good, "bucket",
                     [](StreamProof& proof) -> std::vector<Hash>& { return proof.heads->bucket_hashes; });
  return out;
}

}  // namespace

TEST_CASE("a stream's proof holds through every version, with the heads that say which was the last") {
  ProofLedger ledger;
  // Version 0 was followed before anything was recorded; 3 came behind the last record.
  const std::vector<bool> has_heads{false, true, true, false};
  for (std::uint64_t version = 0; version < 4; ++version) {
    CAPTURE(version);
    const auto proof = ledger.proof(version);
    CHECK(proof.events.size() == version + 1);
    CHECK(proof.heads.has_value() == has_heads[version]);
    CHECK(ledger.faults(proof).empty());
  }
  CHECK(ledger.proof().events.size() == 4);
  // Two records name version 2 as the last one: the later one is given.
  const auto first_possible = ledger.proof(1).heads->index.value;
  CHECK(ledger.proof(2).heads->index.value == first_possible + 4);
  CHECK(last_until(ledger.proof(2))->value == first_possible + 4);
  ledger.record();
  CHECK(ledger.proof().heads.has_value());
  CHECK(ledger.faults(ledger.proof()).empty());
}

TEST_CASE("a stream's proof holds for past heads after the ledger was closed") {
  ProofLedger ledger;
  const auto before = stream_proof_text(ledger.proof(1));
  ledger.ledger().close();
  ledger.ledger().open();
  CHECK(ledger.faults(ledger.proof(1)).empty());
  const auto again = ledger.proof(1);
  CHECK(again.heads->bucket == ledger::parse_stream_proof_text(before)->heads->bucket);
}

TEST_CASE("a stream's proof with anything changed, dropped, doubled or swapped has faults") {
  ProofLedger ledger;
  const auto other = ledger.proof(0);
  for (const std::uint64_t version : {2U, 3U}) {
    REQUIRE(ledger.ledger().owner().checkpoint().ok());
    const auto good = ledger.proof(version);
    REQUIRE(ledger.faults(good).empty());
    const auto all = spoiled(good, other);
    CHECK(all.size() > 50);
    for (const auto& [what, proof] : all) {
      CAPTURE(version, what);
      if (what == "another note" && proof.checkpoint_note == good.checkpoint_note) continue;
      CHECK_FALSE(ledger.faults(proof).empty());
    }
  }
}

TEST_CASE("heads of another time or another stream do not fit a proof") {
  ProofLedger ledger;
  REQUIRE(ledger.ledger().owner().checkpoint().ok());
  const auto one = ledger.proof(1);
  const auto two = ledger.proof(2);
  REQUIRE(one.checkpoint_note == two.checkpoint_note);
  StreamProof mixed = one;
  mixed.heads = two.heads;  // true heads, but the stream went on before them
  CHECK(ledger.faults(mixed).size() == 1);
  mixed = two;
  mixed.heads = one.heads;  // true heads, but from before the last event
  CHECK(ledger.faults(mixed).size() == 2);
  mixed = two;
  mixed.events.pop_back();  // the end of the stream left out
  mixed.index = one.index;
  mixed.hashes = one.hashes;
  CHECK_FALSE(ledger.faults(mixed).empty());
}

TEST_CASE("a stream's proof with any one byte of its text changed is refused or has faults") {
  ProofLedger ledger;
  const std::string text = stream_proof_text(ledger.proof(2));
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < text.size(); i += i < 200 ? 1 : 7) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto proof = ledger::parse_stream_proof_text(changed);
    if (proof.ok() && ledger.faults(*proof).empty()) ++accepted;
  }
  CHECK(accepted == 0);
}

TEST_CASE("a text that is no stream's proof is refused with its line") {
  const std::string hash = ledger::to_base64(Hash{}.span()) + "\n";
  const std::string head = "shiji-stream-proof@v1\nstream a/b\n";
  const std::string upper = head + "event AAAA\nindex 0\n" + hash + "\n";
  struct Case {
    std::string text, place;
  };
  const std::vector<Case> cases{
      {"", "line 1"},
      {"shiji-stream-proof@v2\n", "line 1"},
      {"shiji-stream-proof@v1\nstream\n", "line 2"},
      {head + "event *\n", "line 3"},
      {head + "event AAAA\nindexes 0\n\nx", "line 4"},
      {head + "event AAAA\nindex 00\n\nx", "line 4"},
      {head + "index 0\n" + hash.substr(4) + "\nx", "line 4"},
      {head + "index 0\n" + hash, "line 5"},
      {upper, "line 7"},
      {upper + "heads *\nindex 0\n\nx", "line 7"},
      {upper + "heads AAAA\nindex x\n\nx", "line 8"},
      {upper + "heads AAAA\nindex 0\n\nbuckets AAAA\n", "line 10"},
      {upper + "heads AAAA\nindex 0\n\nbucket AAAA\n" + hash, "line 12"},
      {upper + "heads AAAA\nindex 0\n\nbucket AAAA\n" + hash + "\n", "line 13"},
  };
  for (const auto& [text, place] : cases) {
    CAPTURE(text);
    const auto proof = ledger::parse_stream_proof_text(text);
    REQUIRE_FALSE(proof.ok());
    CHECK(proof.error()->code == ledger::ErrorCode::bad_proof_file);
    CHECK(proof.error()->place == place);
  }
}

TEST_CASE("a stream or version that is not there cannot be proven") {
  ProofLedger ledger;
  CHECK(outcome_of(ledger.ledger().owner().prove_stream("nobody/1", {})) == "error not_found");
  const auto stream = ledger.proof().stream;
  CHECK(outcome_of(ledger.ledger().owner().prove_stream(stream, Version{4})) == "error not_found");
}

}  // namespace shiji::tests
