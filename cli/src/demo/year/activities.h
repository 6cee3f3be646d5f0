// Activities: the 91 teaching-research activities on line, who takes part, and the materials they hand in.
//
// What: every stage has some, together they cover the document's subjects; those of the district bring exactly the
// planned share of teachers together across schools, those of a school nobody else. Threads: one.
#pragma once

#include "demo/year/area.h"

namespace shiji::cli::demo {

struct PlannedActivity {
  std::string name, title, unit;
  ledger::Level level = ledger::Level::county;
  ledger::research::Channel channel = ledger::research::Channel::subject;
  Stage stage = Stage::primary;
  std::string_view subject_code;
  ledger::Date opens, closes;  ///< until the evening of the last day
  std::vector<std::uint32_t> participants;
};

struct PlannedMaterial {
  std::uint32_t activity = 0, teacher = 0;
  ledger::Hash digest;
  ledger::Time handed_in;
  ledger::research::MaterialKind kind{};
  std::uint32_t size_bytes = 0;
  bool withdrawn = false;
};

class Activities final : public Area {
 public:
  Activities(const YearSetting& setting, FactList& facts);
  [[nodiscard]] ledger::Status tell(std::uint32_t fact, ledger::Time told, EventSink& sink) const override;

  void add_gains(std::vector<Gain>& gains) const override;

  [[nodiscard]] const std::vector<PlannedActivity>& activities() const { return activities_; }
  [[nodiscard]] const std::vector<PlannedMaterial>& materials() const { return materials_; }
  [[nodiscard]] std::uint32_t teachers_across_schools() const { return across_schools_; }

 private:
  enum class Kind : std::uint8_t { opened, joined, submitted, withdrawn, closed };
  struct Telling {
    Kind kind;
    std::uint32_t which;    ///< activity or material
    std::uint32_t teacher;  ///< who joins
    ledger::Time at;
  };

  void plan_activities();
  void plan_participants();
  void fill_school_activities();
  void take_part_across_schools(Stage stage, const std::vector<std::uint32_t>& people);
  void plan_materials();
  void add(FactList& facts, const Telling& telling);
  void list(FactList& facts);
  [[nodiscard]] ledger::Status tell_joined(const Telling& telling, EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_material(const Telling& telling, EventSink& sink) const;

  YearSetting setting_;
  Random random_;
  std::vector<PlannedActivity> activities_;
  std::vector<PlannedMaterial> materials_;
  std::vector<Telling> tellings_;
  std::uint32_t across_schools_ = 0;
};

}  // namespace shiji::cli::demo
