// Result<T>: a value, a refusal or an error. Every fallible function of Shiji returns one; nothing throws across a
// component boundary except std::bad_alloc.
//
// What: `Refusal` says that a rule said no; `Error` says that the world failed. A caller that breaks a contract aborts.
// Guarantees: a Result that is not ok holds exactly one of the two, with the place it came from.
// Ownership: all strings are owned. Threads: immutable after construction.
#pragma once

#include "shiji/ledger/error_codes.h"
#include "shiji/ledger/refusal_codes.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace shiji::ledger {

/// A rule said no. Nothing was written. `place`: line and JSON pointer, stream or sequence; may be empty.
struct Refusal {
  RefusalCode code;
  std::string place;
  std::string expected;
  std::string actual;
};

/// The world failed. `place`: a file, a key, an address; `detail`: what the system said, in English.
struct Error {
  ErrorCode code;
  std::string place;
  std::string detail;
};

using Failure = std::variant<Refusal, Error>;

/// Either a T or a Failure. Accessing the wrong one aborts.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T&& value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(const T& value) : content_(std::in_place_index<0>, value) {}
  Result(Failure failure) : content_(std::in_place_index<1>, std::move(failure)) {}
  Result(Refusal refusal) : content_(std::in_place_index<1>, std::move(refusal)) {}
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return std::get<0>(content_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(content_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Failure& failure() const { return std::get<1>(content_); }
  [[nodiscard]] const Refusal* refusal() const { return ok() ? nullptr : std::get_if<Refusal>(&failure()); }
  [[nodiscard]] const Error* error() const { return ok() ? nullptr : std::get_if<Error>(&failure()); }

 private:
  std::variant<T, Failure> content_;
};

/// What a function without a value returns: `return done();`.
struct Done {};
using Status = Result<Done>;
inline Status done() { return Status(Done{}); }

}  // namespace shiji::ledger
