#include "demo/curriculum.h"

namespace shiji::cli::demo {
namespace {

struct NamedSubject {
  std::string_view code, name;
};

constexpr std::array subject_names{
    NamedSubject{"SB0101", "语文"},       NamedSubject{"SB0102", "英语"},        NamedSubject{"SB0201", "数学"},
    NamedSubject{"SB0307", "历史"},       NamedSubject{"SB0308", "地理"},        NamedSubject{"SB0309", "道德与法治"},
    NamedSubject{"SB0310", "思想政治"},   NamedSubject{"SB0401", "物理"},        NamedSubject{"SB0402", "化学"},
    NamedSubject{"SB0403", "生物学"},     NamedSubject{"SB0404", "科学"},        NamedSubject{"SB0502", "信息技术"},
    NamedSubject{"SB0504", "通用技术"},   NamedSubject{"SB0505", "劳动"},        NamedSubject{"SB0506", "信息科技"},
    NamedSubject{"SB0601", "艺术"},       NamedSubject{"SB0602", "音乐"},        NamedSubject{"SB0603", "美术"},
    NamedSubject{"SB0702", "体育与健康"}, NamedSubject{"SB0801", "综合实践活动"}};

constexpr std::array kindergarten{TaughtSubject{"SB0801", 78}, TaughtSubject{"SB0601", 14}, TaughtSubject{"SB0702", 8}};
constexpr std::array primary{TaughtSubject{"SB0101", 30}, TaughtSubject{"SB0201", 24}, TaughtSubject{"SB0102", 11},
                             TaughtSubject{"SB0309", 5},  TaughtSubject{"SB0404", 5},  TaughtSubject{"SB0702", 9},
                             TaughtSubject{"SB0602", 6},  TaughtSubject{"SB0603", 5},  TaughtSubject{"SB0506", 3},
                             TaughtSubject{"SB0505", 2}};
constexpr std::array junior{TaughtSubject{"SB0101", 17}, TaughtSubject{"SB0201", 17}, TaughtSubject{"SB0102", 16},
                            TaughtSubject{"SB0309", 7},  TaughtSubject{"SB0307", 6},  TaughtSubject{"SB0308", 5},
                            TaughtSubject{"SB0403", 5},  TaughtSubject{"SB0401", 7},  TaughtSubject{"SB0402", 5},
                            TaughtSubject{"SB0702", 7},  TaughtSubject{"SB0602", 3},  TaughtSubject{"SB0603", 3},
                            TaughtSubject{"SB0506", 2}};
constexpr std::array senior{TaughtSubject{"SB0101", 15}, TaughtSubject{"SB0201", 15}, TaughtSubject{"SB0102", 15},
                            TaughtSubject{"SB0310", 8},  TaughtSubject{"SB0307", 8},  TaughtSubject{"SB0308", 7},
                            TaughtSubject{"SB0401", 10}, TaughtSubject{"SB0402", 8},  TaughtSubject{"SB0403", 7},
                            TaughtSubject{"SB0702", 5},  TaughtSubject{"SB0502", 2}};
constexpr std::array vocational{TaughtSubject{"SB0101", 20}, TaughtSubject{"SB0201", 18}, TaughtSubject{"SB0102", 16},
                                TaughtSubject{"SB0310", 10}, TaughtSubject{"SB0502", 22}, TaughtSubject{"SB0702", 8},
                                TaughtSubject{"SB0601", 6}};
constexpr std::array special{TaughtSubject{"SB0101", 30}, TaughtSubject{"SB0201", 26}, TaughtSubject{"SB0601", 16},
                             TaughtSubject{"SB0702", 16}, TaughtSubject{"SB0505", 12}};

}  // namespace

std::span<const TaughtSubject> subjects_of(Stage stage) {
  switch (stage) {
    case Stage::kindergarten:
      return kindergarten;
    case Stage::primary:
      return primary;
    case Stage::junior:
      return junior;
    case Stage::senior:
      return senior;
    case Stage::vocational:
      return vocational;
    case Stage::special:
      return special;
  }
  return primary;
}

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::kindergarten:
      return "幼教";
    case Stage::primary:
      return "小学";
    case Stage::junior:
      return "初中";
    case Stage::senior:
      return "高中";
    case Stage::vocational:
      return "中职";
    case Stage::special:
      return "特教";
  }
  return "";
}

std::string_view subject_name(std::string_view subject_code) {
  for (const auto& subject : subject_names) {
    if (subject.code == subject_code) return subject.name;
  }
  return "";
}

}  // namespace shiji::cli::demo
