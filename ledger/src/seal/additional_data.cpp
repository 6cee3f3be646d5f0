#include "seal/additional_data.h"

namespace shiji::ledger {
namespace {

void add(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void add(Buffer& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

void add(Buffer& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void add_with_length(Buffer& out, std::string_view text) {
  add(out, static_cast<std::uint32_t>(text.size()));
  add(out, text);
}

}  // namespace

Buffer field_additional_data(const SealContext& context) {
  Buffer out;
  out.reserve(80 + context.type.size() + context.field.size());
  add(out, std::string_view("shiji-seal-v1\n"));
  add(out, context.origin_digest.span());
  add(out, context.subject.span());
  add(out, context.key_version);
  add_with_length(out, context.type);
  add_with_length(out, context.field);
  return out;
}

Buffer wrapped_key_additional_data(const Subject& subject, std::uint32_t key_version) {
  Buffer out;
  out.reserve(48);
  add(out, std::string_view("shiji-wrap-v1\n"));
  add(out, subject.span());
  add(out, key_version);
  return out;
}

}  // namespace shiji::ledger
