#include "chain/memory_log.h"
#include "chain/probes.h"

#include <catch2/catch.hpp>

namespace shiji::ledger {
namespace {

using test::bytes_of;
using test::MemoryLog;

constexpr std::string_view origin = "log.example/ledger";

SecretKey test_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(9);
  return SecretKey::from_seed(seed);
}

VerifierKey log_key() { return verifier_key(origin, test_key().public_key()); }

ProofFile proof_of(const MemoryLog& log, std::size_t index) {
  const Checkpoint checkpoint{std::string(origin), log.tree.size(), log.tree.root()};
  const std::string event = MemoryLog::entry(index);
  return ProofFile{Sequence{index}, inclusion_proof(Sequence{index}, log.tree.size(), log.reader()).value(),
                   sign_note(checkpoint_text(checkpoint), origin, test_key()), Buffer(event.begin(), event.end())};
}

}  // namespace

TEST_CASE("a proof file is written in the form of C2SP tlog-proof") {
  const MemoryLog log(2);
  const ProofFile proof = proof_of(log, 1);
  CHECK(proof_text(proof) == "c2sp.org/tlog-proof@v1\nextra " + to_base64(bytes_of("entry 1")) + "\nindex 1\n" +
                                 to_base64(log.leaves[0].span()) + "\n\n" + proof.checkpoint_note);
}

TEST_CASE("a proof file is read as it was written, and holds") {
  const MemoryLog log(300);
  for (const std::size_t index : {0U, 1U, 255U, 256U, 299U}) {
    const ProofFile proof = proof_of(log, index);
    const auto read = parse_proof_text(proof_text(proof));
    REQUIRE(read.ok());
    CHECK(read->index == proof.index);
    CHECK(read->hashes == proof.hashes);
    CHECK(read->checkpoint_note == proof.checkpoint_note);
    CHECK(read->extra == proof.extra);
    CHECK(faults_of(*read, log_key()).empty());
  }
  ProofFile bare = proof_of(MemoryLog(1), 0);
  bare.extra.clear();
  CHECK(parse_proof_text(proof_text(bare))->extra.empty());
}

TEST_CASE("a proof file whose parts do not fit together has faults") {
  const MemoryLog log(300);
  const ProofFile good = proof_of(log, 77);
  REQUIRE(faults_of(good, log_key()).empty());
  const auto faults_with = [&](auto change) {
    ProofFile proof = good;
    change(proof);
    return faults_of(proof, log_key()).size();
  };
  CHECK(faults_with([](ProofFile& proof) { ++proof.index.value; }) == 1);
  CHECK(faults_with([](ProofFile& proof) { --proof.index.value; }) == 1);
  CHECK(faults_with([](ProofFile& proof) { proof.index = Sequence{300}; }) == 1);
  CHECK(faults_with([](ProofFile& proof) { proof.extra.clear(); }) == 2);
  CHECK(faults_with([](ProofFile& proof) { proof.extra.push_back(0); }) == 1);
  CHECK(faults_with([](ProofFile& proof) { proof.extra.front() ^= 1U; }) == 1);
  CHECK(faults_with(
            [](ProofFile& proof) { proof.checkpoint_note.replace(proof.checkpoint_note.find("300"), 3, "301"); }) == 1);
  CHECK(faults_with([](ProofFile& proof) { proof.checkpoint_note = proof_of(MemoryLog(299), 77).checkpoint_note; }) ==
        1);
  CHECK(faults_of(good, verifier_key("log.example/other", test_key().public_key())).size() == 1);
  for (const auto& [what, changed] : test::probes_of(good.hashes)) {
    CAPTURE(what);
    const std::vector<Hash>& hashes = changed;
    CHECK(faults_with([&](ProofFile& proof) { proof.hashes = hashes; }) == 1);
  }
}

TEST_CASE("a text that is not a proof file is refused with its line") {
  const std::string hash = to_base64(empty_root().span());
  struct Case {
    std::string text, place;
  };
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::vector<Case> cases = {
      {"", "line 1"},
      {"c2sp.org/tlog-proof@v2\nindex 0\n\nx", "line 1"},
      {head, "line 1"},
      {head + "extra *\nindex 0\n\nx", "line 2"},
      {head + "extra AAAA\n", "line 2"},
      {head + "extra AAAA\nextra AAAA\nindex 0\n\nx", "line 3"},
      {head + "index\n\nx", "line 2"},
      {head + "index 00\n\nx", "line 2"},
      {head + "index -1\n\nx", "line 2"},
      {head + "index 18446744073709551616\n\nx", "line 2"},
      {head + "index 0\n", "line 3"},
      {head + "index 0\n" + hash, "line 3"},
      {head + "index 0\n" + hash.substr(4) + "\n\nx", "line 3"},
      {head + "index 0\n" + hash + " \n\nx", "line 3"},
      {head + "index 0\n" + hash + "\n\n", "line 5"},
  };
  for (const Case& bad : cases) {
    CAPTURE(bad.text);
    const auto proof = parse_proof_text(bad.text);
    REQUIRE_FALSE(proof.ok());
    CHECK(proof.error()->code == ErrorCode::bad_proof_file);
    CHECK(proof.error()->place == bad.place);
  }
  std::string long_proof = head + "index 0\n";
  for (int i = 0; i < 64; ++i) long_proof += hash + "\n";
  CHECK(parse_proof_text(long_proof + "\nx").error()->place == "line 66");
}

TEST_CASE("a proof file with any one byte changed is refused or has faults") {
  const std::string text = proof_text(proof_of(MemoryLog(11), 5));
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto proof = parse_proof_text(changed);
    if (proof.ok() && faults_of(*proof, log_key()).empty()) ++accepted;
  }
  CHECK(accepted == 0);
}

}  // namespace shiji::ledger
