// The texts of errors and refusals, from the tables in their headers.
#include "shiji/ledger/error_codes.h"
#include "shiji/ledger/refusal_codes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shiji::ledger {
namespace {

#define X(number, name, en, zh) std::pair{ErrorCode::name, ErrorText{#name, en, zh}},
constexpr auto error_texts = std::to_array({SHIJI_ERRORS(X)});
#undef X

#define X(number, name, rule, en, zh) std::pair{RefusalCode::name, RefusalText{#name, rule, en, zh}},
constexpr auto refusal_texts = std::to_array({SHIJI_REFUSALS(X)});
#undef X

template <typename Texts, typename Code>
auto text_in(const Texts& texts, Code code) {
  const auto found = std::ranges::find(texts, code, &Texts::value_type::first);
  return found == texts.end() ? decltype(found->second){} : found->second;
}

}  // namespace

ErrorText text_of(ErrorCode code) { return text_in(error_texts, code); }

RefusalText text_of(RefusalCode code) { return text_in(refusal_texts, code); }

}  // namespace shiji::ledger
