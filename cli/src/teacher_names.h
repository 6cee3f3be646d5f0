// Who a teacher's key stands for, for people: the opened name and the school, from the read model `profile` and the
// school's stream.
//
// Guarantees: a ledger without that projection has no names; nothing is made by asking. Ownership: the context and the
// owner must outlive it. Threads: one thread at a time.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/projections/read_models.h"

#include <map>
#include <memory>
#include <string>

namespace shiji::cli {

struct TeacherName {
  std::string name;    ///< empty when unknown
  std::string school;  ///< its name, else its code
};

class TeacherNames {
 public:
  TeacherNames(const Context& context, const engine::Owner& owner) : context_(context), owner_(owner) {}
  /// Whether there are profiles to ask; opens them.
  [[nodiscard]] bool known() const;
  /// Of the teacher or expert that `record` is about.
  [[nodiscard]] TeacherName find(const projections::Record& record) const;
  /// Of the teacher with this id.
  [[nodiscard]] TeacherName named(const std::string& teacher) const;
  /// The code itself for a school nobody opened.
  [[nodiscard]] std::string school_named(const std::string& code) const;

 private:
  const Context& context_;
  const engine::Owner& owner_;
  mutable bool asked_ = false;
  mutable std::unique_ptr<projections::ReadModel> profiles_;
  mutable std::map<std::string, std::string> schools_;  ///< code to name, each read once
};

}  // namespace shiji::cli
