#include "table.h"

#include "width.h"

#include <algorithm>

namespace shiji::cli {
namespace {

std::string padded(const std::string& text, std::size_t width, Align align) {
  const std::size_t own = width_of(text);
  const std::string blanks(width > own ? width - own : 0, ' ');
  return align == Align::left ? text + blanks : blanks + text;
}

void end_line(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += '\n';
}

}  // namespace

void Table::add_column(std::string_view head, Align align) { columns_.push_back({printable(head), align}); }

void Table::add_row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

void Table::add_rule() { rows_.emplace_back(); }

std::string Table::text() const {
  std::vector<std::size_t> widths;
  std::size_t whole = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = width_of(columns_[i].head);
    for (const auto& row : rows_)
      if (!row.empty()) width = std::max(width, width_of(row[i]));
    widths.push_back(width);
    whole += width + (i == 0 ? 0 : 2);
  }
  std::string out;
  const auto line = [&](const auto& cell_of) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += "  ";
      out += padded(cell_of(i), widths[i], columns_[i].align);
    }
    end_line(out);
  };
  line([&](std::size_t i) { return columns_[i].head; });
  out += std::string(whole, '-') + "\n";
  for (const auto& row : rows_) {
    if (row.empty())
      out += std::string(whole, '-') + "\n";
    else
      line([&](std::size_t i) { return row[i]; });
  }
  return out;
}

std::string lines_of(const std::vector<std::pair<std::string, std::string>>& lines) {
  std::size_t width = 0;
  for (const auto& [name, value] : lines) width = std::max(width, width_of(name));
  std::string out;
  for (const auto& [name, value] : lines) {
    out += padded(name, width + 2, Align::left) + printable(value);
    end_line(out);
  }
  return out;
}

}  // namespace shiji::cli
