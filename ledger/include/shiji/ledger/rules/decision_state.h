// The decision state: what refusals and added events need, as a pure fold of the events. Never a projection's total.
//
// What: an ordered map from key to value, both bytes. Keys start with the family that owns them ("session/...").
// The engine keeps it in the derived index with an overlay for what is not flushed; tests keep it in a std::map.
// Ownership: returned strings are owned by the caller. Threads: one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace shiji::ledger {

class DecisionState {
 public:
  virtual ~DecisionState() = default;
  [[nodiscard]] virtual std::optional<std::string> get(std::string_view key) const = 0;
  /// Calls `visit` for every key that starts with `prefix`, in byte order, until it returns false.
  virtual void scan(std::string_view prefix,
                    const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  virtual void put(std::string_view key, std::string_view value) = 0;
};

/// The obvious one, for tests and for folding offline. Nothing is ever erased: a value tells its own end.
class MemoryDecisionState final : public DecisionState {
 public:
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override;
  void scan(std::string_view prefix,
            const std::function<bool(std::string_view, std::string_view)>& visit) const override;
  void put(std::string_view key, std::string_view value) override;

 private:
  std::map<std::string, std::string, std::less<>> entries_;
};

}  // namespace shiji::ledger
