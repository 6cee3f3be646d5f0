#include "socket/messages.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Refusal;
using ledger::RefusalCode;

namespace {

/// Both kinds of failure in one form: an error leaves `actual` empty.
struct ToldFailure {
  bool refused = false;
  std::uint16_t code = 0;
  std::string place, expected, actual;
};

template <typename Archive>
void fields(Archive& archive, Held<Archive, ToldFailure>& told) {
  archive(told.refused, told.code, told.place, told.expected, told.actual);
}

}  // namespace

std::string failure_to_wire(const ledger::Failure& failure) {
  if (const auto* refusal = std::get_if<Refusal>(&failure)) {
    return to_wire(ToldFailure{true, static_cast<std::uint16_t>(refusal->code), refusal->place, refusal->expected,
                               refusal->actual});
  }
  const auto& error = std::get<Error>(failure);
  return to_wire(ToldFailure{false, static_cast<std::uint16_t>(error.code), error.place, error.detail, ""});
}

ledger::Failure failure_from_wire(std::string_view bytes) {
  auto told = from_wire<ToldFailure>(bytes);
  if (!told) return told.failure();
  const auto refusal = static_cast<RefusalCode>(told->code);
  if (told->refused && !text_of(refusal).name.empty()) {
    return Refusal{refusal, std::move(told->place), std::move(told->expected), std::move(told->actual)};
  }
  const auto error = static_cast<ErrorCode>(told->code);
  if (!told->refused && !text_of(error).name.empty()) {
    return Error{error, std::move(told->place), std::move(told->expected)};
  }
  return Error{ErrorCode::bad_message, "", "the owner's failure " + std::to_string(told->code) + " is not known here"};
}

}  // namespace shiji::engine
