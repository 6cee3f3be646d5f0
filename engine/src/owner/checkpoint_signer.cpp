#include "owner/checkpoint_signer.h"

#include "shiji/ledger/contract.h"

#include <algorithm>

namespace shiji::engine {

ledger::Status CheckpointSigner::use(const std::vector<ledger::VerifierKey>& signing) {
  const auto same = [](const ledger::VerifierKey& a, const ledger::VerifierKey& b) { return a.key == b.key; };
  if (!keys_.empty() && std::equal(signing.begin(), signing.end(), signing_.begin(), signing_.end(), same)) {
    return ledger::done();
  }
  if (signing.empty())
    return ledger::Error{ledger::ErrorCode::corrupt, directory_, "the ledger names no key of its own"};
  std::vector<NamedKey> keys;
  for (const auto& one : signing) {
    auto key = read_ledger_key(directory_, one, environment_);
    const bool newest = &one == &signing.back();
    if (!key && newest) return key.failure();
    if (key) keys.push_back(std::move(*key));
  }
  signing_ = signing;
  keys_ = std::move(keys);
  return ledger::done();
}

std::string CheckpointSigner::sign(const ledger::Checkpoint& checkpoint) const {
  SHIJI_ASSERT(can_sign(), "a checkpoint is signed by somebody");
  std::string note = ledger::sign_note(checkpoint_text(checkpoint), checkpoint.origin, keys_.front().key);
  for (std::size_t i = 1; i < keys_.size(); ++i) note = ledger::add_signature(note, checkpoint.origin, keys_[i].key);
  return note;
}

}  // namespace shiji::engine
