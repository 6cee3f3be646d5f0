#include "demo/figures.h"
#include "shiji/ledger/contract.h"
#include "shiji/projections/recorded_digests.h"

namespace shiji::cli::demo {

ledger::Result<FoldedModels> FoldedModels::fold(const engine::Owner& owner, const std::string& directory,
                                                const engine::Environment& environment,
                                                const projections::Progress& progress) {
  FoldedModels out;
  std::vector<projections::ReadModel*> models;
  for (const auto& info : projections::read_models()) {
    auto model = projections::ReadModel::open(info.name, directory, environment);
    if (!model) return model.failure();
    models.push_back(model->get());
    out.models_.emplace_back(info.name, std::move(*model));
  }
  if (auto status = projections::catch_up_together(models, owner, progress); !status) return status.failure();
  return out;
}

ledger::Status FoldedModels::record_digests(engine::Owner& owner) const {
  std::vector<projections::ReadModel*> models;
  for (const auto& [name, model] : models_) models.push_back(model.get());
  if (auto recorded = projections::record_digests(models, owner); !recorded) return recorded.failure();
  return projections::catch_up_together(models, owner, {});
}

const projections::ReadModel& FoldedModels::model(std::string_view name) const {
  for (const auto& [known, model] : models_) {
    if (known == name) return *model;
  }
  SHIJI_ASSERT(false, "no read model of this name");
  return *models_.front().second;
}

}  // namespace shiji::cli::demo
