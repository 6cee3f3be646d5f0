#include "remote/remote_read_model.h"

#include "projector/projector.h"
#include "remote/record_codec.h"
#include "shiji/engine/owner/socket_service.h"

namespace shiji::projections {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;

constexpr std::string_view ask_find = "find", ask_all = "all", ask_status = "status", ask_catch_up = "catch-up";

std::string bytes_of(const Record& record) {
  std::string bytes;
  BinaryWriter out(bytes);
  write_record(out, record);
  return bytes;
}

std::string bytes_of(const ReadModelStatus& status) {
  std::string bytes;
  BinaryWriter out(bytes);
  out.text(status.name);
  out.number(status.version);
  out.number(status.cursor.value);
  out.raw(status.cursor_leaf_hash.span());
  out.raw(status.digest.span());
  out.number(status.events_per_second);
  out.number(status.keys);
  return bytes;
}

Result<std::string> all_of(const ReadModel& model) {
  std::string bytes;
  BinaryWriter out(bytes);
  auto read = model.each([&out](const Record& record) {
    write_record(out, record);
    return true;
  });
  if (!read.ok()) return read.failure();
  return bytes;
}

Result<std::string> answer(ReadModel& model, const engine::Owner& owner, std::string_view question,
                           std::string_view body) {
  if (question == ask_find) {
    const auto record = model.find(body);
    if (!record.ok()) return record.failure();
    return bytes_of(*record);
  }
  if (question == ask_all) return all_of(model);
  if (question == ask_status) {
    const auto status = model.status(owner);
    if (!status.ok()) return status.failure();
    return bytes_of(*status);
  }
  if (question == ask_catch_up) {
    const auto caught_up = model.catch_up(owner, {});
    if (!caught_up.ok()) return caught_up.failure();
    return std::string();
  }
  return Error{ErrorCode::not_found, std::string(question), "no such question"};
}

Error not_understood(const std::string& directory) {
  return {ErrorCode::bad_message, directory, "the projection's keeper answers what is not understood"};
}

class RemoteReadModel final : public ReadModel {
 public:
  explicit RemoteReadModel(std::string directory) : directory_(std::move(directory)) {}

  Status catch_up(const engine::Owner&, const Progress&) override {
    const auto done = engine::ask_service(directory_, ask_catch_up, {});
    return done.ok() ? ledger::done() : Status(done.failure());
  }
  Status reset() override {
    return Error{ErrorCode::already_open, directory_, "another process keeps this projection up"};
  }
  Result<Record> find(std::string_view key) const override {
    const auto bytes = engine::ask_service(directory_, ask_find, std::string(key));
    if (!bytes.ok()) return bytes.failure();
    BinaryReader in(*bytes);
    auto record = read_record(in);
    if (!in.finished()) return not_understood(directory_);
    return record;
  }
  Status each(const std::function<bool(const Record&)>& visit) const override {
    const auto bytes = engine::ask_service(directory_, ask_all, {});
    if (!bytes.ok()) return bytes.failure();
    BinaryReader in(*bytes);
    while (!in.finished()) {
      const auto record = read_record(in);
      if (!in.ok()) return not_understood(directory_);
      if (!visit(record)) break;
    }
    return ledger::done();
  }
  Result<ReadModelStatus> status(const engine::Owner& owner) const override {
    const auto bytes = engine::ask_service(directory_, ask_status, {});
    if (!bytes.ok()) return bytes.failure();
    const auto head = owner.head();
    if (!head.ok()) return head.failure();
    BinaryReader in(*bytes);
    ReadModelStatus status;
    status.name = in.text();
    status.version = static_cast<std::uint32_t>(in.bounded(UINT32_MAX));
    status.cursor = {in.number()};
    status.cursor_leaf_hash = in.fixed<ledger::Hash>();
    status.digest = in.fixed<ledger::Hash>();
    status.events_per_second = in.number();
    status.keys = in.number();
    if (!in.finished()) return not_understood(directory_);
    status.lag = head->tree_size.value - std::min(head->tree_size.value, status.cursor.value);
    return status;
  }

 private:
  std::string directory_;
};

}  // namespace

Result<std::unique_ptr<ReadModel>> remote_read_model(const std::string& directory) {
  const auto answered = engine::ask_service(directory, ask_status, {});
  if (!answered.ok()) return answered.failure();
  return std::unique_ptr<ReadModel>(std::make_unique<RemoteReadModel>(directory));
}

Result<std::unique_ptr<engine::SocketService>> answer_for(ReadModel& model, std::string_view name,
                                                          const engine::Owner& owner, std::mutex& folding) {
  const auto directory = owner.directory() + "/projections/" + std::string(name);
  if (dynamic_cast<Projector*>(&model) == nullptr) {
    return Error{ErrorCode::already_open, directory, "another process keeps this projection up"};
  }
  return engine::SocketService::start(directory,
                                      [&model, &owner, &folding](std::string_view question, std::string_view body) {
                                        const std::lock_guard lock(folding);
                                        return answer(model, owner, question, body);
                                      });
}

}  // namespace shiji::projections
