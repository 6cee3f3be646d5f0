#include "demo/names.h"

#include <array>
#include <string_view>

namespace shiji::cli::demo {
namespace {

struct Surname {
  std::string_view text;
  std::uint32_t weight;  // people in ten thousand
};

constexpr std::array surnames{
    Surname{"王", 725}, Surname{"李", 718}, Surname{"张", 683}, Surname{"刘", 538}, Surname{"陈", 453},
    Surname{"杨", 308}, Surname{"黄", 223}, Surname{"赵", 229}, Surname{"吴", 205}, Surname{"周", 212},
    Surname{"徐", 166}, Surname{"孙", 154}, Surname{"马", 129}, Surname{"朱", 126}, Surname{"胡", 131},
    Surname{"郭", 115}, Surname{"何", 117}, Surname{"高", 109}, Surname{"林", 118}, Surname{"罗", 102},
    Surname{"郑", 101}, Surname{"梁", 84},  Surname{"谢", 72},  Surname{"宋", 81},  Surname{"唐", 65},
    Surname{"许", 66},  Surname{"韩", 68},  Surname{"冯", 64},  Surname{"邓", 60},  Surname{"曹", 60},
    Surname{"彭", 53},  Surname{"曾", 54},  Surname{"肖", 54},  Surname{"田", 52},  Surname{"董", 51},
    Surname{"袁", 48},  Surname{"潘", 46},  Surname{"于", 55},  Surname{"蒋", 45},  Surname{"蔡", 45},
    Surname{"余", 46},  Surname{"杜", 46},  Surname{"叶", 42},  Surname{"程", 45},  Surname{"苏", 44},
    Surname{"魏", 44},  Surname{"吕", 42},  Surname{"丁", 42},  Surname{"任", 41},  Surname{"沈", 40},
    Surname{"姚", 37},  Surname{"卢", 38},  Surname{"姜", 39},  Surname{"崔", 39},  Surname{"钟", 35},
    Surname{"谭", 34},  Surname{"陆", 33},  Surname{"汪", 33},  Surname{"范", 33},  Surname{"金", 32},
    Surname{"石", 31},  Surname{"廖", 31},  Surname{"贾", 30},  Surname{"夏", 29},  Surname{"韦", 29},
    Surname{"付", 29},  Surname{"方", 28},  Surname{"白", 27},  Surname{"邹", 26},  Surname{"孟", 31},
    Surname{"熊", 25},  Surname{"秦", 24},  Surname{"邱", 24},  Surname{"江", 24},  Surname{"尹", 23},
    Surname{"薛", 23},  Surname{"闫", 22},  Surname{"段", 21},  Surname{"雷", 21},  Surname{"侯", 21},
    Surname{"龙", 19},  Surname{"史", 19},  Surname{"陶", 18},  Surname{"黎", 18},  Surname{"贺", 17},
    Surname{"顾", 17},  Surname{"毛", 17},  Surname{"郝", 17},  Surname{"龚", 17},  Surname{"邵", 16},
    Surname{"万", 16},  Surname{"钱", 15},  Surname{"严", 15},  Surname{"孔", 19},  Surname{"欧阳", 7},
    Surname{"诸葛", 1}, Surname{"司马", 1}};

constexpr std::array<std::string_view, 72> female{
    "丽", "敏", "静", "娟", "艳", "霞", "燕", "玲", "芳", "红", "梅", "萍", "婷", "雪", "颖", "慧", "洁", "倩",
    "莉", "琳", "娜", "蕾", "薇", "莹", "晶", "妍", "璐", "悦", "欣", "怡", "佳", "雅", "文", "晓", "春", "秀",
    "桂", "淑", "玉", "云", "兰", "凤", "英", "华", "琴", "翠", "月", "美", "爱", "珍", "岩", "蓉", "岚", "菲",
    "彤", "瑶", "诗", "涵", "梦", "思", "若", "书", "宁", "清", "楠", "雯", "宇", "晨", "冉", "青", "苗", "祎"};

constexpr std::array<std::string_view, 64> male{
    "伟", "强", "磊", "军", "勇", "涛", "斌", "波", "辉", "刚", "健", "明", "亮", "超", "鹏", "飞",
    "杰", "峰", "林", "浩", "宇", "凯", "帅", "旭", "岩", "龙", "昊", "博", "洋", "志", "建", "国",
    "文", "永", "庆", "德", "立", "新", "海", "洪", "金", "成", "传", "兆", "绍", "泽", "一", "子",
    "天", "嘉", "俊", "晓", "学", "振", "东", "延", "广", "光", "长", "宝", "玉", "世", "利", "家"};

constexpr std::array<std::string_view, 32> place_first{"明", "云", "松", "清", "文", "锦", "华", "泉", "青", "凤", "龙",
                                                       "景", "瑞", "安", "和", "德", "启", "博", "雅", "翠", "春", "秋",
                                                       "晨", "星", "映", "怀", "育", "崇", "致", "静", "碧", "梧"};
constexpr std::array<std::string_view, 32> place_second{
    "泉", "岭", "鹤", "溪", "苑", "川", "新", "源", "山", "鸣", "湖", "园", "林", "平", "润", "桥",
    "轩", "远", "韵", "谷", "晖", "实", "光", "海", "月", "德", "英", "礼", "知", "澜", "波", "桐"};

template <std::size_t N>
void append_given(std::string& name, Random& random, const std::array<std::string_view, N>& characters) {
  name += characters[random.below(N)];
  if (random.chance(780'000)) name += characters[random.below(N)];
}

}  // namespace

std::string person_name(Random& random) {
  static constexpr auto weights = [] {
    std::array<std::uint32_t, surnames.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = surnames[i].weight;
    return out;
  }();
  std::string name(surnames[random.weighted(weights)].text);
  if (random.chance(720'000)) {
    append_given(name, random, female);
  } else {
    append_given(name, random, male);
  }
  return name;
}

std::string place_name(std::uint32_t index) {
  const std::uint32_t first = index % 32;
  const std::uint32_t second = (index / 32 + first) % 32;  // all pairs, each once
  return std::string(place_first[first]) + std::string(place_second[second]);
}

}  // namespace shiji::cli::demo
