#include "fold/point_lines.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace shiji::projections {
namespace {

using ledger::PointEntry;
using ledger::PointLine;

auto place_of(const PointEntry& entry) { return std::tie(entry.business_date, entry.sequence, entry.row); }

void encode_entry(const PointEntry& entry, BinaryWriter& out) {
  out.integer(entry.business_date.value);
  out.number(entry.sequence.value);
  out.number(entry.row);
  out.text(entry.item);
  out.text(entry.category);
  out.number(static_cast<std::uint64_t>(entry.level));
  out.number(static_cast<std::uint64_t>(entry.limits.window));
  out.number(entry.counted_max);
  for (const auto value : {entry.points_centi, entry.limits.cap_centi, entry.limits.floor_centi}) out.integer(value);
}

void encode_line(const PointLine& line, std::size_t digest, BinaryWriter& out) {
  encode_entry(line.entry, out);
  out.integer(line.posted_centi);
  out.integer(line.total_centi);
  out.number(digest);
}

std::int32_t narrow(BinaryReader& in) { return static_cast<std::int32_t>(in.integer()); }

bool decode_entry(BinaryReader& in, PointEntry& entry) {
  entry.business_date.value = narrow(in);
  entry.sequence.value = in.number();
  entry.row = static_cast<std::uint32_t>(in.bounded(std::numeric_limits<std::uint32_t>::max()));
  entry.item = in.text();
  entry.category = in.text();
  entry.level = static_cast<ledger::Level>(in.bounded(static_cast<std::uint64_t>(ledger::Level::nation)));
  using ledger::document::Window;
  const auto window = in.bounded(static_cast<std::uint64_t>(Window::plan_period));
  if (window == 0) return false;
  entry.limits.window = static_cast<Window>(window);
  entry.counted_max = static_cast<std::uint32_t>(in.bounded(std::numeric_limits<std::uint32_t>::max()));
  for (auto* value : {&entry.points_centi, &entry.limits.cap_centi, &entry.limits.floor_centi}) *value = narrow(in);
  return in.ok();
}

bool decode_line(BinaryReader& in, const DigestTable& digests, PointLine& line) {
  auto& entry = line.entry;
  if (!decode_entry(in, entry)) return false;
  line.posted_centi = narrow(in);
  line.total_centi = narrow(in);
  entry.rule_set = digests.read(in);
  if (!in.ok()) return false;
  line.uncounted_centi = entry.points_centi - line.posted_centi;
  line.window = window_name(entry.limits.window, entry.business_date);
  return true;
}

}  // namespace

void PointLines::add(std::vector<PointEntry> entries) {
  std::vector<std::pair<std::string, std::string>> touched;
  for (auto& entry : entries) {
    PointLine line;
    line.window = window_name(entry.limits.window, entry.business_date);
    line.entry = std::move(entry);
    const std::pair window{line.entry.category, line.window};
    if (std::find(touched.begin(), touched.end(), window) == touched.end()) touched.push_back(window);
    const auto after = std::upper_bound(lines_.begin(), lines_.end(), line, [](const PointLine& a, const PointLine& b) {
      return place_of(a.entry) < place_of(b.entry);
    });
    lines_.insert(after, std::move(line));
  }
  for (const auto& [category, window] : touched) post(category, window);
}

void PointLines::post(const std::string& category, const std::string& window) {
  std::vector<std::size_t> places;
  std::vector<PointEntry> entries;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].window != window || lines_[i].entry.category != category) continue;
    places.push_back(i);
    entries.push_back(std::move(lines_[i].entry));
  }
  auto posted = ledger::post_points(std::move(entries));
  for (std::size_t i = 0; i < places.size(); ++i) lines_[places[i]] = std::move(posted[i]);
}

void PointLines::encode(BinaryWriter& out) const {
  DigestTable digests;
  for (const auto& line : lines_) digests.index_of(line.entry.rule_set);
  digests.encode(out);
  out.number(lines_.size());
  for (const auto& line : lines_) encode_line(line, digests.index_of(line.entry.rule_set), out);
}

bool PointLines::decode(BinaryReader& in) {
  constexpr std::size_t line_bytes_min = 14;
  DigestTable digests;
  if (!digests.decode(in)) return false;
  lines_.clear();
  lines_.resize(in.count(line_bytes_min));
  for (auto& line : lines_) {
    if (!decode_line(in, digests, line)) return false;
  }
  return in.ok();
}

void PointLines::encode_ahead(const std::vector<PointEntry>& entries, DigestTable& digests, BinaryWriter& out) {
  out.number(entries.size());
  for (const auto& entry : entries) {
    encode_entry(entry, out);
    digests.put(entry.rule_set, out);
  }
}

bool PointLines::decode_ahead(BinaryReader& in, DigestTable& digests, std::vector<PointEntry>& entries) {
  constexpr std::size_t entry_bytes_min = 12;
  for (auto left = in.count(entry_bytes_min); left > 0; --left) {
    auto& entry = entries.emplace_back();
    if (!decode_entry(in, entry)) return false;
    entry.rule_set = digests.take(in);
  }
  return in.ok();
}

std::size_t DigestTable::index_of(const ledger::Hash& digest) {
  const auto found = std::find(digests_.begin(), digests_.end(), digest);
  if (found != digests_.end()) return static_cast<std::size_t>(found - digests_.begin());
  digests_.push_back(digest);
  return digests_.size() - 1;
}

void DigestTable::encode(BinaryWriter& out) const {
  out.number(digests_.size());
  for (const auto& digest : digests_) out.raw(digest.span());
}

bool DigestTable::decode(BinaryReader& in) {
  digests_.resize(in.count(ledger::Hash::size()));
  for (auto& digest : digests_) digest = in.fixed<ledger::Hash>();
  return in.ok();
}

ledger::Hash DigestTable::read(BinaryReader& in) const {
  // One more than there are is bad input whatever it says.
  const auto index = in.bounded(digests_.empty() ? 0 : digests_.size() - 1);
  return digests_.empty() ? ledger::Hash{} : digests_[index];
}

void DigestTable::put(const ledger::Hash& digest, BinaryWriter& out) {
  const auto known = digests_.size();
  const auto index = index_of(digest);
  out.number(index);
  if (index == known) out.raw(digest.span());
}

ledger::Hash DigestTable::take(BinaryReader& in) {
  const auto index = in.bounded(digests_.size());
  if (index == digests_.size()) digests_.push_back(in.fixed<ledger::Hash>());
  return digests_[index];
}

}  // namespace shiji::projections
