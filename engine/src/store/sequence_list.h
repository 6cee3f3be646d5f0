// SequenceList: rising sequences, as the index keeps them: varint differences, the first one from 0.
//
// Ownership: owns its bytes. Errors: none. `decode_sequences` (index_codec.h) reads them. Threads: a value. Cost: some
// bytes a sequence, most lists without memory of their own.
#pragma once

#include "shiji/ledger/ids.h"

#include <string>
#include <string_view>

namespace shiji::engine {

class SequenceList {
 public:
  /// Where it stood, for going back there.
  struct Mark {
    std::uint32_t bytes = 0;
    ledger::Sequence last;
  };

  /// `sequence` is larger than all before it.
  void add(ledger::Sequence sequence) {
    auto step = sequence.value - last_.value;
    for (; step >= 0x80; step >>= 7U) bytes_.push_back(static_cast<char>((step & 0x7fU) | 0x80U));
    bytes_.push_back(static_cast<char>(step));
    last_ = sequence;
  }
  [[nodiscard]] Mark mark() const { return {static_cast<std::uint32_t>(bytes_.size()), last_}; }
  void return_to(const Mark& mark) {
    bytes_.resize(mark.bytes);
    last_ = mark.last;
  }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
  ledger::Sequence last_;
};

}  // namespace shiji::engine
