// Whatever is changed in the index through RocksDB itself, verification finds and names.
#include "tampered_ledger.h"

#include <algorithm>
#include <set>

using namespace shiji;
using namespace shiji::tests;

TEST_CASE("the streams of an index have the same faults in however many parts they are checked") {
  TamperedLedger tampered;
  {
    auto index = tampered.index();
    for (const std::uint64_t number : {7U, 8U, 100U, 300U, 500U, 700U}) {
      auto head = index.get("default", key_of_stream('h', number));
      head[20] ^= 1;
      index.put("default", key_of_stream('h', number), head);
    }
    index.put("default", "k" + engine::bucket_bytes(ledger::stream_buckets - 1), std::string(32, '\0'));
  }
  const auto faults_in = [&](unsigned parts) {
    engine::VerificationOptions options;
    options.environment = tampered.ledger().environment();
    options.threads = parts;
    const auto report = engine::verify_ledger(tampered.directory(), options);
    REQUIRE(report.ok());
    std::multiset<std::string> out;
    for (const auto& fault : report->faults) out.insert(fault.kind + " " + fault.stream + " " + fault.message);
    return out;
  };
  const auto whole = faults_in(1);
  CHECK(whole.size() >= 7);
  CHECK(faults_in(2) == whole);
  CHECK(faults_in(7) == whole);
  // A posting of a stream that is not there, wherever it lies.
  for (const auto bucket : std::initializer_list<ledger::StreamBucket>{0x0000, 0x7fff, 0x8000, 0xffff}) {
    const auto key = "p" + engine::bucket_bytes(bucket) + "nobody" + std::string(9, '\0');
    tampered.index().put("default", key, std::string("\x01", 1));
    const auto broken = faults_in(1);
    CHECK(broken != whole);
    CHECK(faults_in(2) != whole);
    tampered.index().erase("default", key);
  }
}

TEST_CASE("what the rules decide by and the submissions of the index are held against the events") {
  TamperedLedger tampered;
  std::string said;
  {
    auto index = tampered.index();
    const auto entry_of = [&](char family) {
      const auto keys = index.keys("default");
      const auto at = std::ranges::find_if(keys, [&](const std::string& key) { return key.front() == family; });
      REQUIRE(at != keys.end());
      return *at;
    };
    SECTION("decision state changed") {
      auto value = index.get("default", entry_of('d'));
      value.back() ^= 1;
      index.put("default", entry_of('d'), value);
      said = "is not what the events make it";
    }
    SECTION("the unit of what a stream is about changed") {
      auto value = index.get("default", key_of_stream('h', 7));
      value.append("\1somewhere");
      index.put("default", key_of_stream('h', 7), value);
      said = "stream " + school(7).stream + " is not what the events make it";
    }
    SECTION("a submission taken out") {
      index.erase("default", entry_of('s'));
      said = "is missing";
    }
    SECTION("a decision that no event made") {
      index.put("default", "dgrant/somebody", "x");
      said = "decision state grant/somebody comes from no event";
    }
  }
  const auto report = tampered.verify();
  REQUIRE(report.faults_in_all == 1);
  CHECK(report.faults.front().kind == "index");
  CHECK_THAT(report.faults.front().message, Catch::Contains(said));
  engine::VerificationOptions chain_alone;
  chain_alone.environment = tampered.ledger().environment();
  chain_alone.fold_index = false;
  CHECK(engine::verify_ledger(tampered.directory(), chain_alone)->faults.empty());
}

TEST_CASE("a posting that leads to another event is found, also where they are as many and rise as before") {
  TestLedger ledger;
  ledger.open();
  for (std::uint32_t part = 0; part < 8; ++part) {
    REQUIRE(ledger.append("s" + std::to_string(part), {school(2 * part + 1), school(2 * part + 2)}).ok());
    REQUIRE(ledger.append("d" + std::to_string(part), {document_part(1, part, 8)}).ok());
  }
  ledger.close();
  REQUIRE(ledger.verify().faults.empty());
  {
    OpenedDatabase index(ledger.directory() + "/index", ledger.environment());
    const auto keys = index.keys("default");
    const auto is_of_document = [](const std::string& key) {
      return key.front() == 'p' && key.find("document/") != std::string::npos;
    };
    const auto key = std::ranges::find_if(keys, is_of_document);
    REQUIRE(key != keys.end());
    auto steps = index.get("default", *key);
    REQUIRE(steps.size() > 3);
    ++steps[steps.size() - 2];  // the last one but one leads one further, and the last one less far
    --steps[steps.size() - 1];
    index.put("default", *key, steps);
  }
  const auto report = ledger.verify();
  REQUIRE(report.faults_in_all == 1);
  CHECK(report.faults.front().kind == "index");
  CHECK_THAT(report.faults.front().message, Catch::Contains("stream document/"));
  CHECK_THAT(report.faults.front().message, Catch::Contains("postings are not what the events make them"));
}
