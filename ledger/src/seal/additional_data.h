// What a ciphertext is bound to, as bytes. Every part has a fixed size or its length before it, so that two contexts
// never give the same bytes. Persistent: changing a byte here makes every sealed field unreadable.
#pragma once

#include "shiji/ledger/seal/seal.h"

namespace shiji::ledger {

/// "shiji-seal-v1\n" || origin digest || subject || u32 key version || u32 length || type || u32 length || field.
[[nodiscard]] Buffer field_additional_data(const SealContext& context);
/// "shiji-wrap-v1\n" || subject || u32 key version.
[[nodiscard]] Buffer wrapped_key_additional_data(const Subject& subject, std::uint32_t key_version);

}  // namespace shiji::ledger
