#include "shiji/ledger/chain/note.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace shiji::ledger {
namespace {

// Go's golang.org/x/mod/sumdb/note and the C2SP signed-note specification.
const std::string peter_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string peter_seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";  // type byte, then the seed
const std::string peter_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string peter_note =
    peter_text +
    "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string foo_vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const std::string foo_line =
    "\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const std::string foo_text = "This is an example message.\n";
const std::string foo_note = foo_text + "\n" + foo_line;

SecretKey peter_key() {
  const Buffer typed = from_base64(peter_seed).value();
  std::array<std::uint8_t, 32> seed{};
  std::copy(typed.begin() + 1, typed.end(), seed.begin());
  return SecretKey::from_seed(seed);
}

VerifierKey key_from(const std::string& text) { return parse_verifier_key(text).value(); }

bool opens(const std::string& note, const VerifierKey& key) { return open_note(note, std::span(&key, 1)).ok(); }

std::string why_not(const std::string& note, const VerifierKey& key) {
  const auto opened = open_note(note, std::span(&key, 1));
  REQUIRE_FALSE(opened.ok());
  REQUIRE(opened.error() != nullptr);
  REQUIRE(opened.error()->code == ErrorCode::bad_proof_file);
  return opened.error()->place + ": " + opened.error()->detail;
}

}  // namespace

TEST_CASE("signing gives the note that Go's implementation gives") {
  CHECK(sign_note(peter_text, "PeterNeumann", peter_key()) == peter_note);
  CHECK(to_text(verifier_key("PeterNeumann", peter_key().public_key())) == peter_vkey);
}

TEST_CASE("published notes open with their published keys") {
  for (const auto& [note, vkey, text] :
       {std::tuple(peter_note, peter_vkey, peter_text), std::tuple(foo_note, foo_vkey, foo_text)}) {
    const VerifierKey key = key_from(vkey);
    const auto opened = open_note(note, std::span(&key, 1));
    REQUIRE(opened.ok());
    CHECK(opened->text == text);
    CHECK(opened->signers == std::vector<std::string>{key.name});
  }
}

TEST_CASE("verifier keys are read and written alike") {
  for (const std::string& text :
       {peter_vkey, foo_vkey, std::string("log.example/ledger+231a7ff7+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"),
        std::string("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")})
    CHECK(to_text(key_from(text)) == text);
}

TEST_CASE("what is not an Ed25519 verifier key is refused") {
  const std::vector<std::string> cases = {
      "",
      "PeterNeumann",
      "PeterNeumann+c74f20a3",
      "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  // another hash
      "PaterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  // another name
      "PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20zz+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",          // too short
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T!",        // not base64
      "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",  // a cosignature key (type 4)
  };
  for (const std::string& text : cases) {
    CAPTURE(text);
    CHECK_FALSE(parse_verifier_key(text).ok());
  }
}

TEST_CASE("signatures of unknown keys are read over, in any place") {
  const VerifierKey peter = key_from(peter_vkey);
  const std::string signed_twice = sign_note(foo_text, "PeterNeumann", peter_key()) + foo_line;
  const auto opened = open_note(signed_twice, std::span(&peter, 1));
  REQUIRE(opened.ok());
  CHECK(opened->signers == std::vector<std::string>{"PeterNeumann"});
  const std::vector<VerifierKey> both = {key_from(foo_vkey), peter};
  CHECK(open_note(signed_twice, both)->signers == std::vector<std::string>{"PeterNeumann", "example.com/foo"});
  CHECK(why_not(foo_note, peter) == "note: no signature is of a trusted key");
}

TEST_CASE("a known key whose signature does not hold rejects the note, whatever else holds") {
  const VerifierKey foo = key_from(foo_vkey);
  std::string bad_line = foo_line;
  bad_line.replace(bad_line.find("KuwH"), 4, "KuwJ");
  CHECK(why_not(foo_text + "\n" + bad_line, foo) == "signature of example.com/foo: does not hold");
  const std::vector<VerifierKey> both = {key_from(peter_vkey), foo};
  const std::string note = sign_note(foo_text, "PeterNeumann", peter_key()) + bad_line;
  CHECK_FALSE(open_note(note, both).ok());
}

TEST_CASE("one changed character of the text rejects the note") {
  const VerifierKey foo = key_from(foo_vkey);
  for (std::size_t i = 0; i + 1 < foo_text.size(); ++i) {
    std::string note = foo_note;
    note[i] = note[i] == 'x' ? 'y' : 'x';
    CAPTURE(i);
    REQUIRE_FALSE(opens(note, foo));
  }
}

TEST_CASE("a note of the wrong form is refused with the place") {
  const VerifierKey foo = key_from(foo_vkey);
  const std::string line = foo_line.substr(0, foo_line.size() - 1);
  struct Case {
    std::string what, note, answer;
  };
  const std::vector<Case> cases = {
      {"nothing", "", "note: has no blank line before its signatures"},
      {"no blank line", foo_text + foo_line, "note: has no blank line before its signatures"},
      {"no signature", foo_text + "\n", "note: has no signature"},
      {"no newline at the end", foo_text + "\n" + line, "note: does not end with a newline"},
      {"trailing garbage", foo_note + "x", "note: does not end with a newline"},
      {"a trailing line", foo_note + "x\n", "signature line 2: does not start with an em dash and a space"},
      {"a trailing blank line", foo_note + "\n", "note: has no signature"},
      {"a hyphen", foo_text + "\n-" + foo_line.substr(3),
       "signature line 1: does not start with an em dash and a space"},
      {"an en dash", foo_text + "\n\u2013" + foo_line.substr(3),
       "signature line 1: does not start with an em dash and a space"},
      {"no space after the dash", foo_text + "\n\u2014" + foo_line.substr(4),
       "signature line 1: does not start with an em dash and a space"},
      {"no name", foo_text + "\n\u2014 " + foo_line.substr(foo_line.find("Uw2Q")),
       "signature line 1: has no signature after the key name"},
      {"an empty name", foo_text + "\n\u2014  Uw2QOkn8srV1\n", "signature line 1: is not of a key name"},
      {"a plus in the name", foo_text + "\n\u2014 a+b Uw2QOkn8srV1\n", "signature line 1: is not of a key name"},
      {"an ideographic space in the name", foo_text + "\n\u2014 a\u3000b Uw2QOkn8srV1\n",
       "signature line 1: is not of a key name"},
      {"bad base64", foo_text + "\n\u2014 example.com/foo Uw2Q*kn8\n", "signature line 1: the signature is not base64"},
      {"no padding", foo_text + "\n\u2014 example.com/foo Uw2QOkn8sg\n",
       "signature line 1: the signature is not base64"},
      {"a stray space", foo_text + "\n" + line + " \n", "signature line 1: the signature is not base64"},
      {"only a key hash", foo_text + "\n\u2014 example.com/foo Uw2QOg==\n",
       "signature line 1: the signature is too short"},
      {"a short signature", foo_text + "\n\u2014 example.com/foo Uw2QOkn8\n",
       "signature of example.com/foo: does not hold"},
      {"a tab", "a\tb\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
      {"a NUL", std::string("a\0b\n\n", 5) + foo_line, "note: is not UTF-8 text without control characters"},
      {"a carriage return", "a\r\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
      {"cut UTF-8", "\xe2\x80\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
      {"overlong UTF-8", "\xc0\x80\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
      {"overlong UTF-8 of three bytes", "\xe0\x81\x81\n\n" + foo_line,
       "note: is not UTF-8 text without control characters"},
      {"overlong UTF-8 of four bytes", "\xf0\x80\x81\x81\n\n" + foo_line,
       "note: is not UTF-8 text without control characters"},
      {"a surrogate", "\xed\xa0\x80\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
      {"beyond Unicode", "\xf4\x90\x80\x80\n\n" + foo_line, "note: is not UTF-8 text without control characters"},
  };
  for (const Case& bad : cases) {
    CAPTURE(bad.what);
    CHECK(why_not(bad.note, foo) == bad.answer);
  }
}

TEST_CASE("a text may hold blank lines and any language") {
  const std::string text = "第一行\n\n\u2014 not a signature\n\n最后一行\n";
  const std::string note = sign_note(text, "PeterNeumann", peter_key());
  const VerifierKey peter = key_from(peter_vkey);
  const auto opened = open_note(note, std::span(&peter, 1));
  REQUIRE(opened.ok());
  CHECK(opened->text == text);
}

TEST_CASE("a note has at most 100 signatures") {
  const VerifierKey foo = key_from(foo_vkey);
  std::string note = foo_text + "\n";
  for (int i = 0; i < 100; ++i) note += foo_line;
  CHECK(open_note(note, std::span(&foo, 1))->signers.size() == 1);
  CHECK(why_not(note + foo_line, foo) == "signature lines: are more than 100");
}

TEST_CASE("base64 is strict both ways") {
  for (std::size_t size = 0; size < 70; ++size) {
    Buffer bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 37 + size);
    REQUIRE(to_base64(bytes).size() == (size + 2) / 3 * 4);
    REQUIRE(from_base64(to_base64(bytes)) == bytes);
  }
  CHECK(to_base64(Bytes()).empty());
  for (const std::string_view bad : {"A", "AA", "AAA", "AA=", "A===", "AB==", "AAB=", "AA==A", "AAAA=", "AA-_", "AAA\n",
                                     " AAAA", "\xee\xee\x41\x41"}) {
    CAPTURE(bad);
    CHECK_FALSE(from_base64(bad).has_value());
  }
}

}  // namespace shiji::ledger
