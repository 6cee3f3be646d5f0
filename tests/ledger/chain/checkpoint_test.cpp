#include "shiji/ledger/chain/checkpoint.h"

#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

namespace shiji::ledger {
namespace {

SecretKey test_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(7);
  return SecretKey::from_seed(seed);
}

const std::string root64 = "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=";
const std::string good = "log.example/ledger\n15\n" + root64 + "\n";

}  // namespace

TEST_CASE("a checkpoint is three lines, read and written alike") {
  const auto checkpoint = parse_checkpoint_text(good);
  REQUIRE(checkpoint.ok());
  CHECK(checkpoint->origin == "log.example/ledger");
  CHECK(checkpoint->tree_size == TreeSize{15});
  CHECK(to_hex(checkpoint->root.span()) == "aca6c38a90af86e5f5199ee0e4105ef2c03a05b27b8daff59e4e36eefdfcddcb");
  CHECK(checkpoint_text(*checkpoint) == good);
  const Checkpoint empty{"log.example/ledger", TreeSize{0}, empty_root()};
  CHECK(parse_checkpoint_text(checkpoint_text(empty)).value() == empty);
}

TEST_CASE("extension lines of other logs are read over") {
  CHECK(parse_checkpoint_text(good + "an extension\nanother\n").value() == parse_checkpoint_text(good).value());
}

TEST_CASE("what is not a checkpoint is refused") {
  const std::vector<std::string> cases = {
      "",
      "log.example/ledger\n",
      "log.example/ledger\n15\n",
      "log.example/ledger\n15\n" + root64,       // no newline
      "\n15\n" + root64 + "\n",                  // no origin
      "log.example/ledger\n\n" + root64 + "\n",  // no size
      "log.example/ledger\n015\n" + root64 + "\n",
      "log.example/ledger\n+15\n" + root64 + "\n",
      "log.example/ledger\n-15\n" + root64 + "\n",
      "log.example/ledger\n 15\n" + root64 + "\n",
      "log.example/ledger\n15 \n" + root64 + "\n",
      "log.example/ledger\n0x0f\n" + root64 + "\n",
      "log.example/ledger\n18446744073709551616\n" + root64 + "\n",
      "log.example/ledger\n15\n" + root64.substr(1) + "\n",
      "log.example/ledger\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383Q==\n",  // 31 bytes
      "log.example/ledger\n0\n" + root64 + "\n",                                 // an empty tree has another root
      good + "\n",
      good + "extension",
      good + "extension\n\nmore\n",
  };
  for (const std::string& text : cases) {
    CAPTURE(text);
    const auto checkpoint = parse_checkpoint_text(text);
    REQUIRE_FALSE(checkpoint.ok());
    CHECK(checkpoint.error()->code == ErrorCode::bad_proof_file);
  }
}

TEST_CASE("a checkpoint opens for its log's key and origin only") {
  const SecretKey key = test_key();
  const VerifierKey log = verifier_key("log.example/ledger", key.public_key());
  const std::string note = sign_note(good, "log.example/ledger", key);
  CHECK(open_checkpoint(note, log).value() == parse_checkpoint_text(good).value());
  CHECK_FALSE(open_checkpoint(note, verifier_key("log.example/other", key.public_key())).ok());
  CHECK_FALSE(open_checkpoint(sign_note("some text\n", "log.example/ledger", key), log).ok());
  const std::string other = "log.example/other\n15\n" + root64 + "\n";
  CHECK_FALSE(open_checkpoint(sign_note(other, "log.example/ledger", key), log).ok());
  std::string larger = note;
  larger.replace(larger.find("\n15\n"), 4, "\n16\n");
  CHECK_FALSE(open_checkpoint(larger, log).ok());
}

TEST_CASE("a checkpoint with two signatures opens for either key, for both, and for no third one") {
  constexpr std::string_view name = "log.example/ledger";
  const SecretKey older = test_key();
  std::array<std::uint8_t, 32> seed{};
  const SecretKey newer = SecretKey::from_seed(seed);
  seed.fill(1);
  const VerifierKey first = verifier_key(name, older.public_key());
  const VerifierKey second = verifier_key(name, newer.public_key());
  const VerifierKey third = verifier_key(name, SecretKey::from_seed(seed).public_key());
  const std::string note = add_signature(sign_note(good, name, older), name, newer);
  CHECK(note.starts_with(sign_note(good, name, older)));
  for (const auto& keys : std::vector<std::vector<VerifierKey>>{{first}, {second}, {first, second}, {third, second}}) {
    CHECK(open_checkpoint(note, keys).value() == parse_checkpoint_text(good).value());
  }
  CHECK_FALSE(open_checkpoint(note, third).ok());
  // A key that is known must hold, whatever another one says.
  const std::string torn = note.substr(0, note.size() - 5) + "AAA=\n";
  CHECK(open_checkpoint(torn, first).ok());
  CHECK_FALSE(open_checkpoint(torn, std::vector<VerifierKey>{first, second}).ok());
}

}  // namespace shiji::ledger
