// keys rotate: a new key enrolled and the old one revoked in one submission, then the key file replaced.
//
// The new key lies in <file>.next, synced, before the ledger knows it. Whatever stops the work, either the old key is
// in force and in <file>, or the new one is in force and in <file>.next, and the same command finishes it.
#include "client_signing.h"
#include "commands/commands.h"
#include "commands/ledger_key.h"
#include "json_output.h"
#include "key_enrolment.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "shiji/engine/access/key_file.h"
#include "table.h"

#include <algorithm>
#include <filesystem>

namespace shiji::cli {
namespace {

using engine::KeyListing;
using engine::NamedKey;
using projections::Fields;

struct Rotation {
  std::string actor, file, next_file;
  NamedKey old_key, next_key;
  [[nodiscard]] std::string aside() const { return file + "." + hex(old_key.key.key_id()).substr(0, 8); }
};

const KeyListing* find_key(const std::vector<KeyListing>& keys, const ledger::KeyId& id) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const KeyListing& key) { return key.key_id == id; });
  return found == keys.end() ? nullptr : &*found;
}

/// The key that a rotation before this one left, or a new one.
ledger::Result<NamedKey> next_key(const Context& context, const std::string& file, const std::string& actor) {
  if (std::filesystem::exists(file)) return engine::read_key_file(file, context.environment);
  NamedKey key{actor, engine::new_secret_key(*context.environment.entropy)};
  if (const auto written = engine::write_key_file(file, actor, key.key, context.environment); !written)
    return written.failure();
  return key;
}

ledger::Result<Rotation> plan_rotation(const Context& context, const KeysRotateArguments& arguments,
                                       const std::vector<KeyListing>& keys) {
  const std::string name = arguments.actor.empty() ? std::string(engine::administrator_actor) : arguments.actor;
  const std::string file = arguments.file.empty() ? context.directory + "/" + name + ".key" : arguments.file;
  auto old_key = engine::read_key_file(file, context.environment);
  if (!old_key) return old_key.failure();
  const ledger::KeyId id = old_key->key.key_id();
  const KeyListing* enrolled = find_key(keys, id);
  if (enrolled == nullptr) return ledger::Refusal{ledger::RefusalCode::unknown_key, file, "", hex(id)};
  if (!arguments.actor.empty() && enrolled->actor != arguments.actor)
    return ledger::Refusal{ledger::RefusalCode::untrue_field, file, "a key of " + arguments.actor,
                           "a key of " + enrolled->actor};
  const std::string next_file = file + ".next";
  if (enrolled->revoked && !std::filesystem::exists(next_file))
    return ledger::Refusal{ledger::RefusalCode::key_revoked, file, "a key in force", hex(id)};
  auto next = next_key(context, next_file, enrolled->actor);
  if (!next) return next.failure();
  return Rotation{enrolled->actor, file, next_file, std::move(*old_key), std::move(*next)};
}

std::string lines_of_rotation(const std::string& origin, const Rotation& rotation) {
  const std::string revoked = json_of(Fields{
      {"stream", "actor/" + rotation.actor},
      {"type", "identity.KeyRevoked"},
      {"payload",
       Fields{{"actor", rotation.actor}, {"key_id", hex(rotation.old_key.key.key_id())}, {"reason", "retired"}}}});
  return enrolment_line(origin, rotation.actor, rotation.next_key.key) + "\n" + revoked + "\n";
}

/// Writes nothing when the ledger has both already: a rotation that was stopped before its last step.
ledger::Status tell_ledger(const Context& context, engine::Owner& owner, const Rotation& rotation,
                           const std::vector<KeyListing>& keys, const std::string& signer_file) {
  const KeyListing* known = find_key(keys, rotation.next_key.key.key_id());
  if (known != nullptr && !known->revoked && known->actor == rotation.actor) return ledger::done();
  const std::string& signer = signer_file.empty() ? rotation.file : signer_file;
  const auto receipt =
      append_signed(context, owner, {"", lines_of_rotation(owner.origin(), rotation), {}}, {signer, ""});
  if (receipt) return ledger::done();
  if (receipt.refusal() != nullptr) std::filesystem::remove(rotation.next_file);  // nobody knows it
  return receipt.failure();
}

}  // namespace

Answer run(const Context& context, const KeysRotateArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto status = (*owner)->status();
  if (!status) return status.failure();
  if (arguments.ledger_key) return rotate_ledger_key(context, **owner, *status, arguments.signer_file);
  const auto rotation = plan_rotation(context, arguments, status->keys);
  if (!rotation) return rotation.failure();
  if (auto told = tell_ledger(context, **owner, *rotation, status->keys, arguments.signer_file); !told)
    return told.failure();
  const std::string aside = rotation->aside();
  if (auto replaced = engine::replace_key_file(rotation->file, rotation->next_file, aside, context.environment);
      !replaced)
    return replaced.failure();
  const std::string old_id = hex(rotation->old_key.key.key_id());
  const std::string new_id = hex(rotation->next_key.key.key_id());
  if (context.json) {
    context.line(json_of(Fields{{"actor", rotation->actor},
                                {"file", rotation->file},
                                {"key_id", new_id},
                                {"old_file", aside},
                                {"old_key_id", old_id}}));
    return Verdict::well;
  }
  context.line(context.say(Message::key_rotated, {rotation->actor, rotation->file, aside}));
  context.out.write(lines_of({{context.title("key_id"), new_id}, {context.title("old_key_id"), old_id}}));
  return Verdict::well;
}

}  // namespace shiji::cli
