// Persons: the keys that seal what is personal, and teachers.
#include "rules/identity_records.h"
#include "rules/refuse.h"

#include <array>

namespace shiji::ledger {
namespace {

Status check_key_created(const RuleContext& context, const identity::SubjectKeyCreated& created) {
  if (auto fits = stream_names_bytes(context, created.subject); !fits) return fits;
  const std::uint32_t newest = subject_key_version(context.state, created.subject);
  if (created.key_version == 0 || created.key_version > newest + 1) {
    return refuse(RefusalCode::out_of_range, "/payload/key_version", std::to_string(newest + 1),
                  std::to_string(created.key_version));
  }
  if (created.key_version <= newest) {
    return refuse(RefusalCode::subject_key_exists, "/payload/key_version", std::to_string(newest + 1),
                  std::to_string(created.key_version));
  }
  return done();
}

void fold_key_created(DecisionState& state, const DecodedEvent&, std::string_view,
                      const identity::SubjectKeyCreated& created) {
  put_subject_key_version(state, created.subject, created.key_version);
}

/// A sealed field of `owner` is sealed with a key of theirs that was created.
Status check_sealed(const RuleContext& context, const Sealed& sealed, const Subject& owner, std::string_view place) {
  if (sealed.subject != owner) {
    return refuse(RefusalCode::untrue_field, std::string(place) + "/subject", to_hex(owner.span()),
                  to_hex(sealed.subject.span()));
  }
  const std::uint32_t newest = subject_key_version(context.state, owner);
  if (sealed.key_version == 0 || sealed.key_version > newest) {
    return refuse(RefusalCode::subject_key_missing, std::string(place) + "/key_version",
                  "1 to " + std::to_string(newest), std::to_string(sealed.key_version));
  }
  return done();
}

Status check_teacher(const RuleContext& context, const identity::TeacherRegistered& registered) {
  if (auto fits = stream_names_bytes(context, registered.teacher); !fits) return fits;
  if (teacher_registered(context.state, registered.teacher)) {
    return refuse(RefusalCode::teacher_exists, "/payload/teacher", "", to_hex(registered.teacher.span()));
  }
  return check_sealed(context, registered.name, registered.teacher, "/payload/name");
}

void fold_teacher(DecisionState& state, const DecodedEvent& event, std::string_view,
                  const identity::TeacherRegistered& registered) {
  put_teacher(state, registered.teacher, {std::string(event.event.working_unit.value_or("")), {}});
}

}  // namespace

std::span<const Rule> person_rules() {
  static constexpr std::array rules{
      rule<identity::SubjectKeyCreated, check_key_created, fold_key_created>(),
      rule<identity::TeacherRegistered, check_teacher, fold_teacher>(),
  };
  return rules;
}

}  // namespace shiji::ledger
