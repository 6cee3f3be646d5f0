// ThinkTank: the experts, the materials they were asked to judge, and their signed opinions.
//
// What: the document's experts, every school's head and the researchers, disjoint; panels of five draw from all of
// them, never the author; every opinion carries its expert's own signature, with keys the seed makes. Threads: one.
#pragma once

#include "demo/year/activities.h"
#include "demo/year/listed_area.h"
#include "shiji/ledger/chain/keys.h"

namespace shiji::cli::demo {

enum class TankFact : std::uint8_t { enrolled, assigned, scored, accepted, vote };

struct PlannedExpert {
  std::uint32_t teacher = 0;
  ledger::review::ExpertKind kind{};
  std::string actor;
  ledger::SecretKey key;
};

class ThinkTank final : public ListedArea<TankFact> {
 public:
  ThinkTank(const YearSetting& setting, const Activities& activities, FactList& facts);
  void add_gains(std::vector<Gain>& gains) const override;
  [[nodiscard]] const std::vector<PlannedExpert>& experts() const { return experts_; }
  [[nodiscard]] std::size_t panels() const { return panels_.size(); }
  [[nodiscard]] std::uint32_t accepted() const { return accepted_; }

 protected:
  [[nodiscard]] ledger::Status tell_fact(TankFact kind, std::uint32_t which, ledger::Time at,
                                         EventSink& sink) const override;

 private:
  struct Panel {
    std::uint32_t material, quality_centi;
    std::vector<std::uint32_t> experts;
  };
  struct Opinion {
    std::uint32_t panel, expert;
  };
  struct Committee {
    std::size_t members, present;
  };
  [[nodiscard]] Committee committee() const;
  void plan_experts(FactList& facts);
  void plan_panels(FactList& facts);
  void plan_scores(std::uint32_t panel, ledger::Date closes, FactList& facts);
  [[nodiscard]] std::vector<std::uint32_t> draw(std::size_t size, std::uint32_t author);
  [[nodiscard]] ledger::Status tell_enrolled(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_assigned(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_scored(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_accepted(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_vote(ledger::Time at, EventSink& sink) const;

  const Activities& activities_;
  ledger::Hash rubric_;
  std::vector<PlannedExpert> experts_;
  std::vector<Panel> panels_;
  std::vector<Opinion> opinions_;
  std::vector<std::uint32_t> turn_;  // whose turn it is to be drawn, so that work is shared
  std::size_t next_ = 0;
  std::uint32_t accepted_ = 0;
};

}  // namespace shiji::cli::demo
