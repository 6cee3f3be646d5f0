// Signatures are checked on other threads: all that was handed in, however large, and what does not hold is told in
// order.
#include "verify/signature_checks.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/events/signing.h"

#include <catch2/catch.hpp>

#include <array>

using namespace shiji;
using namespace shiji::engine;

namespace {

const ledger::Hash origin_digest = ledger::sha256(std::string_view("origin"));

/// Of a submission of so many events.
SignatureJob job(const ledger::SecretKey& key, std::uint64_t at, std::size_t events) {
  std::vector<ledger::Hash> digests(events, ledger::sha256(std::to_string(at)));
  const auto signature = ledger::sign_submission(key, origin_digest, digests);
  return {{at}, "s" + std::to_string(at), key.public_key(), signature.bytes, {}, std::move(digests)};
}

}  // namespace

TEST_CASE("of many large submissions each signature is checked, by however few workers") {
  const std::array<std::uint8_t, 32> seed{1, 2, 3};
  const auto key = ledger::SecretKey::from_seed(seed);
  for (const unsigned workers : {1U, 3U}) {
    CAPTURE(workers);
    SignatureChecks checks(origin_digest, workers);
    for (std::uint64_t at = 0; at < 70; ++at) {  // more digests than may wait, in fewer jobs than wake anybody
      auto next = job(key, at, 8'192);
      if (at == 60) next.digests[8'191].bytes[31] ^= 1;
      if (at == 7) next.signature.bytes[0] ^= 1;
      checks.add(std::move(next));
    }
    const auto broken = checks.finish();
    REQUIRE(broken.size() == 2);
    CHECK(broken[0] == SignatureChecks::Broken{{7}, "s7"});
    CHECK(broken[1] == SignatureChecks::Broken{{60}, "s60"});
  }
}
