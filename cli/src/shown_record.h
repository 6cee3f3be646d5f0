// A read model's record as people are shown it: codes with what they are called, schools and persons with their names.
//
// Guarantees: only texts change, and only for people; a name that is not known leaves what stood there. Ownership: the
// context and the owner must outlive it. Threads: one thread at a time.
#pragma once

#include "code_names.h"
#include "teacher_names.h"

namespace shiji::cli {

class ShownRecords {
 public:
  ShownRecords(const Context& context, const engine::Owner& owner)
      : context_(context), codes_(owner), people_(context, owner) {}
  [[nodiscard]] const TeacherNames& people() const { return people_; }
  /// For a row of a list: the names of subject and school in place of their codes.
  [[nodiscard]] projections::Record row(projections::Record record) const;
  /// For a record on its own: also whose it is, the two of a pair, and the steps of a unit's path.
  [[nodiscard]] projections::Record alone(projections::Record record) const;

 private:
  [[nodiscard]] std::string shown(const std::string& key, const std::string& value, bool alone) const;
  [[nodiscard]] projections::Record with_names(projections::Record record, bool alone) const;
  [[nodiscard]] std::string unit_name(const std::string& path) const;

  const Context& context_;
  CodeNames codes_;
  TeacherNames people_;
};

}  // namespace shiji::cli
