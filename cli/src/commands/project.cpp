#include "commands/commands.h"
#include "json_output.h"
#include "models.h"
#include "open_ledger.h"
#include "stop_signals.h"

#include <mutex>
#include <optional>

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::ReadModel;
using projections::ReadModelStatus;

ledger::Status print(const Context& context, const engine::Owner& owner, const Models& models) {
  std::vector<ReadModelStatus> all;
  List list;
  for (const auto& model : models) {
    auto status = model->status(owner);
    if (!status) return status.failure();
    list.push_back(record_of(*status));
    all.push_back(std::move(*status));
  }
  if (context.json)
    context.line(json_of(Fields{{"projections", std::move(list)}}));
  else
    context.out.write(table_of(context, all));
  return ledger::done();
}

/// Answers whoever asks for these models meanwhile; their directories are ours.
ledger::Result<std::vector<std::unique_ptr<engine::SocketService>>> answer_for_all(const engine::Owner& owner,
                                                                                   const Models& models,
                                                                                   std::mutex& folding) {
  std::vector<std::unique_ptr<engine::SocketService>> services;
  for (const auto& model : models) {
    const auto status = model->status(owner);
    if (!status) return status.failure();
    auto service = projections::answer_for(*model, status->name, owner, folding);
    if (!service) return service.failure();
    services.push_back(std::move(*service));
  }
  return services;
}

ledger::Result<ReadModelStatus> status_of(const ReadModel& model, const engine::Owner& owner, std::mutex& folding) {
  const std::lock_guard lock(folding);
  return model.status(owner);
}

ledger::Status tell(const Context& context, const engine::Owner& owner, const Models& models, std::mutex& folding) {
  const std::lock_guard lock(folding);
  if (auto printed = print(context, owner, models); !printed) return printed;
  return context.out.flush();
}

/// Folds what comes until a signal, one pass for all that came meanwhile.
ledger::Status keep_up(const Context& context, const engine::Owner& owner, const Models& models,
                       const StopSignals& stop) {
  std::mutex folding;
  const auto services = answer_for_all(owner, models, folding);
  if (!services) return services.failure();
  // Whoever waits for the first line waits for the sockets.
  if (auto told = tell(context, owner, models, folding); !told) return told;
  while (!stop.came()) {
    const auto status = status_of(*models.front(), owner, folding);
    if (!status) return status.failure();
    auto waited = owner.follow(
        {status->cursor.value}, [](const engine::RecordedEvent&) { return false; },
        [&stop](const engine::Head&) { return !stop.came(); });
    if (!waited) return waited;
    if (stop.came()) break;
    {
      const std::lock_guard lock(folding);
      if (auto done = catch_up(context, owner, models); !done) return done;
    }
    // Programs hear of every pass; people, how it ended.
    if (!context.json) continue;
    if (auto told = tell(context, owner, models, folding); !told) return told;
  }
  return context.json ? ledger::done() : tell(context, owner, models, folding);
}

}  // namespace

Answer run(const Context& context, const ProjectArguments& arguments) {
  const auto names = names_of_models(context, arguments.names);
  if (!names) return names.failure();
  std::optional<StopSignals> stop;
  if (arguments.follow) stop.emplace();
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto models = open_models(context, *names);
  if (!models) return models.failure();
  if (arguments.rebuild) {
    for (const auto& model : *models) {
      if (auto cleared = model->reset(); !cleared) return cleared.failure();
    }
  }
  if (auto done = catch_up(context, **owner, *models); !done) return done.failure();
  if (!stop) {
    if (auto printed = print(context, **owner, *models); !printed) return printed.failure();
    return Verdict::well;
  }
  if (auto done = keep_up(context, **owner, *models, *stop); !done) return done.failure();
  return Verdict::well;
}

}  // namespace shiji::cli
