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
  const std::string school = value_of("school_name");
  return {value_of("name"), school.empty() ? value_of("school") : school};
}

}  // namespace shiji::cli
