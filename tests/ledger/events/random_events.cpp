#include "random_events.h"

namespace shiji::test {

using namespace ledger;

std::vector<EventType> all_types() {
  std::vector<EventType> out;
  for (std::size_t i = 1; i <= event_type_count; ++i) out.push_back(static_cast<EventType>(i));
  return out;
}

std::string_view RandomEvents::text() {
  static constexpr std::array<std::string_view, 12> pieces = {"a",  "7",  "/", " ",  "\"", "\\",
                                                              "\n", "\t", "é", "教", "师", "\U0001F4D6"};
  auto& out = texts_.emplace_back();
  for (auto left = source_(24); left > 0; --left) out += pieces.at(source_(pieces.size()));
  return out;
}

Time RandomEvents::time() {
  return {static_cast<std::int64_t>(source_(4'000'000'000'000'000)) - 1'000'000'000'000'000};
}

Bytes RandomEvents::bytes() {
  auto& out = buffers_.emplace_back(source_(70));
  for (auto& byte : out) byte = static_cast<std::uint8_t>(source_(256));
  return out;
}

template <typename T>
std::span<const T> RandomEvents::many(const std::function<T()>& make, std::size_t least) {
  std::vector<T> out;
  for (auto left = source_(4) + least; left > 0; --left) out.push_back(make());
  if constexpr (std::is_same_v<T, Subject>) return subjects_.emplace_back(std::move(out));
  if constexpr (std::is_same_v<T, Hash>) return hashes_.emplace_back(std::move(out));
}

Signature RandomEvents::signature() {
  return {one_of({SignatureAlgorithm::none, SignatureAlgorithm::ed25519, SignatureAlgorithm::sm2}), fixed<KeyId>(),
          fixed<SignatureBytes>()};
}

Event RandomEvents::event(EventType type) {
  auto& stream = texts_.emplace_back(std::string(info_of(type).stream_family) + "/" + std::to_string(number()));
  Event out{.stream = stream, .type = name_of(type), .payload = buffers_.emplace_back(payload(type))};
  out.submission = maybe(SubmissionPart{.id = "s-1", .index = number(), .count = number()});
  out.actor = maybe(text());
  out.role = maybe(text());
  out.on_behalf_of = maybe(OnBehalfOf{.subject = fixed<Subject>(), .reason = text()});
  out.occurred_at = maybe(time());
  out.business_date = maybe(date());
  out.working_unit = maybe(text());
  out.establishment_unit = maybe(text());
  out.subjects = many<Subject>([this] { return fixed<Subject>(); });
  out.correlation = maybe(text());
  out.source = maybe(ledger::Source{.kind = SourceKind::import_, .reference = maybe(text()), .row = maybe(number())});
  out.history = source_(2) == 1;
  out.rule_set = maybe(fixed<Hash>());
  out.legal_basis = maybe(text());
  out.data_level = maybe(one_of({DataLevel::L1, DataLevel::L5}));
  out.evidence = many<Hash>([this] { return fixed<Hash>(); });
  out.signature = maybe(signature());
  out.submission_signature = maybe(signature());
  return out;
}

}  // namespace shiji::test
