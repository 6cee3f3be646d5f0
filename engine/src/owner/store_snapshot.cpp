#include "owner/store_snapshot.h"

#include "owner/ledger_directory.h"
#include "store/file_writing.h"
#include "store/head_file.h"

#include <atomic>
#include <unistd.h>

namespace shiji::engine {

namespace {

std::string snapshots_path(const std::string& directory) { return directory + "/snapshots"; }

ledger::Status fill(const LedgerCore& core, const std::string& into) {
  const auto& environment = core.options.environment;
  // What names comes before what is named: HEAD and the index are never ahead of the chain beside them.
  auto mark = read_head(head_path(core.directory), environment);
  if (!mark) return mark.failure();
  auto head = HeadFile::open(head_path(into), environment);
  if (!head) return head.failure();
  if (auto written = (*head)->write(*mark); !written) return written;
  if (auto index = core.index->store()->snapshot_into(index_path(into)); !index) return index;
  return core.chain->snapshot_into(chain_path(into));
}

}  // namespace

ledger::Result<std::string> make_store_snapshot(const LedgerCore& core) {
  static std::atomic<std::uint64_t> made = 0;
  auto& files = *core.options.environment.file_system;
  const auto parent = snapshots_path(core.directory);
  if (auto there = make_directory(files, parent, FileMode::secret); !there) return there.failure();
  auto path = parent + "/" + std::to_string(::getpid()) + "-" + std::to_string(++made);
  if (auto there = make_directory(files, path, FileMode::secret); !there) return there.failure();
  if (auto filled = fill(core, path); !filled) {
    (void)remove_directory(files, path);
    return filled.failure();
  }
  return path;
}

ledger::Status remove_left_snapshots(const std::string& directory, const Environment& environment) {
  auto& files = *environment.file_system;
  const auto parent = snapshots_path(directory);
  const auto there = exists(files, parent);
  if (!there || !*there) return there ? ledger::done() : ledger::Status(there.failure());
  const auto names = list(files, parent);
  if (!names) return names.failure();
  for (const auto& name : *names) {
    auto path = parent;
    path.append("/").append(name);
    const auto lock = DirectoryLock::take(path, environment);
    if (!lock && lock.error()->code == ledger::ErrorCode::already_open) continue;
    if (auto removed = remove_directory(files, path); !removed) return removed;
  }
  return ledger::done();
}

ledger::Result<std::unique_ptr<HeldSnapshot>> HeldSnapshot::hold(std::string directory,
                                                                 const Environment& environment) {
  auto lock = DirectoryLock::take(directory, environment);
  if (!lock) return lock.failure();
  return std::unique_ptr<HeldSnapshot>(new HeldSnapshot(std::move(directory), environment, std::move(*lock)));
}

HeldSnapshot::~HeldSnapshot() { (void)remove_directory(*environment_.file_system, directory_); }

}  // namespace shiji::engine
