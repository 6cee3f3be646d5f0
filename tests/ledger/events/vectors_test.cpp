// Golden vectors of format 1: bytes that were written once and mean the same for ever.
//
// A vector is a folder schemas/vectors/1/<type>/<n> of event.bin (stored bytes), event.json (what `show` prints) and
// command.json (a line that gives these bytes). Vectors are added, never edited: this program with
// SHIJI_ADD_VECTORS=1 writes one for every type that has none.
#include "random_events.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

using namespace shiji::ledger;
using shiji::test::all_types;
using shiji::test::must;

namespace {

namespace fs = std::filesystem;

fs::path folder() { return fs::path(SHIJI_VECTORS) / "1"; }

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out << content;
  REQUIRE(out.flush());
}

std::string without_newline(std::string text) {
  REQUIRE_FALSE(text.empty());
  text.pop_back();
  return text;
}

std::vector<fs::path> vectors() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder())) {
    if (entry.path().filename() == "event.bin") out.push_back(entry.path().parent_path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Buffer bytes_of(const fs::path& vector) {
  const auto content = read_file(vector / "event.bin");
  return {content.begin(), content.end()};
}

void add_vector(EventType type) {
  std::seed_seq seed(name_of(type).begin(), name_of(type).end());
  std::mt19937_64 engine(seed);
  shiji::test::RandomEvents random([&](std::uint64_t bound) { return engine() % bound; });
  Event event = random.event(type);
  event.position = {Sequence{12}, Version{3}, Time{1'693'789'323'000'004}, sha256("previous"), sha256("stream")};
  const Buffer bytes = encode_event(event);
  const auto json = must(event_to_json(must(decode_event(bytes)), leaf_hash(bytes), {}));
  const auto path = folder() / std::string(name_of(type)) / "1";
  fs::create_directories(path);
  write_file(path / "event.bin", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  write_file(path / "event.json", json + "\n");
  write_file(path / "command.json", "{" + json.substr(json.find("\"stream\":")) + "\n");
}

}  // namespace

TEST_CASE("stored vectors decode to the JSON that was written with them") {
  for (const auto& vector : vectors()) {
    INFO(vector.string());
    const Buffer bytes = bytes_of(vector);
    const auto event = must(decode_event(bytes));
    CHECK(must(event_to_json(event, leaf_hash(bytes), {})) + "\n" == read_file(vector / "event.json"));
  }
}

TEST_CASE("commands of the vectors encode to the stored bytes once they have their position") {
  for (const auto& vector : vectors()) {
    INFO(vector.string());
    const Buffer bytes = bytes_of(vector);
    const auto command = must(JsonCommand::parse(without_newline(read_file(vector / "command.json")), 1));
    Buffer made = must(command.encode({}));
    const auto event = must(decode_event(made));
    patch_position(made, patch_offsets(event), must(decode_event(bytes)).event.position);
    CHECK(to_hex(made) == to_hex(bytes));
  }
}

// SHIJI_ADD_VECTORS=1 writes the missing ones into the tree; there they are looked at, and from then on never changed.
TEST_CASE("every event type has a vector") {
  const bool adding = std::getenv("SHIJI_ADD_VECTORS") != nullptr;
  for (const auto type : all_types()) {
    INFO(name_of(type));
    const auto stored = folder() / std::string(name_of(type)) / "1" / "event.bin";
    if (adding && !fs::exists(stored)) add_vector(type);
    CHECK(fs::exists(stored));
  }
}
