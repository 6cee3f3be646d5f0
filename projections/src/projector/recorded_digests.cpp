#include "shiji/projections/recorded_digests.h"

#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/ids.h"

namespace shiji::projections {
namespace {

using engine::RecordedEvent;
using ledger::control::ProjectionDigestRecorded;

std::string stream_of(std::string_view projection) {
  return std::string(ledger::info_of(ProjectionDigestRecorded::type).stream_family) + "/" + std::string(projection);
}

/// Names of read models are plain words: nothing in a line has to be escaped.
std::string line_of(const ReadModelStatus& status) {
  std::string line = R"({"stream":")";
  line.append(stream_of(status.name))
      .append(R"(","type":")")
      .append(ledger::name_of(ProjectionDigestRecorded::type))
      .append(R"(","payload":{"projection":")")
      .append(status.name)
      .append(R"(","version":)")
      .append(std::to_string(status.version))
      .append(R"(,"tree_size":)")
      .append(std::to_string(status.cursor.value))
      .append(R"(,"digest":")")
      .append(ledger::to_hex(status.digest.span()))
      .append("\"}}\n");
  return line;
}

/// Whether anything but records of digests came behind the last record of this very state's kind.
ledger::Result<bool> is_news(const ReadModelStatus& status, const engine::Owner& owner) {
  auto recorded = recorded_digests(owner, status.name);
  if (!recorded) return recorded.failure();
  if (recorded->empty() || recorded->back().version != status.version) return true;
  bool news = false;
  auto fed = owner.feed({recorded->back().tree_size.value}, status.cursor, [&](const RecordedEvent& event) {
    news = event.event.type != ProjectionDigestRecorded::type;
    return !news;
  });
  if (!fed) return fed.failure();
  return news;
}

}  // namespace

ledger::Result<std::vector<RecordedDigest>> recorded_digests(const engine::Owner& owner, std::string_view projection) {
  std::vector<RecordedDigest> out;
  auto read = owner.read_stream(stream_of(projection), {0}, [&](const RecordedEvent& recorded) {
    if (recorded.event.type != ProjectionDigestRecorded::type) return true;
    const auto payload = ledger::payload_of<ProjectionDigestRecorded>(recorded.event);
    out.push_back({recorded.event.event.position.sequence,
                   std::string(payload.projection),
                   payload.version,
                   {payload.tree_size},
                   payload.digest});
    return true;
  });
  if (read || (read.error() != nullptr && read.error()->code == ledger::ErrorCode::not_found)) return out;
  return read.failure();
}

ledger::Result<std::size_t> record_digests(std::span<ReadModel* const> models, engine::Owner& owner) {
  engine::JsonSubmission submission;
  std::size_t count = 0;
  for (const auto* model : models) {
    const auto status = model->status(owner);
    if (!status) return status.failure();
    if (status->cursor.value == 0) continue;
    const auto news = is_news(*status, owner);
    if (!news) return news.failure();
    if (!*news) continue;
    submission.text += line_of(*status);
    ++count;
  }
  if (count == 0) return count;
  // One that ends twice at the same place says the same: the first receipt answers.
  const auto head = owner.head();
  if (!head) return head.failure();
  submission.id = "digests/" + std::to_string(head->tree_size.value);
  if (auto receipt = owner.append_json(std::move(submission)); !receipt) return receipt.failure();
  return count;
}

}  // namespace shiji::projections
