// Who is in the think-tank, which materials are judged by whom, and when.
#include "demo/school_year.h"
#include "demo/year/think_tank.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/json.h"

#include <algorithm>
#include <numeric>

namespace shiji::cli::demo {
namespace {

constexpr std::size_t panel_size = 5;
constexpr std::uint64_t expert_keys = 0x6578'7065'7274'7321;  // keeps the experts' keys apart from the ledger's

ledger::Hash built_in_rubric() {
  for (const auto& document : ledger::built_in_documents()) {
    if (document.file == "rules/rubric.json") return ledger::sha256(document.text);
  }
  SHIJI_ASSERT(false, "the rubric is built in");
  return {};
}

}  // namespace

ThinkTank::ThinkTank(const YearSetting& setting, const Activities& activities, FactList& facts)
    : ListedArea(setting, "think-tank"), activities_(activities), rubric_(built_in_rubric()) {
  plan_experts(facts);
  plan_panels(facts);
  plan(facts, TankFact::vote, 0, shanghai(date_of(2023, 12, 22), std::int64_t{15} * 3'600));
}

void ThinkTank::plan_experts(FactList& facts) {
  using ledger::review::ExpertKind;
  const auto& organisation = setting_.organisation;
  const auto entropy = engine::seeded_entropy(setting_.seed ^ expert_keys);
  std::vector<std::uint32_t> others;
  const auto enrol = [&](std::uint32_t teacher_index, ExpertKind kind) {
    const auto number = static_cast<std::uint32_t>(experts_.size());
    experts_.push_back({teacher_index, kind, numbered("expert-", number + 1), engine::new_secret_key(*entropy)});
    plan(facts, TankFact::enrolled, number,
         shanghai({date_of(2023, 2, 6).value + static_cast<std::int32_t>(number % 3)}, std::int64_t{9} * 3'600));
  };
  for (std::uint32_t i = 0; i < organisation.teachers.size(); ++i) {
    const auto& person = organisation.teachers[i];
    if (person.head) enrol(i, ExpertKind::school_head);
    if (!person.head && !person.joins_in_autumn && person.since < date_of(2018, 1, 1)) others.push_back(i);
  }
  const std::size_t wanted = setting_.totals.experts + setting_.totals.researchers;
  SHIJI_ASSERT(others.size() >= wanted, "the district has enough experienced teachers");
  random_.choose(others, wanted);
  for (std::size_t i = 0; i < wanted; ++i) {
    enrol(others[i], i < setting_.totals.researchers ? ExpertKind::researcher : ExpertKind::expert);
  }
  turn_.resize(experts_.size());
  std::iota(turn_.begin(), turn_.end(), 0U);
  random_.choose(turn_, turn_.size());
}

/// The next ones in turn, but not the author.
std::vector<std::uint32_t> ThinkTank::draw(std::size_t size, std::uint32_t author) {
  std::vector<std::uint32_t> out;
  while (out.size() < size) {
    if (next_ == turn_.size()) {
      next_ = 0;
      random_.choose(turn_, turn_.size());
    }
    const auto candidate = turn_[next_++];
    const bool taken = std::find(out.begin(), out.end(), candidate) != out.end();
    if (!taken && experts_[candidate].teacher != author) out.push_back(candidate);
  }
  return out;
}

void ThinkTank::plan_panels(FactList& facts) {
  const auto& materials = activities_.materials();
  std::vector<std::uint32_t> judged;
  for (std::uint32_t i = 0; i < materials.size(); ++i) {
    if (!materials[i].withdrawn) judged.push_back(i);
  }
  const std::size_t reviews = setting_.totals.reviews;
  const std::size_t panels = std::max<std::size_t>(reviews / panel_size, 1);
  SHIJI_ASSERT(judged.size() >= panels, "there are more materials than panels");
  random_.choose(judged, panels);
  judged.resize(panels);
  std::sort(judged.begin(), judged.end());
  for (std::uint32_t i = 0; i < panels; ++i) {
    const auto& material = materials[judged[i]];
    const std::size_t size = reviews / panels + (i < reviews % panels ? 1 : 0);
    panels_.push_back(
        {judged[i], static_cast<std::uint32_t>(random_.between(6'400, 9'300)), draw(size, material.teacher)});
    const auto closes = activities_.activities()[material.activity].closes;
    plan(facts, TankFact::assigned, i, shanghai({closes.value + 1}, std::int64_t{10} * 3'600));
    plan_scores(i, closes, facts);
  }
}

void ThinkTank::plan_scores(std::uint32_t panel, ledger::Date closes, FactList& facts) {
  constexpr std::uint32_t good_centi = 8'600;
  for (const auto expert : panels_[panel].experts) {
    const ledger::Date day{closes.value + random_.between(2, 8)};
    plan(facts, TankFact::scored, static_cast<std::uint32_t>(opinions_.size()), moment_on(day, random_));
    opinions_.push_back({panel, expert});
  }
  if (panels_[panel].quality_centi < good_centi) return;
  plan(facts, TankFact::accepted, panel, shanghai({closes.value + 10}, std::int64_t{9} * 3'600));
  ++accepted_;
}

}  // namespace shiji::cli::demo
