// Papers: each author records the same paper once, and no two have one place.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/state_codec.h"
#include "rules/state_keys.h"

#include <array>

namespace shiji::ledger {
namespace {

/// The authors of a paper that recorded it: a group, each with a place.
state_keys::StateKey authors_of(const Hash& paper) {
  return state_keys::StateKey({"authors/", state_keys::raw(paper)});
}

Status check_place(const RuleContext& context, const achievement::PaperRecorded& paper) {
  if (paper.author_order == 0 || paper.author_order > paper.authors) {
    return refuse(RefusalCode::author_order_wrong, "/payload/author_order", "1 to " + std::to_string(paper.authors),
                  std::to_string(paper.author_order));
  }
  bool taken = false;
  context.state.each_member(authors_of(paper.content), [&](std::string_view, std::string_view value) {
    taken = StateReader(value).number<std::uint8_t>() == paper.author_order;
    return !taken;
  });
  if (!taken) return done();
  return refuse(RefusalCode::author_place_taken, "/payload/author_order", "", std::to_string(paper.author_order));
}

Status check_paper(const RuleContext& context, const achievement::PaperRecorded& paper) {
  if (auto fits = stream_names_bytes(context, paper.content); !fits) return fits;
  if (auto known = check_teacher_known(context, paper.teacher, "/payload/teacher"); !known) return known;
  if (auto named = check_not_empty(paper.title, "/payload/title"); !named) return named;
  if (context.state.get_member(authors_of(paper.content), state_keys::raw(paper.teacher))) {
    return refuse(RefusalCode::paper_recorded_already, "/payload/teacher", "", to_hex(paper.teacher.span()));
  }
  return check_place(context, paper);
}

void fold_paper(DecisionState& state, const DecodedEvent&, std::string_view, const achievement::PaperRecorded& paper) {
  state.put_member(authors_of(paper.content), state_keys::raw(paper.teacher),
                   StateWriter().number(paper.author_order).take());
}

}  // namespace

std::span<const Rule> achievement_rules() {
  static constexpr std::array rules{rule<achievement::PaperRecorded, check_paper, fold_paper>()};
  return rules;
}

}  // namespace shiji::ledger
