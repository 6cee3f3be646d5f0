#include "shiji/projections/replay.h"

#include "models/attendance_fact.h"
#include "models/models.h"
#include "projector/projector.h"

#include <algorithm>

namespace shiji::projections {
namespace {

using engine::RecordedEvent;
using ledger::ErrorCode;

ledger::Result<ledger::Time> recorded_at(const engine::Owner& owner, std::uint64_t sequence) {
  ledger::Time out{};
  auto fed = owner.feed({sequence}, ledger::TreeSize{sequence + 1}, [&](const RecordedEvent& recorded) {
    out = recorded.event.event.position.recorded_at;
    return true;
  });
  if (!fed.ok()) return fed.failure();
  return out;
}

/// What is recorded of these read models up to `through` events, in the order of a pass. What speaks of more events
/// than there were when it was recorded differs whatever they fold to.
ledger::Result<std::vector<DigestCheck>> digests_until(ledger::TreeSize through, std::span<const std::string> names,
                                                       const engine::Owner& owner) {
  std::vector<DigestCheck> out;
  for (const auto& name : names) {
    auto recorded = recorded_digests(owner, name);
    if (!recorded.ok()) return recorded.failure();
    for (auto& digest : *recorded) {
      const bool was_there = digest.tree_size.value <= digest.sequence.value;
      if (was_there && digest.tree_size > through) continue;
      const auto verdict = was_there ? DigestVerdict::holds : DigestVerdict::differs;
      out.push_back({std::move(digest), verdict});
    }
  }
  std::ranges::stable_sort(out, {}, [](const DigestCheck& check) { return check.recorded.tree_size; });
  return out;
}

/// Folds from stop to stop; progress is told of the whole way.
class Passes {
 public:
  Passes(const Replay& replay, const engine::Owner& owner, const Progress& progress, ledger::TreeSize through)
      : owner_(owner), progress_(progress), through_(through) {
    for (const auto& model : replay.models) together_.push_back(model.get());
  }

  ledger::Status fold_to(ledger::TreeSize size) {
    if (size.value <= reached_) return ledger::done();
    engine::Head stop;
    stop.tree_size = size;  // its leaf hash is not known before the event was read, and not asked for
    Progress told;
    if (progress_) {
      told = [this](std::uint64_t done, std::uint64_t) { progress_(reached_ + done, through_.value); };
    }
    auto folded = catch_up_to(stop, together_, owner_, told);
    reached_ = size.value;
    return folded;
  }

 private:
  std::vector<ReadModel*> together_;
  const engine::Owner& owner_;
  const Progress& progress_;
  ledger::TreeSize through_;
  std::uint64_t reached_ = 0;
};

/// `model` is the one it speaks of, folded to there.
ledger::Status hold_against(DigestCheck& check, const ReadModel& model, const engine::Owner& owner) {
  const auto& recorded = check.recorded;
  const auto status = model.status(owner);
  if (!status.ok()) return status.failure();
  if (recorded.version != status->version) {
    check.verdict = DigestVerdict::other_version;
  } else if (recorded.digest != status->digest) {
    check.verdict = DigestVerdict::differs;
  }
  return ledger::done();
}

/// Every record by key, as it is shown.
ledger::Result<std::map<std::string, Record>> records_of(const ReadModel& model) {
  std::map<std::string, Record> out;
  auto read = model.each([&](const Record& record) {
    const auto& fields = std::get<Fields>(record.content);
    out.emplace(std::get<std::string>(fields.front().second.content), record);
    return true;
  });
  if (!read.ok()) return read.failure();
  return out;
}

/// Whether the cut leaves the event out.
bool is_cut_off(const ledger::DecodedEvent& event, const ReplayCut& cut) {
  if (cut.through && event.event.position.sequence.value >= cut.through->value) return true;
  return cut.happened_by && business_date(event.event) > *cut.happened_by;
}

}  // namespace

ledger::Result<ledger::TreeSize> size_as_of(const engine::Owner& owner, ledger::Time time) {
  // Recorded times never go back: the first event after `time` is found by halving.
  const auto head = owner.head();
  if (!head) return head.failure();
  std::uint64_t low = 0;
  std::uint64_t high = head->tree_size.value;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto at = recorded_at(owner, middle);
    if (!at.ok()) return at.failure();
    if (*at <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return ledger::TreeSize{low};
}

ledger::Result<Replay> replay(std::span<const std::string> names, const engine::Owner& owner,
                              const std::string& scratch, const ReplayCut& cut, const engine::Environment& environment,
                              const Progress& progress) {
  auto head = owner.head();
  if (!head) return head.failure();
  const auto through = cut.through.value_or(head->tree_size);
  if (through > head->tree_size) {
    return ledger::Error{ErrorCode::not_found, "sequence " + std::to_string(through.value),
                         "the ledger has " + std::to_string(head->tree_size.value) + " events"};
  }
  ReadModelOptions options;
  options.happened_by = cut.happened_by;
  Replay out;
  for (const auto& name : names) {
    auto model = ReadModel::open(name, scratch, environment, options);
    if (!model.ok()) return model.failure();
    out.models.push_back(*std::move(model));
  }
  if (!cut.happened_by) {
    auto recorded = digests_until(through, names, owner);
    if (!recorded.ok()) return recorded.failure();
    out.digests = *std::move(recorded);
  }
  Passes passes(out, owner, progress, through);
  for (auto& check : out.digests) {
    if (check.verdict == DigestVerdict::differs) continue;
    if (auto folded = passes.fold_to(check.recorded.tree_size); !folded.ok()) return folded.failure();
    const auto which = std::ranges::find(names, check.recorded.projection) - names.begin();
    const auto& model = *out.models[static_cast<std::size_t>(which)];
    if (auto held = hold_against(check, model, owner); !held.ok()) return held.failure();
  }
  if (auto folded = passes.fold_to(through); !folded.ok()) return folded.failure();
  return out;
}

ledger::Status compare(const ReadModel& before, const ReadModel& after,
                       const std::function<bool(const Change&)>& visit) {
  auto old_records = records_of(before);
  if (!old_records.ok()) return old_records.failure();
  bool wanted = true;
  auto read = after.each([&](const Record& record) {
    const auto& key = std::get<std::string>(std::get<Fields>(record.content).front().second.content);
    const auto found = old_records->find(key);
    const Record known = found == old_records->end() ? Record() : std::move(found->second);
    if (found != old_records->end()) old_records->erase(found);
    if (known != record) wanted = visit({key, known, record});
    return wanted;
  });
  if (!read.ok()) return read;
  for (const auto& [key, record] : *old_records) {
    if (!wanted) break;
    wanted = visit({key, record, Record()});
  }
  return ledger::done();
}

ledger::Result<Touches> events_touching(std::string_view name, const std::set<std::string>& keys,
                                        const engine::Owner& owner, const ReplayCut& cut) {
  const auto* projection = projection_named(name);
  if (projection == nullptr)
    return ledger::Error{ErrorCode::not_found, std::string(name), "there is no such read model"};
  Touches out;
  KeyList touched;
  // Without a date every event before the cut is in it.
  const auto head = owner.head();
  if (!head) return head.failure();
  const ledger::Sequence from{cut.happened_by ? 0 : cut.through.value_or(head->tree_size).value};
  auto fed = owner.feed(from, std::nullopt, [&](const RecordedEvent& recorded) {
    const auto& event = recorded.event;
    if (!is_cut_off(event, cut)) return true;
    touched.clear();
    projection->keys(event, touched);
    for (std::size_t i = 0; i < touched.size(); ++i) {
      const std::string key(touched[i].text);
      if (!keys.contains(key)) continue;
      const auto& position = event.event.position;
      auto& touches = out[key];
      const bool known = !touches.empty() && touches.back().sequence == position.sequence;
      if (known) continue;
      touches.push_back(
          {position.sequence, std::string(event.event.type), business_date(event.event), position.recorded_at});
    }
    return true;
  });
  if (!fed.ok()) return fed.failure();
  return out;
}

}  // namespace shiji::projections
