// Information reports: rows are reported once and corrected by saying something else.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/stage_records.h"

#include <array>

namespace shiji::ledger {
namespace {

constexpr std::string_view collections = "collection/";
enum class CollectionStage : std::uint8_t { open = 1, closed = 2 };

/// The rows of a collection: a group, from row number to the digest of what it says now.
state_keys::StateKey rows_of(std::string_view collection) { return state_keys::StateKey({"report_rows/", collection}); }

Status check_collection_open(const RuleContext& context) {
  const std::string_view stream = context.command.event.stream;
  const auto stage = find_stage<CollectionStage>(context.state, collections, context.stream_name);
  if (!stage) return refuse(RefusalCode::collection_unknown, "/stream", "", stream);
  if (*stage == CollectionStage::closed) return refuse(RefusalCode::collection_closed, "/stream", "", stream);
  return done();
}

Status check_collection(const RuleContext& context, const reporting::CollectionOpened& opened) {
  if (auto named = check_not_empty(opened.title, "/payload/title"); !named) return named;
  if (!find_stage<CollectionStage>(context.state, collections, context.stream_name)) return done();
  return refuse(RefusalCode::collection_exists, "/stream", "", context.command.event.stream);
}

void fold_collection(DecisionState& state, const DecodedEvent&, std::string_view id,
                     const reporting::CollectionOpened&) {
  put_stage(state, collections, id, CollectionStage::open);
}

Status check_row_submitted(const RuleContext& context, const reporting::ReportRowSubmitted& submitted) {
  if (auto open = check_collection_open(context); !open) return open;
  if (auto known = check_school_known(context, submitted.school, "/payload/school"); !known) return known;
  if (!context.state.get_member(rows_of(context.stream_name), state_keys::big_endian(submitted.row))) return done();
  return refuse(RefusalCode::row_exists, "/payload/row", "", std::to_string(submitted.row));
}

template <typename P>
void fold_row(DecisionState& state, const DecodedEvent&, std::string_view id, const P& payload) {
  state.put_member(rows_of(id), state_keys::big_endian(payload.row), state_keys::raw(payload.content));
}

/// A row may be corrected after its collection closed: that is when errors are found.
Status check_row_corrected(const RuleContext& context, const reporting::ReportRowCorrected& corrected) {
  if (!find_stage<CollectionStage>(context.state, collections, context.stream_name)) {
    return refuse(RefusalCode::collection_unknown, "/stream", "", context.command.event.stream);
  }
  const auto row = context.state.get_member(rows_of(context.stream_name), state_keys::big_endian(corrected.row));
  if (!row) return refuse(RefusalCode::row_unknown, "/payload/row", "", std::to_string(corrected.row));
  if (std::string_view(*row) != state_keys::raw(corrected.content)) return done();
  return refuse(RefusalCode::row_unchanged, "/payload/content", "", to_hex(corrected.content.span()));
}

Status check_collection_closed(const RuleContext& context, const reporting::CollectionClosed&) {
  return check_collection_open(context);
}

void fold_collection_closed(DecisionState& state, const DecodedEvent&, std::string_view id,
                            const reporting::CollectionClosed&) {
  put_stage(state, collections, id, CollectionStage::closed);
}

}  // namespace

std::span<const Rule> reporting_rules() {
  using reporting::ReportRowCorrected;
  using reporting::ReportRowSubmitted;
  static constexpr std::array rules{
      rule<reporting::CollectionOpened, check_collection, fold_collection>(),
      rule<ReportRowSubmitted, check_row_submitted, fold_row<ReportRowSubmitted>>(),
      rule<ReportRowCorrected, check_row_corrected, fold_row<ReportRowCorrected>>(),
      rule<reporting::CollectionClosed, check_collection_closed, fold_collection_closed>(),
  };
  return rules;
}

}  // namespace shiji::ledger
