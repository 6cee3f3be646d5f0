// States made of fields: every kind of field comes back, and a value that does not fit is bad.
#include "fold/fields.h"

#include <catch2/catch.hpp>

#include <array>
#include <limits>

using namespace shiji;
using namespace shiji::projections;

namespace {

struct Inner {
  std::string name;
  std::int32_t value = 0;

  static auto fields(auto& self) { return std::tie(self.name, self.value); }
  bool operator==(const Inner&) const = default;
};

struct Every final : FieldState<Every> {
  bool flag = false;
  std::uint8_t small = 0;
  std::uint64_t large = 0;
  std::int32_t below = 0;
  ledger::Level level{};
  std::string text;
  ledger::Hash hash;
  ledger::Date date;
  ledger::Time time;
  std::optional<Inner> maybe;
  std::vector<Inner> several;
  std::array<std::uint16_t, 3> fixed{};

  static auto fields(auto& self) {
    return std::tie(self.flag, self.small, self.large, self.below, self.level, self.text, self.hash, self.date,
                    self.time, self.maybe, self.several, self.fixed);
  }
};

struct Narrow final : FieldState<Narrow> {
  std::int32_t value = 0;
  static auto fields(auto& self) { return std::tie(self.value); }
};
struct Wide final : FieldState<Wide> {
  std::int64_t value = 0;
  static auto fields(auto& self) { return std::tie(self.value); }
};

template <typename State>
std::string bytes_of(const State& state) {
  std::string out;
  BinaryWriter writer(out);
  state.encode(writer);
  return out;
}

template <typename State>
bool reads(State& state, std::string_view bytes) {
  BinaryReader reader(bytes);
  return state.decode(reader) && reader.finished();
}

Every full() {
  Every state;
  state.flag = true;
  state.small = 255;
  state.large = std::numeric_limits<std::uint64_t>::max();
  state.below = std::numeric_limits<std::int32_t>::min();
  state.level = ledger::Level::nation;
  state.text = "一个比较长的名字，放不进短串";
  state.hash.bytes.fill(7);
  state.date = {-1};
  state.time = {1'693'789'200'000'000};
  state.maybe = Inner{"里", -5};
  state.several = {{"a", 1}, {"b", 2}};
  state.fixed = {1, 2, 65'535};
  return state;
}

}  // namespace

TEST_CASE("a state of fields comes back as it was written", "[codec]") {
  const auto state = full();
  const auto bytes = bytes_of(state);
  Every read;
  REQUIRE(reads(read, bytes));
  CHECK(read.known);
  CHECK(read.below == state.below);
  CHECK(read.text == state.text);
  CHECK(read.date == state.date);
  CHECK(read.maybe == state.maybe);
  CHECK(read.several == state.several);
  CHECK(read.fixed == state.fixed);
  CHECK(bytes_of(read) == bytes);
  CHECK(Every().empty());
  CHECK(state.bytes() > sizeof(Every) + state.text.size());
}

TEST_CASE("a state of fields that is cut short or too long is no state", "[codec]") {
  const auto bytes = bytes_of(full());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Every read;
    CHECK_FALSE(reads(read, std::string_view(bytes).substr(0, size)));
  }
  Every read;
  CHECK_FALSE(reads(read, bytes + "x"));
}

TEST_CASE("a value that does not fit its field is no state", "[codec]") {
  for (const std::int64_t value : {std::int64_t{std::numeric_limits<std::int32_t>::max()} + 1,
                                   std::int64_t{std::numeric_limits<std::int32_t>::min()} - 1}) {
    Wide wide;
    wide.value = value;
    Narrow narrow;
    CHECK_FALSE(reads(narrow, bytes_of(wide)));
  }
  Every read;
  CHECK_FALSE(reads(read, std::string_view("\x02", 1)));          // no flag
  CHECK_FALSE(reads(read, std::string_view("\x01\x80\x02", 3)));  // 256 is no u8
}
