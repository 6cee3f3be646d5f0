// The proof of one telemetry record, and every way to spoil it.
#include "shiji/ledger/rules/record_proof.h"

#include "chain/probes.h"
#include "shiji/ledger/chain/checkpoint.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <catch2/catch.hpp>

#include <array>

namespace shiji::tests {
namespace {

using namespace ledger;

constexpr std::uint64_t others = 6;  // entries around the batch
constexpr Sequence batch_at{4};

Subject person(std::uint8_t number) {
  Subject out;
  out.bytes.fill(number);
  return out;
}

/// The event of a batch of `count` records whose root is theirs, unless told otherwise.
Buffer batch_event(std::size_t count, Hash (*root)(const telemetry::BatchRecorded&) = telemetry_root) {
  const std::array persons{person(1), person(2)};
  std::vector<std::uint32_t> at_ms;
  Buffer kinds;
  std::vector<std::uint16_t> persons_at;
  std::vector<std::uint16_t> objects_at;
  for (std::size_t i = 0; i < count; ++i) {
    at_ms.push_back(static_cast<std::uint32_t>(i * 10));
    kinds.push_back(static_cast<std::uint8_t>(1 + i % 7));
    persons_at.push_back(static_cast<std::uint16_t>(i % 2));
    objects_at.push_back(static_cast<std::uint16_t>(i % 3));
  }
  telemetry::BatchRecorded batch{.school = "2137000001",
                                 .day = *date_from_text("2023-09-04"),
                                 .batch = 0,
                                 .count = static_cast<std::uint32_t>(count),
                                 .root = {},
                                 .persons = persons,
                                 .objects = {"resource/r1", "lesson/l1"},
                                 .at_ms = at_ms,
                                 .kinds = kinds,
                                 .persons_at = persons_at,
                                 .objects_at = objects_at};
  batch.root = root(batch);
  const Buffer payload = encode_payload(batch);
  Event event;
  event.position.sequence = batch_at;
  event.stream = "telemetry/2137000001";
  event.type = name_of(EventType::telemetry_BatchRecorded);
  event.payload = payload;
  return encode_event(event);
}

/// A log of a few entries with one event among them, and its signed checkpoint.
class SmallLog {
 public:
  explicit SmallLog(const Buffer& event) : key_(SecretKey::from_seed(std::array<std::uint8_t, 32>{7})) {
    for (std::uint8_t i = 0; i <= others; ++i) {
      leaves_.push_back(i == batch_at.value ? leaf_hash(event) : leaf_hash(std::array{i}));
    }
    const auto root = root_from_tiles(size(), tiles()).value();
    note_ = sign_note(checkpoint_text({origin, size(), root}), origin, key_);
  }
  [[nodiscard]] RecordProof complete(RecordProof proof) const {
    proof.index = batch_at;
    proof.hashes = inclusion_proof(batch_at, size(), tiles()).value();
    proof.checkpoint_note = note_;
    return proof;
  }
  [[nodiscard]] VerifierKey key() const { return verifier_key(origin, key_.public_key()); }

 private:
  static constexpr const char* origin = "log.example/test";
  [[nodiscard]] TreeSize size() const { return {leaves_.size()}; }
  [[nodiscard]] TileReader tiles() const {
    return [this](TileId, std::size_t width) -> Result<std::vector<Hash>> {
      REQUIRE(width == leaves_.size());
      return leaves_;
    };
  }
  SecretKey key_;
  std::vector<Hash> leaves_;
  std::string note_;
};

RecordProof proof_of(std::size_t count, std::uint64_t record) {
  const Buffer event = batch_event(count);
  return SmallLog(event).complete(prove_record(event, record).value());
}

VerifierKey log_key() { return SmallLog({}).key(); }

struct Spoiled {
  std::string what;
  RecordProof proof;
};

std::vector<Spoiled> spoiled(const RecordProof& good) {
  std::vector<Spoiled> out;
  const auto add = [&](const std::string& what, auto change) {
    RecordProof proof = good;
    change(proof);
    out.push_back({what, std::move(proof)});
  };
  for (const auto& probe : test::probes_of(good.path)) {
    add("path " + probe.what, [&](RecordProof& proof) { proof.path = probe.proof; });
  }
  for (const auto& probe : test::probes_of(good.hashes)) {
    add("inclusion " + probe.what, [&](RecordProof& proof) { proof.hashes = probe.proof; });
  }
  for (std::size_t i = 0; i < good.data.size(); ++i) {
    add("data flipped at " + std::to_string(i), [&](RecordProof& proof) { proof.data[i] ^= 1U; });
  }
  for (std::size_t i = 0; i < good.event.size(); i += 13) {
    add("event flipped at " + std::to_string(i), [&](RecordProof& proof) { proof.event[i] ^= 1U; });
  }
  add("data cut", [](RecordProof& proof) { proof.data.pop_back(); });
  add("data longer", [](RecordProof& proof) { proof.data.push_back(0); });
  add("no data", [](RecordProof& proof) { proof.data.clear(); });
  add("no event", [](RecordProof& proof) { proof.event.clear(); });
  add("paths swapped", [](RecordProof& proof) { std::swap(proof.path, proof.hashes); });
  add("record up", [](RecordProof& proof) { ++proof.record; });
  add("record down", [](RecordProof& proof) { --proof.record; });
  add("record far", [](RecordProof& proof) { proof.record += std::uint64_t{1} << 32U; });
  add("count up", [](RecordProof& proof) { ++proof.count; });
  add("count down", [](RecordProof& proof) { --proof.count; });
  add("index up", [](RecordProof& proof) { ++proof.index.value; });
  add("index down", [](RecordProof& proof) { --proof.index.value; });
  add("no note", [](RecordProof& proof) { proof.checkpoint_note = "x\n"; });
  return out;
}

}  // namespace

TEST_CASE("a record of an event is proven with the path to it, in batches of every size") {
  for (const std::size_t count : {1U, 2U, 3U, 255U, 257U, 1'000U}) {
    for (const std::size_t record : {std::size_t{0}, count / 2, count - 1}) {
      CAPTURE(count, record);
      const auto proof = proof_of(count, record);
      CHECK(proof.count == count);
      CHECK(faults_of(proof, log_key()).empty());
      const auto proven = proven_record(proof);
      REQUIRE(proven);
      CHECK(proven->record.at.value ==
            std::int64_t{1'693'756'800'000'000} + static_cast<std::int64_t>(record) * 10'000);
      CHECK(proven->record.kind == 1 + record % 7);
      CHECK(proven->record.person == person(record % 2 == 0 ? 1 : 2));
      CHECK(proven->school == "2137000001");
    }
  }
  const auto without_object = proof_of(10, 3);
  CHECK(proven_record(without_object)->record.object.empty());
  const auto with_object = proof_of(10, 4);
  CHECK(proven_record(with_object)->record.object == "resource/r1");
}

TEST_CASE("a record's proof is the same after it was written and read") {
  const auto proof = proof_of(100, 42);
  const auto text = record_proof_text(proof);
  CHECK(is_record_proof_text(text));
  const auto read = parse_record_proof_text(text);
  REQUIRE(read.ok());
  CHECK(record_proof_text(*read) == text);
  CHECK(faults_of(*read, log_key()).empty());
}

TEST_CASE("a record's proof with anything changed, dropped, doubled or swapped has faults") {
  for (const std::uint64_t record : {1U, 42U, 98U}) {
    const auto good = proof_of(100, record);
    REQUIRE(faults_of(good, log_key()).empty());
    const auto all = spoiled(good);
    CHECK(all.size() > 80);
    for (const auto& [what, proof] : all) {
      CAPTURE(record, what);
      CHECK_FALSE(faults_of(proof, log_key()).empty());
    }
  }
}

TEST_CASE("a record's proof does not hold for its neighbour, for another log, or under another root") {
  const auto good = proof_of(100, 42);
  auto neighbour = proof_of(100, 43);
  CHECK(neighbour.event == good.event);
  neighbour.record = good.record;
  CHECK(faults_of(neighbour, log_key()).size() == 2);
  const auto other =
      verifier_key("log.example/test", SecretKey::from_seed(std::array<std::uint8_t, 32>{8}).public_key());
  CHECK(faults_of(good, other).size() == 1);
  // An event that somebody recorded past the rules: its root is not that of its columns.
  const Buffer wrong = batch_event(100, [](const telemetry::BatchRecorded&) { return Hash{}; });
  const auto proof = SmallLog(wrong).complete(prove_record(wrong, 42).value());
  CHECK(faults_of(proof, SmallLog(wrong).key()).size() == 1);
}

TEST_CASE("a record's proof with any one byte of its text changed is refused or has faults") {
  const std::string text = record_proof_text(proof_of(20, 7));
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto proof = parse_record_proof_text(changed);
    if (proof.ok() && faults_of(*proof, log_key()).empty()) ++accepted;
  }
  CHECK(accepted == 0);
}

TEST_CASE("a record that an event does not have cannot be proven, and the place is named") {
  const auto beyond = prove_record(batch_event(3), 3);
  REQUIRE_FALSE(beyond.ok());
  CHECK(beyond.error()->code == ErrorCode::not_found);
  CHECK(beyond.error()->place == "event 4 record 3");
  CHECK(beyond.error()->detail.find("3 records") != std::string::npos);
  const Buffer payload = encode_payload(employment::SchoolOpened{.code = "1", .name = "n", .unit = "37"});
  Event school;
  school.stream = "school/1";
  school.type = name_of(EventType::employment_SchoolOpened);
  school.payload = payload;
  const auto none = prove_record(encode_event(school), 0);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error()->code == ErrorCode::not_found);
  CHECK(none.error()->place == "event 0");
  CHECK_FALSE(prove_record(Buffer(8), 0).ok());
}

TEST_CASE("a text that is no record's proof is refused with its line") {
  const std::string hash = to_base64(Hash{}.span()) + "\n";
  const std::string head = "shiji-record-proof@v1\n";
  const std::string upper = head + "record 1\ncount 2\ndata AAAA\n" + hash + "\n";
  struct Case {
    std::string text, place;
  };
  const std::vector<Case> cases{
      {"", "line 1"},
      {"shiji-record-proof@v2\n", "line 1"},
      {head, "line 1"},
      {head + "record x\n", "line 2"},
      {head + "record -1\n", "line 2"},
      {head + "record 01\n", "line 2"},
      {head + "record 18446744073709551616\n", "line 2"},
      {head + "record 1\ncounts 2\n", "line 3"},
      {head + "record 1\ncount\n", "line 3"},
      {head + "record 1\ncount 2\ndata *\n", "line 4"},
      {head + "record 1\ncount 2\ndata AAAA\nAAAA\n", "line 5"},
      {head + "record 1\ncount 2\ndata AAAA\n" + hash, "line 6"},
      {upper + "event *\n", "line 7"},
      {upper + "event AAAA\nindex +1\n", "line 8"},
      {upper + "event AAAA\nindex 1\n" + hash, "line 10"},
      {upper + "event AAAA\nindex 1\n\n", "line 10"},
  };
  for (const auto& [text, place] : cases) {
    CAPTURE(text);
    const auto proof = parse_record_proof_text(text);
    REQUIRE_FALSE(proof.ok());
    CHECK(proof.error()->code == ErrorCode::bad_proof_file);
    CHECK(proof.error()->place == place);
  }
}

}  // namespace shiji::tests
