// PointLines: every points line of one person, in (business date, sequence, row) order, kept as facts arrive.
//
// What: `add` takes what one fact gives; the lines of its category and window are posted anew, no others.
// Guarantees: the order of arrival does not matter. Ownership: owns its lines. Threads: one thread at a time.
// Cost: the lines of one category and window for each added entry.
#pragma once

#include "fold/binary.h"
#include "shiji/ledger/rules/points.h"

#include <span>
#include <vector>

namespace shiji::projections {

/// Digests of the rule sets behind the lines of one state: stored once, named by index.
class DigestTable {
 public:
  /// The index of `digest`, added when new.
  std::size_t index_of(const ledger::Hash& digest);
  void encode(BinaryWriter& out) const;
  [[nodiscard]] bool decode(BinaryReader& in);
  /// Reads an index and answers its digest.
  [[nodiscard]] ledger::Hash read(BinaryReader& in) const;
  /// The index, with the digest behind it where it is new: a table that grows with what is written.
  void put(const ledger::Hash& digest, BinaryWriter& out);
  /// Reads what `put` wrote.
  [[nodiscard]] ledger::Hash take(BinaryReader& in);
  [[nodiscard]] std::size_t bytes() const { return digests_.capacity() * sizeof(ledger::Hash); }

 private:
  std::vector<ledger::Hash> digests_;
};

class PointLines {
 public:
  void add(std::vector<ledger::PointEntry> entries);
  /// Entries to be added later, with the table their digests go into; and back, behind those `entries` holds already.
  static void encode_ahead(const std::vector<ledger::PointEntry>& entries, DigestTable& digests, BinaryWriter& out);
  [[nodiscard]] static bool decode_ahead(BinaryReader& in, DigestTable& digests,
                                         std::vector<ledger::PointEntry>& entries);
  [[nodiscard]] std::span<const ledger::PointLine> lines() const { return lines_; }
  [[nodiscard]] std::size_t bytes() const { return lines_.capacity() * sizeof(ledger::PointLine); }
  void encode(BinaryWriter& out) const;
  [[nodiscard]] bool decode(BinaryReader& in);

 private:
  void post(const std::string& category, const std::string& window);
  std::vector<ledger::PointLine> lines_;
};

}  // namespace shiji::projections
