// Tables and lists of lines for people, aligned by terminal columns so that Chinese and Latin text stand straight.
//
// Threads: one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shiji::cli {

enum class Align { left, right };

class Table {
 public:
  void add_column(std::string_view head, Align align);
  /// As many cells as there are columns; fewer are filled with empty ones.
  void add_row(std::vector<std::string> cells);
  /// A line of dashes before the next row: for totals.
  void add_rule();
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  struct Column {
    std::string head;
    Align align;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  ///< an empty row is a rule
};

/// "name   value" lines, names padded to the widest.
[[nodiscard]] std::string lines_of(const std::vector<std::pair<std::string, std::string>>& lines);

}  // namespace shiji::cli
