#include "shiji/ledger/rules/rule_book.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <type_traits>

namespace shiji::ledger {
namespace {

Error unreadable(Sequence sequence, std::string detail) {
  return Error{ErrorCode::bad_document, "sequence " + std::to_string(sequence.value), std::move(detail)};
}

}  // namespace

template <typename T>
std::shared_ptr<const T> RuleBook::newest(const Adoptions<T>& adoptions, Sequence before, Date on) {
  for (auto at = adoptions.rbegin(); at != adoptions.rend(); ++at) {
    if (at->sequence < before && at->from <= on && (!at->until || on <= *at->until)) return at->rules;
  }
  return nullptr;
}

std::shared_ptr<const AttendanceRuleSet> RuleBook::attendance(Sequence before, Date on) const {
  return newest(attendance_, before, on);
}

std::shared_ptr<const CreditRuleSet> RuleBook::credits(Sequence before, Date on) const {
  return newest(credits_, before, on);
}

std::shared_ptr<const PointRuleSet> RuleBook::points(Sequence before, Date on) const {
  return newest(points_, before, on);
}

std::shared_ptr<const CycleRuleSet> RuleBook::cycle(Sequence before, Date on) const {
  return newest(cycle_, before, on);
}

Status RuleBook::fold(const DecodedEvent& event) {
  switch (event.type) {
    case EventType::control_DocumentPart: {
      const auto part = payload_of<control::DocumentPart>(event);
      std::string& text = documents_[part.digest];
      if (part.part == 0) text.clear();
      text.append(part.bytes.begin(), part.bytes.end());
      return done();
    }
    case EventType::control_SchemaAdopted:
      documents_.erase(payload_of<control::SchemaAdopted>(event).digest);
      return done();
    case EventType::control_CalendarAdopted:
      documents_.erase(payload_of<control::CalendarAdopted>(event).digest);
      return done();
    case EventType::control_CodeTableAdopted:
      documents_.erase(payload_of<control::CodeTableAdopted>(event).digest);
      return done();
    case EventType::control_RuleSetAdopted:
      return adopt(event.event.position.sequence, payload_of<control::RuleSetAdopted>(event));
    default:
      return done();
  }
}

Status RuleBook::adopt(Sequence sequence, const control::RuleSetAdopted& adopted) {
  const auto known = [&](const auto& adoptions) { return !adoptions.empty() && adoptions.back().sequence >= sequence; };
  const auto found = documents_.find(adopted.digest);
  if (found == documents_.end()) return unreadable(sequence, "the document's parts are not here");
  if (sha256(std::string_view(found->second)) != adopted.digest) {
    return unreadable(sequence, "the document's parts do not give its digest");
  }
  auto parsed = parse_rule_set(found->second);
  if (!parsed) return unreadable(sequence, "the document is no rule set");
  std::visit(
      [&](auto& rules) {
        using T = std::decay_t<decltype(rules)>;
        const auto add = [&](Adoptions<T>& adoptions) {
          if (known(adoptions)) return;
          adoptions.push_back(
              {sequence, adopted.effective_from, adopted.effective_until, std::make_shared<const T>(std::move(rules))});
        };
        if constexpr (std::is_same_v<T, AttendanceRuleSet>) add(attendance_);
        if constexpr (std::is_same_v<T, CreditRuleSet>) add(credits_);
        if constexpr (std::is_same_v<T, PointRuleSet>) add(points_);
        if constexpr (std::is_same_v<T, CycleRuleSet>) add(cycle_);
      },
      *parsed);
  return done();
}

}  // namespace shiji::ledger
