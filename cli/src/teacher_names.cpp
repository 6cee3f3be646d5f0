#include "teacher_names.h"

#include "models.h"
#include "record_text.h"
#include "sealed_fields.h"

namespace shiji::cli {

using projections::Record;

bool TeacherNames::known() const {
  if (asked_) return profiles_ != nullptr;
  asked_ = true;
  if (!was_projected(context_, "profile")) return false;
  auto model = open_model(context_, "profile");
  if (model) profiles_ = std::move(*model);
  return profiles_ != nullptr;
}

TeacherName TeacherNames::find(const Record& record) const {
  for (const auto* key : {"teacher", "expert"}) {
    const Record* field = record.find(key);
    const auto* text = field == nullptr ? nullptr : std::get_if<std::string>(&field->content);
    if (text != nullptr) return named(*text);
  }
  return {};
}

TeacherName TeacherNames::named(const std::string& teacher) const {
  if (!known()) return {};
  auto profile = profiles_->find(teacher);
  if (!profile) return {};
  const Record open_profile = opened(owner_, std::move(*profile));
  const auto value_of = [&](std::string_view name) {
    const Record* field = open_profile.find(name);
    return field == nullptr ? std::string() : cell_text(context_, name, *field);
  };
  return {value_of("name"), school_named(value_of("school"))};
}

std::string TeacherNames::school_named(const std::string& code) const {
  if (code.empty()) return {};
  const auto known = schools_.find(code);
  if (known != schools_.end()) return known->second;
  std::string name = code;
  const auto visit = [&name](const engine::RecordedEvent& recorded) {
    if (recorded.event.type != ledger::EventType::employment_SchoolOpened) return true;
    name = ledger::payload_of<ledger::employment::SchoolOpened>(recorded.event).name;
    return false;
  };
  // A school nobody opened keeps its code for a name.
  if (const auto read = owner_.read_stream("school/" + code, ledger::Version{0}, visit); !read) name = code;
  return schools_.emplace(code, std::move(name)).first->second;
}

}  // namespace shiji::cli
