#include "fake_ledger.h"

#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace shiji::projections::testing {

ledger::Subject person(std::uint64_t number) {
  ledger::Subject subject;
  for (std::size_t i = 0; i < 8; ++i) subject.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return subject;
}

std::string person_key(std::uint64_t number) { return ledger::to_hex(person(number).span()); }

ledger::Date day(const std::string& text) {
  const auto date = ledger::date_from_text(text);
  REQUIRE(date.has_value());
  return *date;
}

ledger::Sequence FakeLedger::add_bytes(const Where& where, ledger::EventType type, const ledger::Buffer& payload) {
  const ledger::Sequence sequence{events_.size()};
  ledger::Event event;
  event.position.sequence = sequence;
  event.position.recorded_at = {1'693'800'000'000'000 + static_cast<std::int64_t>(sequence.value) * 1'000'000};
  if (now) event.position.recorded_at = *now;
  if (!hashes_.empty()) event.position.previous = hashes_.back();
  event.stream = where.stream;
  event.type = ledger::name_of(type);
  event.payload = payload;
  event.business_date = where.date;
  if (!where.unit.empty()) event.working_unit = where.unit;
  events_.push_back(ledger::encode_event(event));
  hashes_.push_back(ledger::leaf_hash(events_.back()));
  return sequence;
}

ledger::Sequence FakeLedger::adopt(const std::string& json, const std::string& from, std::optional<std::string> until) {
  const auto digest = ledger::sha256(json);
  const auto half = json.size() / 2;
  const ledger::Bytes bytes(reinterpret_cast<const std::uint8_t*>(json.data()), json.size());
  for (std::uint32_t part = 0; part < 2; ++part) {
    const auto piece = part == 0 ? bytes.first(half) : bytes.subspan(half);
    add({"document/" + ledger::to_hex(digest.span()), {}, {}}, ledger::control::DocumentPart{digest, part, 2, piece});
  }
  std::optional<ledger::Date> last;
  if (until) last = day(*until);
  return add({"rules/test", {}, {}}, ledger::control::RuleSetAdopted{"TEST", 1, digest, day(from), last});
}

ledger::DecodedEvent FakeLedger::event(std::size_t sequence) const {
  auto decoded = ledger::decode_event(events_.at(sequence));
  if (!decoded.ok()) FAIL("event " << sequence << ": " << failure_text(decoded.failure()));
  return *decoded;
}

void FakeLedger::forge(std::size_t sequence, const FakeLedger& other, std::size_t from) {
  events_.at(sequence) = other.events_.at(from);
  hashes_.at(sequence) = other.hashes_.at(from);
}

ledger::Result<engine::Head> FakeLedger::head() const {
  engine::Head head;
  head.tree_size = {std::min<std::uint64_t>(visible.value_or(events_.size()), events_.size())};
  if (head.tree_size.value > 0) head.leaf_hash = hashes_[head.tree_size.value - 1];
  return head;
}

ledger::Status FakeLedger::feed(ledger::Sequence from, std::optional<ledger::TreeSize> end,
                                const engine::EventVisitor& visit) const {
  const auto hand_out = [&](std::size_t sequence) {
    if (before_event) before_event(sequence);
    return visit({event(sequence), hashes_[sequence]});
  };
  if (delivered) {
    for (const auto sequence : *delivered) {
      if (!hand_out(sequence)) return ledger::done();
    }
    return ledger::done();
  }
  for (auto i = from.value; i < end.value_or(head()->tree_size).value; ++i) {
    if (!hand_out(i)) return ledger::done();
  }
  return ledger::done();
}

ledger::Status FakeLedger::read_stream(std::string_view stream, ledger::Version from,
                                       const engine::EventVisitor& visit) const {
  bool known = false;
  for (std::size_t i = 0; i < head()->tree_size.value; ++i) {
    const auto decoded = event(i);
    if (decoded.event.stream != stream) continue;
    known = true;
    if (decoded.event.position.version < from) continue;
    if (!visit({decoded, hashes_[i]})) break;
  }
  if (known) return ledger::done();
  return ledger::Error{ledger::ErrorCode::not_found, std::string(stream), "there is no such stream"};
}

ScratchDirectory::ScratchDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "shiji-projections-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<ReadModel> open_model(std::string_view name, const ScratchDirectory& directory,
                                      ReadModelOptions options) {
  engine::Environment environment;
  environment.clock = std::make_shared<engine::SimulatedClock>(ledger::Time{0});
  auto model = ReadModel::open(name, directory.path(), environment, options);
  if (!model.ok() && model.error() != nullptr) FAIL(model.error()->place << ": " << model.error()->detail);
  REQUIRE(model.ok());
  return *std::move(model);
}

ReadModelStatus status_of(const ReadModel& model, const engine::Owner& owner) {
  auto status = model.status(owner);
  REQUIRE(status.ok());
  return *status;
}

std::string text_of(const Record& record) {
  struct Writer {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return '"' + value + '"'; }
    std::string operator()(const SealedText& value) const {
      return "sealed(" + value.type + " " + value.field + " " + ledger::to_hex(value.subject.span()) + " " +
             std::to_string(value.key_version) + " " + ledger::to_hex(value.nonce.span()) + " " +
             ledger::to_hex(value.ciphertext) + ")";
    }
    std::string operator()(const List& value) const {
      std::string out = "[";
      for (const auto& element : value) out += text_of(element) + ",";
      return out + "]";
    }
    std::string operator()(const Fields& value) const {
      std::string out = "{";
      for (const auto& [name, field] : value) out += name + ":" + text_of(field) + ",";
      return out + "}";
    }
  };
  return std::visit(Writer{}, record.content);
}

std::map<std::string, std::string> dump(const ReadModel& model) {
  std::map<std::string, std::string> out;
  std::string last;
  const auto read = model.each([&](const Record& record) {
    const auto& key = std::get<std::string>(std::get<Fields>(record.content).front().second.content);
    CHECK((out.empty() || last < key));
    last = key;
    out[key] = text_of(record);
    return true;
  });
  REQUIRE(read.ok());
  return out;
}

Record record_of(std::string_view model_name, const std::string& key, const FakeLedger& ledger) {
  ScratchDirectory directory;
  auto model = open_model(model_name, directory);
  const auto status = model->catch_up(ledger, {});
  INFO(model_name << "/" << key << ": " << failure_text(status));
  REQUIRE(status.ok());
  auto record = model->find(key);
  REQUIRE(record.ok());
  return *record;
}

std::int64_t number_at(const Record& record, std::string_view name) {
  const auto* field = record.find(name);
  INFO(name << " of " << text_of(record));
  REQUIRE(field != nullptr);
  return std::get<std::int64_t>(field->content);
}

std::string text_at(const Record& record, std::string_view name) {
  const auto* field = record.find(name);
  INFO(name << " of " << text_of(record));
  REQUIRE(field != nullptr);
  return std::get<std::string>(field->content);
}

bool flag_at(const Record& record, std::string_view name) {
  const auto* field = record.find(name);
  INFO(name << " of " << text_of(record));
  REQUIRE(field != nullptr);
  return std::get<bool>(field->content);
}

const List& list_at(const Record& record, std::string_view name) {
  const auto* field = record.find(name);
  INFO(name << " of " << text_of(record));
  REQUIRE(field != nullptr);
  return std::get<List>(field->content);
}

std::string failure_text(const ledger::Status& status) {
  if (status.ok()) return "ok";
  if (const auto* refusal = status.refusal()) return "refused at " + refusal->place;
  return std::string(ledger::text_of(status.error()->code).name) + " at " + status.error()->place + ": " +
         status.error()->detail;
}

std::string credit_rules(int version, int minutes_per_class_hour, int class_hours_per_credit) {
  return R"({"name":"CREDIT-T","version":)" + std::to_string(version) +
         R"(,"title_zh":"学分","title_en":"Credits","source":"test","credits":{"item":"training","title_zh":"集中培训",)" +
         R"("title_en":"Training","minutes_per_class_hour":)" + std::to_string(minutes_per_class_hour) +
         R"(,"class_hours_per_credit":)" + std::to_string(class_hours_per_credit) + "}}";
}

std::string cycle_rules(int version, const std::string& window, int class_hours_centi_min) {
  return R"({"name":"CYCLE-T","version":)" + std::to_string(version) +
         R"(,"title_zh":"周期","title_en":"Cycle","source":"test","cycle":{"window":")" + window +
         R"(","class_hours_centi_min":)" + std::to_string(class_hours_centi_min) + "}}";
}

namespace {

std::string point_item(const std::string& item, const std::string& outcome, int centi) {
  std::string tariffs;
  for (const char* level : {"school", "county", "city", "province", "nation"}) {
    tariffs += std::string(tariffs.empty() ? "" : ",") + R"({"level":")" + level + R"(","points_centi":)" +
               std::to_string(centi) + "}";
  }
  return R"({"item":")" + item + R"(","title_zh":"项)" + item + R"(","title_en":"Item )" + item +
         R"(","category":"activities","occasion":")" + outcome + R"(","tariffs":[)" + tariffs + "]}";
}

}  // namespace

std::string point_rules(const PointTable& table) {
  return R"({"name":"PTS-T","version":)" + std::to_string(table.version) +
         R"(,"title_zh":"积分","title_en":"Points","source":"test","points":{"items":[)" +
         point_item("activity", "present", table.present) + "," + point_item("activity", "late", table.present) + "," +
         point_item("late", "late", table.late) + "," + point_item("absent", "absent", table.absent) +
         R"(],"categories":[{"category":"activities","window":")" + table.window + R"(","cap_centi":)" +
         std::to_string(table.cap) + R"(,"floor_centi":)" + std::to_string(table.floor) + "}]}}";
}

training::AttendanceEntry entry(std::uint64_t teacher, document::AttendanceOutcome outcome, int minutes,
                                int sign_ins_repeated) {
  const bool absent = outcome == document::AttendanceOutcome::absent;
  training::AttendanceEntry out;
  out.teacher = person(teacher);
  out.minutes = static_cast<std::uint16_t>(absent ? 0 : minutes);
  out.units_attended = absent ? 0 : 1;
  out.units_absent = absent ? 1 : 0;
  out.outcome = outcome;
  out.sign_ins_repeated = static_cast<std::uint8_t>(sign_ins_repeated);
  return out;
}

ledger::Sequence finalise(FakeLedger& ledger, const std::string& session, const std::string& date,
                          const std::vector<training::AttendanceEntry>& entries, ledger::Level level) {
  const std::string title = "研讨 " + session;
  return ledger.add({"session/" + session, day(date), {}},
                    training::AttendanceFinalised{0, 1, level, title, 1, entries});
}

}  // namespace shiji::projections::testing
