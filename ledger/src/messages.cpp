// The texts of errors and refusals, from the tables in their headers.
#include "shiji/ledger/error_codes.h"
#include "shiji/ledger/refusal_codes.h"

namespace shiji::ledger {

ErrorText text_of(ErrorCode code) {
  switch (code) {
#define X(number, name, en, zh) \
  case ErrorCode::name:         \
    return {#name, en, zh};
    SHIJI_ERRORS(X)
#undef X
  }
  return {};
}

RefusalText text_of(RefusalCode code) {
  switch (code) {
#define X(number, name, rule, en, zh) \
  case RefusalCode::name:             \
    return {#name, rule, en, zh};
    SHIJI_REFUSALS(X)
#undef X
  }
  return {};
}

}  // namespace shiji::ledger
