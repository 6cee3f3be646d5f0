#include "shiji/ledger/chain/hash.h"

#include "chain/memory_log.h"
#include "seed.h"
#include "shiji/ledger/chain/note.h"

#include <catch2/catch.hpp>

#include <random>

namespace shiji::ledger {
namespace {

using test::bytes_of;

std::string hex(const Hash& hash) { return to_hex(hash.span()); }

}  // namespace

TEST_CASE("the hash of nothing is the empty root") {
  CHECK(hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("") == empty_root());
}

TEST_CASE("sha256 answers the examples of FIPS 180-4") {
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("leaf hashes are those of RFC 6962") {
  CHECK(hex(leaf_hash(Bytes())) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(hex(leaf_hash(bytes_of("L123456"))) == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  CHECK(to_base64(leaf_hash(bytes_of("hello world")).span()) == "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=");
}

TEST_CASE("a node hash is SHA-256 over 01, left and right") {
  Hash left;
  Hash right;
  left.bytes.fill(0x11);
  right.bytes.fill(0x22);
  Buffer bytes{0x01};
  bytes.insert(bytes.end(), 32, 0x11);
  bytes.insert(bytes.end(), 32, 0x22);
  CHECK(node_hash(left, right) == sha256(bytes));
  CHECK(node_hash(left, right) != node_hash(right, left));
}

TEST_CASE("the node vector of the Go implementation holds for raw bytes") {
  CHECK(hex(sha256(std::string("\x01") + "N123" + "N456")) ==
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
}

TEST_CASE("a leaf hash that stopped on the way goes on to the same hash, at every split and for every end") {
  Buffer bytes(300);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  Buffer other = bytes;
  other.back() ^= 1;
  for (std::size_t split = 0; split < bytes.size(); ++split) {
    const LeafHashStart start(Bytes(bytes).first(split));
    REQUIRE(start.size() <= split);
    REQUIRE(start.finish(Bytes(bytes).subspan(start.size())) == leaf_hash(bytes));
    REQUIRE(start.finish(Bytes(other).subspan(start.size())) == leaf_hash(other));
  }
}

TEST_CASE("hashes begun side by side go on to the same hashes, whatever their lengths") {
  std::mt19937_64 random(shiji::tests::test_seed());
  for (int round = 0; round < 200; ++round) {
    std::vector<Buffer> messages(random() % 20);
    for (auto& message : messages) {
      message.resize(random() % 330);
      for (auto& byte : message) byte = static_cast<std::uint8_t>(random());
    }
    const std::vector<Bytes> firsts(messages.begin(), messages.end());
    const auto starts = LeafHashStart::of_each(firsts);
    REQUIRE(starts.size() == messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i) {
      CAPTURE(shiji::tests::test_seed(), round, i, messages[i].size());
      REQUIRE(starts[i].size() <= messages[i].size());
      REQUIRE(starts[i].finish(Bytes(messages[i]).subspan(starts[i].size())) == leaf_hash(messages[i]));
      Buffer longer = messages[i];
      longer.insert(longer.end(), 100, 0x5a);
      REQUIRE(starts[i].finish(Bytes(longer).subspan(starts[i].size())) == leaf_hash(longer));
    }
  }
}

TEST_CASE("side by side, every length from nothing to six blocks is hashed as it is alone") {
  std::vector<Buffer> messages;
  for (std::size_t size = 0; size <= 6 * 64; ++size) messages.emplace_back(size, static_cast<std::uint8_t>(size));
  const auto starts = LeafHashStart::of_each(std::vector<Bytes>(messages.begin(), messages.end()));
  for (std::size_t size = 0; size < messages.size(); ++size)
    REQUIRE(starts[size].finish(Bytes(messages[size]).subspan(starts[size].size())) == leaf_hash(messages[size]));
}

TEST_CASE("hashing in pieces gives the same as hashing at once, at every split") {
  const std::string text(300, 'x');
  for (std::size_t split = 0; split <= text.size(); ++split) {
    Sha256 hash;
    hash.update(std::string_view(text).substr(0, split));
    hash.update(std::string_view(text).substr(split));
    REQUIRE(hash.finish() == sha256(text));
  }
}

}  // namespace shiji::ledger
