// Chunks give back what was put in, whatever it was, and hold no link that can be made again.
#include "chunk_of.h"
#include "seed.h"
#include "store/chunk_layout.h"

#include <catch2/catch.hpp>

#include <random>

using namespace shiji;
using namespace shiji::tests;
using engine::StoredPosition;

namespace {

/// Events as a sequencer would place them, unless the choices say otherwise. Bytes are no FlatBuffers: a chunk reads
/// only Position.
class Events {
 public:
  explicit Events(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  ledger::Hash some_hash() {
    ledger::Hash hash;
    for (auto& byte : hash.bytes) byte = static_cast<std::uint8_t>(random_());
    return hash;
  }

  /// What the rules give the next event: of the stream of event `earlier`, or of a new stream.
  StoredPosition expected(std::optional<std::size_t> earlier) {
    StoredPosition position;
    position.sequence = next_.sequence;
    position.recorded_at = next_.recorded_at;
    if (!leaves_.empty()) position.previous = leaves_.back();
    if (earlier) {
      position.version = versions_[*earlier] + 1;
      position.stream_previous = leaves_[*earlier];
    }
    return position;
  }

  void add(const StoredPosition& position, std::size_t before, std::size_t behind) {
    auto bytes = some_bytes(before);
    bytes.resize(before + sizeof(position));
    std::memcpy(&bytes[before], &position, sizeof(position));
    const auto end = some_bytes(behind);
    bytes.insert(bytes.end(), end.begin(), end.end());
    add(std::move(bytes), static_cast<std::uint32_t>(before), position.version);
    next_.sequence = position.sequence + 1;
    next_.recorded_at = position.recorded_at;
  }
  void add_other(std::size_t size) { add(some_bytes(size), 0, 0); }

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] const std::vector<ledger::Buffer>& bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<ledger::Hash>& leaves() const { return leaves_; }
  [[nodiscard]] std::string stored() const {
    const std::vector<ledger::Bytes> views(bytes_.begin(), bytes_.end());
    return engine::ChunkCompressor().encode({views, leaves_, positions_});
  }

 private:
  ledger::Buffer some_bytes(std::size_t size) {
    ledger::Buffer bytes(size);
    const bool compressible = below(4) != 0;
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(compressible ? random_() % 3 : random_());
    return bytes;
  }
  void add(ledger::Buffer bytes, std::uint32_t position, std::uint64_t version) {
    leaves_.push_back(ledger::leaf_hash(bytes));
    versions_.push_back(version);
    positions_.push_back(position);
    bytes_.push_back(std::move(bytes));
  }

  std::mt19937_64 random_;
  StoredPosition next_;
  std::vector<ledger::Buffer> bytes_;
  std::vector<ledger::Hash> leaves_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint64_t> versions_;
};

/// One event more, of any kind.
void add_any(Events& events) {
  if (events.below(8) == 0) return events.add_other(events.below(300));
  std::optional<std::size_t> earlier;
  if (events.size() > 0 && events.below(2) == 0) earlier = events.below(events.size());
  auto position = events.expected(earlier);
  if (events.below(8) == 0) position.sequence = events.below(1'000);
  if (events.below(8) == 0) position.version = events.below(3);
  if (events.below(8) == 0) position.recorded_at = -static_cast<std::int64_t>(events.below(1'000));
  if (events.below(8) == 0) position.previous = events.below(2) == 0 ? ledger::Hash{} : events.some_hash();
  if (events.below(8) == 0) position.stream_previous = events.below(2) == 0 ? ledger::Hash{} : events.some_hash();
  events.add(position, 1 + events.below(400), events.below(4) == 0 ? events.below(200) : 0);
}

bool holds(const engine::DecodedChunk& chunk, const Events& events) {
  return std::ranges::equal(chunk.events, events.bytes(),
                            [](const auto& one, const auto& other) { return std::ranges::equal(one, other); }) &&
         chunk.leaf_hashes == events.leaves();
}

bool gives_back(const std::string& stored, const Events& events, engine::DecodedChunk& chunk) {
  return engine::decode_chunk(stored, chunk).ok() && holds(chunk, events);
}

std::size_t hashes_kept(const std::string& stored) { return static_cast<std::uint8_t>(stored[4]); }

/// 40 events of three streams, the first with a past.
Events well_placed(std::uint64_t seed) {
  Events events(seed);
  auto first = events.expected(std::nullopt);
  first.sequence = 1'000'000;
  first.version = 17;
  first.recorded_at = 1'693'789'323'000'004;
  first.previous = events.some_hash();
  first.stream_previous = events.some_hash();
  events.add(first, 200, 0);
  for (std::size_t i = 1; i < 40; ++i) {
    const bool begins = i < 3;
    events.add(events.expected(begins ? std::nullopt : std::optional(i - 3)), 200 + 8 * (i % 5), 0);
  }
  return events;
}

}  // namespace

TEST_CASE("whatever is put into a chunk comes back, with its leaf hashes") {
  std::mt19937_64 random(test_seed());
  engine::DecodedChunk chunk;
  for (int run = 0; run < 500; ++run) {
    Events events(random());
    const auto count = 1 + events.below(events.below(20) == 0 ? engine::chunk_events_limit : 70);
    while (events.size() < count) add_any(events);
    INFO("run " << run << ", seed " << test_seed());
    REQUIRE(gives_back(events.stored(), events, chunk));
  }
}

TEST_CASE("the largest events and empty ones come back") {
  engine::DecodedChunk chunk;
  Events events(test_seed());
  events.add_other(0);
  events.add(events.expected(std::nullopt), 65'535 - sizeof(StoredPosition), 0);
  events.add(events.expected(1), 1, 65'535 - 1 - sizeof(StoredPosition));
  events.add_other(65'535);
  CHECK(gives_back(events.stored(), events, chunk));
}

TEST_CASE("chunks made whole beside one another are what each is alone, and a broken one among them harms none") {
  std::mt19937_64 random(test_seed());
  engine::ChunkGroup group;
  std::vector<engine::DecodedChunk> chunks(20);
  for (int run = 0; run < 60; ++run) {
    INFO("run " << run << ", seed " << test_seed());
    std::vector<Events> events;
    std::vector<std::string> stored;
    for (std::size_t i = random() % 20; i > 0; --i) {
      auto& some = events.emplace_back(random());
      const auto count = 1 + some.below(some.below(20) == 0 ? engine::chunk_events_limit : 70);
      while (some.size() < count) add_any(some);
      stored.push_back(some.stored());
    }
    const auto broken = random() % 20;
    if (broken < stored.size()) stored[broken].back() ^= 1;
    for (std::size_t i = 0; i < stored.size(); ++i) REQUIRE(group.add(stored[i], chunks[i]).ok() == (i != broken));
    group.restore();
    for (std::size_t i = 0; i < stored.size(); ++i) {
      if (i != broken) REQUIRE(holds(chunks[i], events[i]));
    }
  }
}

TEST_CASE("of events that a sequencer placed, a chunk keeps only the hashes that come from before it") {
  engine::DecodedChunk chunk;
  const auto events = well_placed(test_seed());
  const auto stored = events.stored();
  CHECK(hashes_kept(stored) == 2);
  CHECK(gives_back(stored, events, chunk));
  Events birth(test_seed());
  birth.add(birth.expected(std::nullopt), 300, 0);
  CHECK(hashes_kept(birth.stored()) == 0);
  CHECK(gives_back(birth.stored(), birth, chunk));
}

TEST_CASE("a content digest is the same when it goes on from a chunk's hashes") {
  engine::DecodedChunk chunk;
  const auto events = well_placed(test_seed());
  REQUIRE(engine::decode_chunk(events.stored(), chunk).ok());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto position = static_cast<std::uint32_t>(events.bytes()[i].size() - sizeof(StoredPosition));
    for (const std::uint32_t signature : {0U, position - 120U}) {
      const ledger::PatchOffsets offsets{.position = position, .signature = signature};
      CHECK(chunk.content_digest(i, offsets) == ledger::content_digest(events.bytes()[i], offsets));
    }
  }
}

TEST_CASE("a chunk in which nothing is looked for is not hashed") {
  engine::DecodedChunk chunk;
  const auto events = well_placed(test_seed());
  std::size_t asked = 0;
  const auto answer = [&](bool wanted) {
    return [&asked, wanted](ledger::Bytes) {
      ++asked;
      return wanted;
    };
  };
  REQUIRE(engine::decode_chunk(events.stored(), chunk, answer(false)).ok());
  CHECK(chunk.events.size() == events.size());
  CHECK(chunk.leaf_hashes.empty());
  REQUIRE(engine::decode_chunk(events.stored(), chunk, answer(true)).ok());
  CHECK(chunk.leaf_hashes == events.leaves());
  CHECK(asked == 2);
}

TEST_CASE("no bit of a chunk changes unseen") {
  const auto stored = well_placed(test_seed()).stored();
  engine::DecodedChunk chunk;
  for (std::size_t bit = 0; bit < 8 * stored.size(); ++bit) {
    auto changed = stored;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    INFO("bit " << bit << " of " << 8 * stored.size());
    CHECK_FALSE(engine::decode_chunk(changed, chunk).ok());
  }
}

TEST_CASE("a changed kept hash changes its event and all behind it") {
  const auto events = well_placed(test_seed());
  auto stored = events.stored();
  stored[engine::chunk_header_size + 40] ^= 1;  // the link of the first event to its stream
  stored = with_check(stored);
  engine::DecodedChunk chunk;
  REQUIRE(engine::decode_chunk(stored, chunk).ok());
  for (std::size_t i = 0; i < events.size(); ++i) CHECK(chunk.leaf_hashes[i] != events.leaves()[i]);
}

namespace {

/// A raw chunk of one event of 88 bytes, all of it Position, and what can be wrong with it.
struct RawChunk {
  std::uint8_t format = 2, codec = 0;
  std::uint16_t events = 1, hashes = 0;
  std::uint16_t length = 88, tail = 88, how = 0;
  std::string behind = {};  // numbers and bytes
  std::optional<std::uint32_t> body_size = std::nullopt;

  [[nodiscard]] std::string bytes() const {
    std::string body;
    const auto add = [](std::string& to, auto number) {
      to.append(reinterpret_cast<const char*>(&number), sizeof(number));
    };
    for (const auto column : {length, tail, how}) add(body, column);
    body += behind;
    std::string chunk;
    add(chunk, format);
    add(chunk, codec);
    add(chunk, events);
    add(chunk, hashes);
    add(chunk, body_size.value_or(static_cast<std::uint32_t>(body.size())));
    return with_check(chunk.append(4, '\0').append(std::size_t{32} * hashes, 'h') + body);
  }
};

std::string said_of(const std::string& stored) {
  engine::DecodedChunk chunk;
  const auto decoded = engine::decode_chunk(stored, chunk);
  return decoded ? "" : decoded.error()->detail;
}

}  // namespace

TEST_CASE("what no writer could have written is told as what it is") {
  REQUIRE(said_of(RawChunk{}.bytes()).empty());
  REQUIRE(said_of(RawChunk{.hashes = 1, .how = engine::how::kept_previous}.bytes()).empty());
  CHECK(said_of("") == "a chunk is cut");
  CHECK(said_of(RawChunk{.format = 1}.bytes()) == "unknown chunk format");
  CHECK(said_of(RawChunk{.codec = 2}.bytes()) == "unknown chunk codec");
  CHECK(said_of(RawChunk{.codec = 1}.bytes()) == "a chunk does not decompress");
  auto wrong_check = RawChunk{}.bytes();
  wrong_check[engine::chunk_check_begin] ^= 1;
  CHECK(said_of(wrong_check) == "a chunk's bytes are not those its check was made of");
  CHECK(said_of(RawChunk{.events = 0}.bytes()) == "a chunk holds 1 to 1,024 events");
  CHECK(said_of(RawChunk{.events = 1'025}.bytes()) == "a chunk holds 1 to 1,024 events");
  CHECK(said_of(RawChunk{.events = 2}.bytes()) == "a chunk's columns are cut");
  CHECK(said_of(RawChunk{.hashes = 3}.bytes()) == "a chunk keeps more hashes than its events have links");
  CHECK(said_of(RawChunk{.hashes = 1}.bytes()) == "a chunk keeps other hashes than its events name");
  CHECK(said_of(RawChunk{.how = engine::how::kept_link}.bytes()) == "a chunk keeps other hashes than its events name");
  CHECK(said_of(RawChunk{.body_size = 0}.bytes()) == "a chunk has no body");
  CHECK(said_of(RawChunk{.body_size = 7}.bytes()) == "a raw chunk is not as long as it says");
  CHECK(said_of(RawChunk{.body_size = 0xffff'ffff}.bytes()) == "a chunk says it is larger than any chunk");
  CHECK(said_of(RawChunk{.tail = 87}.bytes()) == "an event's Position lies outside of it");
  CHECK(said_of(RawChunk{.tail = 89}.bytes()) == "an event's Position lies outside of it");
  CHECK(said_of(RawChunk{.tail = 0, .how = 1}.bytes()) == "an event's Position lies outside of it");
  CHECK(said_of(RawChunk{.how = 1}.bytes()) == "an event names one that is not before it in its chunk");
  CHECK(said_of(RawChunk{.how = engine::how::kept_time}.bytes()) == "a chunk's events do not fill its body");
  CHECK(said_of(RawChunk{.behind = "x"}.bytes()) == "a chunk's events do not fill its body");
  CHECK(said_of(RawChunk{.hashes = 1, .how = engine::how::kept_previous}.bytes().substr(0, 40)) ==
        "a chunk has no body");
}
