#include "teacher_names.h"

#include "models.h"
#include "record_text.h"
#include "sealed_fields.h"

namespace shiji::cli {

using projections::Record;

TeacherNames::TeacherNames(const Context& context, const engine::Owner& owner) : context_(context), owner_(owner) {
  if (!was_projected(context, "profile")) return;
  auto model = open_model(context, "profile");
  if (model) profiles_ = std::move(*model);
}

TeacherName TeacherNames::find(const Record& record) const {
  const Record* key = record.find("teacher");
  const auto* text = key == nullptr ? nullptr : std::get_if<std::string>(&key->content);
  if (profiles_ == nullptr || text == nullptr) return {};
  auto profile = profiles_->find(*text);
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
