// What codes are called: out of the code tables that the ledger carries and has adopted.
//
// Guarantees: a ledger without the table, or a code that is not in it, has no name; each table is read once, when it is
// first asked for. Ownership: the owner must outlive it. Threads: one thread at a time.
#pragma once

#include "language.h"
#include "shiji/engine/owner/owner.h"

#include <map>
#include <string>
#include <string_view>

namespace shiji::cli {

class CodeNames {
 public:
  explicit CodeNames(const engine::Owner& owner) : owner_(owner) {}
  /// name("subjects", "SB0101", Language::en) -> "Chinese"; empty when unknown.
  [[nodiscard]] std::string name(const std::string& table, const std::string& code, Language language) const;

 private:
  struct Names {
    std::string zh, en;
  };
  using Table = std::map<std::string, Names>;
  [[nodiscard]] Table read(const std::string& table) const;

  const engine::Owner& owner_;
  mutable std::map<std::string, Table> tables_;
};

}  // namespace shiji::cli
