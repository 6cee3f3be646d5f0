#include "amounts.h"
#include "change_text.h"
#include "commands/commands.h"
#include "digest_check_text.h"
#include "json_output.h"
#include "models.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "replayed.h"
#include "sealed_fields.h"

#include <algorithm>
#include <set>

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::ReadModel;
using projections::ReadModelStatus;
using projections::Record;

/// A replayed read model, and what it is held against, if anything.
struct Side {
  std::string name;
  const ReadModel* replayed = nullptr;
  const ReadModel* other = nullptr;
  ReadModelStatus status;
  std::optional<ReadModelStatus> kept;  ///< of the state that people query
  std::vector<ChangedKey> changes;

  [[nodiscard]] bool differs() const { return kept && kept->digest != status.digest; }
};

/// The states that people query, at the head: what a whole replay must come to. Null where nobody projected.
ledger::Result<Models> kept_models(const Context& context, const engine::Owner& owner,
                                   const std::vector<std::string>& names) {
  const auto kept = projected(context, names);
  auto models = open_models(context, kept);
  if (!models) return models.failure();
  if (auto folded = catch_up(context, owner, *models); !folded) return folded.failure();
  Models by_name(names.size());
  for (std::size_t i = 0, next = 0; i < names.size() && next < kept.size(); ++i) {
    if (names[i] == kept[next]) by_name[i] = std::move((*models)[next++]);
  }
  return by_name;
}

/// What became of every key between the two sides, and the events that did it.
ledger::Status list_changes(const engine::Owner& owner, const projections::ReplayCut& cut, Side& side) {
  if (side.other == nullptr) return ledger::done();
  std::set<std::string> keys;
  auto compared = projections::compare(*side.replayed, *side.other, [&](const projections::Change& change) {
    keys.insert(change.key);
    side.changes.push_back({change, {}});
    return true;
  });
  if (!compared || keys.empty()) return compared;
  auto touches = projections::events_touching(side.name, keys, owner, cut);
  if (!touches) return touches.failure();
  for (auto& changed : side.changes) {
    changed.change.before = opened(owner, std::move(changed.change.before));
    changed.change.after = opened(owner, std::move(changed.change.after));
    changed.why = std::move((*touches)[changed.change.key]);
  }
  return ledger::done();
}

Record record_of(const Side& side, const Replayed& replayed, bool compared) {
  auto record = shiji::cli::record_of(side.status);
  auto& fields = std::get<Fields>(record.content);
  fields.emplace_back("recorded", record_of_digests(replayed.digests(), side.name));
  if (side.kept) {
    fields.emplace_back("kept_digest", hex(side.kept->digest));
    fields.emplace_back("equal", !side.differs());
  }
  if (compared) fields.emplace_back("changed", number(side.changes.size()));
  return record;
}

void print(const Context& context, const engine::Owner& owner, const Replayed& replayed, const std::vector<Side>& sides,
           bool compared) {
  if (context.json) {
    List list;
    List changed;
    for (const auto& side : sides) {
      list.push_back(record_of(side, replayed, compared));
      for (const auto& change : side.changes) changed.push_back(record_of(side.name, change));
    }
    Fields fields{{"projections", std::move(list)}};
    if (compared) fields.emplace_back("changed", std::move(changed));
    return context.line(json_of(std::move(fields)));
  }
  std::vector<ReadModelStatus> all;
  all.reserve(sides.size());
  for (const auto& side : sides) all.push_back(side.status);
  context.out.write(table_of(context, all));
  context.out.write(digest_checks_text(context, replayed.digests()));
  for (const auto& side : sides) {
    if (side.kept)
      context.line(context.say(side.differs() ? Message::replay_differs : Message::replay_equal, {side.name}));
    if (!compared || side.other == nullptr) continue;
    context.line("");
    context.out.write(changes_text(context, owner, *find_model(side.name), side.changes));
  }
}

ledger::Result<std::vector<Side>> sides_of(const engine::Owner& owner, const std::vector<std::string>& names,
                                           const Replayed& replayed, const Models& others, bool kept) {
  std::vector<Side> sides;
  sides.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    Side side;
    side.name = names[i];
    side.replayed = replayed.models()[i].get();
    auto status = side.replayed->status(owner);
    if (!status) return status.failure();
    side.status = std::move(*status);
    if (i < others.size()) side.other = others[i].get();
    if (kept && side.other != nullptr) {
      auto kept_status = side.other->status(owner);
      if (!kept_status) return kept_status.failure();
      side.kept = std::move(*kept_status);
    }
    sides.push_back(std::move(side));
  }
  return sides;
}

}  // namespace

Answer run(const Context& context, const ReplayArguments& arguments) {
  const auto names = names_of_models(context, arguments.names);
  if (!names) return names.failure();
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto cut = cut_of(**owner, arguments.cut);
  if (!cut) return cut.failure();
  // A whole replay is held against what people query, a cut one against all that was recorded.
  const bool whole = !arguments.cut.given();
  const auto kept = whole ? kept_models(context, **owner, *names) : ledger::Result<Models>(Models());
  if (!kept) return kept.failure();
  const auto replayed = Replayed::fold(context, **owner, *names, *cut);
  if (!replayed) return replayed.failure();
  std::unique_ptr<Replayed> now;
  if (arguments.compare && !whole) {
    auto folded = Replayed::fold(context, **owner, *names, {});
    if (!folded) return folded.failure();
    now = std::move(*folded);
  }
  auto sides = sides_of(**owner, *names, **replayed, now ? now->models() : *kept, whole);
  if (!sides) return sides.failure();
  bool equal = std::ranges::none_of(
      (*replayed)->digests(), [](const auto& check) { return check.verdict == projections::DigestVerdict::differs; });
  for (auto& side : *sides) {
    equal = equal && !side.differs();
    if (!arguments.compare) continue;
    if (const auto listed = list_changes(**owner, *cut, side); !listed) return listed.failure();
  }
  print(context, **owner, **replayed, *sides, arguments.compare);
  return equal ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
