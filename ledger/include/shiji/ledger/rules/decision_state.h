// The decision state: what refusals and added events need, as a pure fold of the events. Never a projection's total.
//
// What: a map from key to value, both bytes, and groups: many small values of one size under one key, looked up by
// member (the attendees of a session). Keys start with the family that owns them ("session/..."); what is folded one
// member at a time and decided together belongs in a group, what stands alone in a key of its own. Of each stream, the
// unit of what it is about.
// The engine keeps it in the derived index with an overlay for what is not flushed; tests keep it in a std::map.
// Ownership: returned strings are owned by the caller. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/rules/member_table.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace shiji::ledger {

class DecisionState {
 public:
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~DecisionState() = default;
  [[nodiscard]] virtual std::optional<std::string> get(std::string_view key) const = 0;
  [[nodiscard]] virtual bool has(std::string_view key) const = 0;
  /// Calls `visit` for every key that starts with `prefix`, in byte order, until it returns false.
  virtual void scan(std::string_view prefix, const Visitor& visit) const = 0;
  virtual void put(std::string_view key, std::string_view value) = 0;

  [[nodiscard]] virtual std::optional<MemberValue> get_member(std::string_view group,
                                                              std::string_view member) const = 0;
  /// The members of the group in byte order, until `visit` returns false.
  virtual void each_member(std::string_view group, const Visitor& visit) const = 0;
  virtual void put_member(std::string_view group, std::string_view member, std::string_view value) = 0;

  /// nullopt: none was put.
  [[nodiscard]] virtual std::optional<std::string> stream_unit(std::string_view stream) const = 0;
  /// Put with the stream's first event or never.
  virtual void put_stream_unit(std::string_view stream, std::string_view unit) = 0;
};

/// The obvious one, for tests and for folding offline. Nothing is ever erased: a value tells its own end.
class MemoryDecisionState final : public DecisionState {
 public:
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override;
  [[nodiscard]] bool has(std::string_view key) const override;
  void scan(std::string_view prefix, const Visitor& visit) const override;
  void put(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::optional<MemberValue> get_member(std::string_view group, std::string_view member) const override;
  void each_member(std::string_view group, const Visitor& visit) const override;
  void put_member(std::string_view group, std::string_view member, std::string_view value) override;
  [[nodiscard]] std::optional<std::string> stream_unit(std::string_view stream) const override;
  void put_stream_unit(std::string_view stream, std::string_view unit) override;

 private:
  std::map<std::string, std::string, std::less<>> entries_;
  std::map<std::string, MemberTable, std::less<>> groups_;
  std::map<std::string, std::string, std::less<>> units_;
};

}  // namespace shiji::ledger
