#include "shiji/ledger/seal/seal.h"

#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

#include <type_traits>
#include <vector>

namespace shiji::ledger {
namespace {

SubjectKey key_of(std::uint8_t first) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return SubjectKey(bytes);
}

Nonce nonce_of(std::uint8_t first) {
  Nonce out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i) out.bytes[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

SealContext context() {
  SealContext out{};
  out.origin_digest.bytes.fill(0x11);
  out.subject.bytes.fill(0x22);
  out.key_version = 1;
  out.type = "identity.TeacherRegistered";
  out.field = "name";
  return out;
}

const std::string_view name = "王小明";

bool opens(const SubjectKey& key, const SealContext& in, const Nonce& nonce, Bytes ciphertext) {
  const auto opened = open(key, in, nonce, ciphertext);
  if (opened) return true;
  REQUIRE(opened.error() != nullptr);
  CHECK(opened.error()->code == ErrorCode::not_sealed_by_this_key);
  CHECK(opened.error()->detail.find(name) == std::string::npos);
  return false;
}

static_assert(!std::is_copy_constructible_v<SubjectKey> && !std::is_copy_assignable_v<SubjectKey>);

}  // namespace

TEST_CASE("a sealed name has the bytes it always had and opens to what was sealed") {
  const Buffer sealed = seal(key_of(0x40), context(), nonce_of(0x80), name);
  CHECK(sealed.size() == name.size() + 16);
  CHECK(to_hex(sealed) == "e52dfd1c70bdbfeca47df072145993040ce3026530765879ad");
  const auto opened = open(key_of(0x40), context(), nonce_of(0x80), sealed);
  REQUIRE(opened);
  CHECK(*opened == name);
}

TEST_CASE("an empty field can be sealed") {
  const Buffer sealed = seal(key_of(1), context(), nonce_of(2), "");
  const auto opened = open(key_of(1), context(), nonce_of(2), sealed);
  REQUIRE(opened);
  CHECK(opened->empty());
}

TEST_CASE("a sealed field opens nowhere but in its own place") {
  const Buffer sealed = seal(key_of(0x40), context(), nonce_of(0x80), name);
  std::vector<std::pair<const char*, SealContext>> elsewhere;
  const auto change = [&](const char* what, auto edit) {
    SealContext changed = context();
    edit(changed);
    elsewhere.emplace_back(what, changed);
  };
  change("another ledger", [](SealContext& c) { c.origin_digest.bytes[31] ^= 1; });
  change("another person", [](SealContext& c) { c.subject.bytes[0] ^= 1; });
  change("another key version", [](SealContext& c) { c.key_version = 2; });
  change("another event type", [](SealContext& c) { c.type = "identity.TeacherRenamed"; });
  change("another field", [](SealContext& c) { c.field = "nickname"; });
  change("the same letters cut elsewhere", [](SealContext& c) {
    c.type = "identity.TeacherRegisteredn";
    c.field = "ame";
  });
  for (const auto& [what, changed] : elsewhere) {
    INFO(what);
    CHECK_FALSE(opens(key_of(0x40), changed, nonce_of(0x80), sealed));
  }
  CHECK_FALSE(opens(key_of(0x41), context(), nonce_of(0x80), sealed));
  CHECK_FALSE(opens(key_of(0x40), context(), nonce_of(0x81), sealed));
  CHECK(opens(key_of(0x40), context(), nonce_of(0x80), sealed));
}

TEST_CASE("a sealed field that was cut or changed anywhere does not open") {
  const Buffer sealed = seal(key_of(0x40), context(), nonce_of(0x80), name);
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    CHECK_FALSE(opens(key_of(0x40), context(), nonce_of(0x80), Bytes(sealed).first(size)));
  }
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    Buffer changed = sealed;
    changed[at] ^= 0x80;
    CHECK_FALSE(opens(key_of(0x40), context(), nonce_of(0x80), changed));
  }
}

TEST_CASE("a commitment names one key") {
  const std::string text = "shiji-subject-key-v1";
  Buffer preimage(text.begin(), text.end());
  const SubjectKey key = key_of(7);
  preimage.insert(preimage.end(), key.bytes().begin(), key.bytes().end());
  CHECK(key_commitment(key) == sha256(preimage));
  CHECK(key_commitment(key) != key_commitment(key_of(8)));
}

TEST_CASE("a wrapped key unwraps only for its subject and version, under its epoch key") {
  Subject subject;
  subject.bytes.fill(9);
  const SubjectKey epoch = key_of(100);
  const Buffer wrapped = wrap_key(epoch, subject, 3, nonce_of(5), key_of(7));
  const auto unwrapped = unwrap_key(epoch, subject, 3, nonce_of(5), wrapped);
  REQUIRE(unwrapped);
  CHECK(key_commitment(*unwrapped) == key_commitment(key_of(7)));

  Subject other = subject;
  other.bytes[15] ^= 1;
  CHECK_FALSE(unwrap_key(epoch, other, 3, nonce_of(5), wrapped));
  CHECK_FALSE(unwrap_key(epoch, subject, 4, nonce_of(5), wrapped));
  CHECK_FALSE(unwrap_key(epoch, subject, 3, nonce_of(6), wrapped));
  CHECK_FALSE(unwrap_key(key_of(101), subject, 3, nonce_of(5), wrapped));
  CHECK_FALSE(unwrap_key(epoch, subject, 3, nonce_of(5), Bytes(wrapped).first(wrapped.size() - 1)));
  CHECK_FALSE(unwrap_key(epoch, subject, 3, nonce_of(5), {}));
}

TEST_CASE("a key that moved away is wiped where it was") {
  SubjectKey from = key_of(7);
  SubjectKey to = std::move(from);
  CHECK(key_commitment(to) == key_commitment(key_of(7)));
  const std::array<std::uint8_t, 32> zero{};
  // NOLINTNEXTLINE(bugprone-use-after-move, clang-analyzer-cplusplus.Move): what is looked at
  CHECK(std::equal(zero.begin(), zero.end(), from.bytes().begin()));
  SubjectKey again = key_of(1);
  again = std::move(to);
  CHECK(key_commitment(again.copy()) == key_commitment(key_of(7)));
  // NOLINTNEXTLINE(bugprone-use-after-move, clang-analyzer-cplusplus.Move): what is looked at
  CHECK(std::equal(zero.begin(), zero.end(), to.bytes().begin()));
}

}  // namespace shiji::ledger
