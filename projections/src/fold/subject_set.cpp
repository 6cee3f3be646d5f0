#include "fold/subject_set.h"

#include <algorithm>

namespace shiji::projections {

std::size_t SubjectSet::slot_of(const ledger::Subject& subject) const {
  const auto mask = slots_.size() - 1;
  auto slot = std::hash<ledger::Subject>{}(subject)&mask;
  while (slots_[slot] != 0 && members_[slots_[slot] - 1] != subject) slot = (slot + 1) & mask;
  return slot;
}

void SubjectSet::grow() {
  slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
  for (std::uint32_t i = 0; i < members_.size(); ++i) slots_[slot_of(members_[i])] = i + 1;
}

bool SubjectSet::insert(const ledger::Subject& subject) {
  if (2 * (members_.size() + 1) > slots_.size()) grow();
  const auto slot = slot_of(subject);
  if (slots_[slot] != 0) return false;
  members_.push_back(subject);
  slots_[slot] = static_cast<std::uint32_t>(members_.size());
  return true;
}

void SubjectSet::clear() {
  members_ = {};
  slots_ = {};
}

void SubjectSet::encode(BinaryWriter& out) const {
  auto sorted = members_;
  std::sort(sorted.begin(), sorted.end());
  out.number(sorted.size());
  for (const auto& member : sorted) out.raw(member.span());
}

bool SubjectSet::decode(BinaryReader& in) {
  clear();
  const auto count = in.count(ledger::Subject::size());
  for (std::size_t i = 0; i < count; ++i) {
    if (!insert(in.fixed<ledger::Subject>())) return false;
  }
  return in.ok();
}

}  // namespace shiji::projections
