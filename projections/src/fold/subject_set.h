// SubjectSet: which persons were seen already. Grows by one without moving the others.
//
// Guarantees: encodes in the order of the ids, so equal sets have equal bytes. Threads: one thread at a time.
// Cost: one look-up in a flat table; 24 to 40 bytes a person.
#pragma once

#include "fold/binary.h"

#include <vector>

namespace shiji::projections {

class SubjectSet {
 public:
  /// False when it was there already.
  bool insert(const ledger::Subject& subject);
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] std::size_t bytes() const { return members_.capacity() * sizeof(ledger::Subject) + 4 * slots_.size(); }
  void clear();
  void encode(BinaryWriter& out) const;
  [[nodiscard]] bool decode(BinaryReader& in);

 private:
  [[nodiscard]] std::size_t slot_of(const ledger::Subject& subject) const;
  void grow();
  std::vector<ledger::Subject> members_;
  std::vector<std::uint32_t> slots_;  ///< index + 1 into members_; 0: free. A power of two of them, at most half full
};

}  // namespace shiji::projections
