// The private codec of projection states: one state, one byte string, always the same.
//
// What: unsigned numbers as varints (LEB128), signed ones as zigzag varints, strings with their length before them.
// Guarantees: canonical if the caller writes its fields in one order and sorts its sets; a reader that met bad bytes
// says so in `ok()` and answers zeros, so that decoders check once, at their end. Ownership: the writer appends to a
// string it does not own; the reader views its bytes. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/ids.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace shiji::projections {

class BinaryWriter {
 public:
  explicit BinaryWriter(std::string& out) : out_(out) {}
  void number(std::uint64_t value);
  void integer(std::int64_t value);
  void boolean(bool value) { number(value ? 1 : 0); }
  void text(std::string_view value);
  /// N bytes without a length: both sides know N.
  void raw(ledger::Bytes bytes);

 private:
  std::string& out_;
};

class BinaryReader {
 public:
  explicit BinaryReader(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] std::uint64_t number();
  [[nodiscard]] std::int64_t integer();
  /// An integer that has to lie within min ... max.
  [[nodiscard]] std::int64_t integer_within(std::int64_t min, std::int64_t max);
  [[nodiscard]] bool boolean();
  [[nodiscard]] std::string_view text();
  template <typename Fixed>
  [[nodiscard]] Fixed fixed() {
    Fixed out;
    take(out.bytes.data(), Fixed::size());
    return out;
  }
  /// A count of things that take at least `least` bytes each; more than can follow is bad.
  [[nodiscard]] std::size_t count(std::size_t least);
  /// A number that has to lie within 0 ... max.
  [[nodiscard]] std::uint64_t bounded(std::uint64_t max);
  /// Well formed so far, and something is left.
  [[nodiscard]] bool more() const { return ok_ && !rest_.empty(); }
  /// Everything so far was well formed.
  [[nodiscard]] bool ok() const { return ok_; }
  /// ... and nothing is left.
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  void take(std::uint8_t* out, std::size_t size);
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace shiji::projections
