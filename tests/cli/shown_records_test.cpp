// What `query` shows people: codes and persons with their names, amounts grouped, nothing raw.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

/// Two teachers of Chinese at a school, one of them an expert, and their session.
struct ShownFixture : LedgerFixture {
  ShownFixture() {
    append(changed(a_whole_session(), R"("subject_code":"01")", R"("subject_code":"SB0101")") +
           R"({"stream":"expert/)" + teacher_id(1) + R"(","type":"review.ExpertEnrolled","payload":{"expert":")" +
           teacher_id(1) + R"(","actor":"administrator","kind":"expert","subject_code":"SB0201"}})" + "\n");
    static_cast<void>(ask({"project"}));
  }
  std::string zh(const Words& words) const { return shown("zh", words); }
  std::string en(const Words& words) const { return shown("en", words); }

 private:
  std::string shown(const std::string& language, const Words& words) const {
    Words all{"--lang", language, "query"};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = shiji(all);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome.out;
  }
};

}  // namespace

TEST_CASE("a profile shows subject, school and unit by their names, with the codes behind them") {
  const ShownFixture ledger;
  CHECK_THAT(ledger.zh({"profile", teacher_id(1)}), Contains("王小明") && Contains("语文（SB0101）") &&
                                                        Contains("历城区第一小学（3701120001）") &&
                                                        Contains("山东省济南市历城区（37/3701/370112"));
  CHECK_THAT(ledger.en({"profile", teacher_id(1)}), Contains("王小明") && Contains("Chinese (SB0101)") &&
                                                        Contains("Shandong / Jinan / Licheng (37/3701/370112"));
}

TEST_CASE("a code that no table of the ledger holds stays as it is") {
  const ShownFixture ledger;
  CHECK_THAT(ledger.en({"profile", teacher_id(2)}), Contains("Subject              01\n"));
}

TEST_CASE("experts are shown with name, school and subject, alone and in a list") {
  const ShownFixture ledger;
  CHECK_THAT(ledger.zh({"experts", teacher_id(1)}),
             Contains("王小明") && Contains("历城区第一小学") && Contains("数学（SB0201）") && Contains("评委专家"));
  CHECK_THAT(ledger.en({"experts", "--order", "-reviews", "--limit", "10"}),
             Contains("王小明") && Contains("历城区第一小学") && Contains("Mathematics") && !Contains("SB0201"));
}

TEST_CASE("a unit is found by its code and by the path down to it, and its areas have names") {
  const ShownFixture ledger;
  const auto by_code = ledger.zh({"units", "370112"});
  CHECK(by_code == ledger.zh({"units", "37/3701/370112"}));
  CHECK(by_code == ledger.zh({"units", "unit/37/3701/370112"}));
  CHECK_THAT(by_code, Contains("历城区（370112）") && Contains("任职") && Contains("培训") && !Contains("employment"));
  CHECK_THAT(ledger.en({"units", "37/3701/370112/3701120001"}), Contains("历城区第一小学"));
}

TEST_CASE("a path that leads elsewhere finds no unit") {
  const ShownFixture ledger;
  ledger.fails("not_found", {"query", "units", "37/3702/370112"});
  ledger.fails("not_found", {"query", "units", "370112/"});
  ledger.fails("not_found", {"query", "units", "/"});
}

TEST_CASE("JSON keeps codes as they were recorded") {
  const ShownFixture ledger;
  const Reply profile = ledger.ask({"query", "profile", teacher_id(1)});
  CHECK(profile.text("/subject_code") == "SB0101");
  CHECK(profile.text("/school") == "3701120001");
  CHECK_FALSE(ledger.ask({"query", "experts", teacher_id(1)}).has("/teacher_name"));
}
