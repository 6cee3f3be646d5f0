// The keys of the decision state, by family. Names that may hold any printable character are ended by a zero byte
// where something follows them; fixed bytes stand raw.
#pragma once

#include "shiji/ledger/ids.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

namespace shiji::ledger::state_keys {

/// A key put together from parts. Most are short and live on the stack: a sign-in asks for half a dozen of them.
class StateKey {
 public:
  StateKey(std::initializer_list<std::string_view> parts) {
    for (const auto part : parts) size_ += part.size();
    if (size_ > short_.size()) long_.resize(size_);
    char* out = begin();
    for (const auto part : parts) out = std::copy(part.begin(), part.end(), out);
  }
  operator std::string_view() const { return {long_.empty() ? short_.data() : long_.data(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  [[nodiscard]] char* begin() { return long_.empty() ? short_.data() : long_.data(); }

  std::size_t size_ = 0;
  std::array<char, 120> short_;
  std::string long_;
};

template <typename T>
std::string_view raw(const T& fixed) {
  return {reinterpret_cast<const char*>(fixed.bytes.data()), T::size()};
}

inline std::string big_endian(std::uint32_t number) {
  std::string out(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(number >> (24 - 8 * i) & 0xff);
  return out;
}

inline constexpr std::string_view end_of_name{"\0", 1};

inline constexpr std::string_view ledger = "ledger/";
inline constexpr std::string_view stream_heads = "stream_heads";
inline constexpr std::string_view ledger_keys = "ledger_keys/";
inline constexpr std::string_view keys = "key/";

inline StateKey actor(std::string_view name) { return StateKey({"actor/", name}); }
inline StateKey key(const KeyId& id) { return StateKey({keys, raw(id)}); }
inline StateKey roles(std::string_view actor_name) { return StateKey({"roles/", actor_name}); }
/// Who administers the whole ledger.
inline constexpr std::string_view administrators = "administrator/";
inline StateKey administrator(std::string_view actor_name) { return StateKey({administrators, actor_name}); }

inline StateKey subject(const Subject& id) { return StateKey({"subject/", raw(id)}); }
inline StateKey teacher(const Subject& id) { return StateKey({"teacher/", raw(id)}); }
inline StateKey school(std::string_view code) { return StateKey({"school/", code}); }
inline StateKey employment(const Subject& teacher_id, std::string_view school_code) {
  return StateKey({"employment/", raw(teacher_id), school_code});
}

inline StateKey document(const Hash& digest) { return StateKey({"document/", raw(digest)}); }
inline StateKey document_part(const Hash& digest, std::uint32_t part) {
  return StateKey({"document_part/", raw(digest), big_endian(part)});
}
inline StateKey rule_set(std::string_view name, std::uint32_t version) {
  return StateKey({"rules/adopted/", name, end_of_name, big_endian(version)});
}
inline constexpr std::string_view attendance_rules = "rules/attendance";

inline StateKey session(std::string_view id) { return StateKey({"session/", id}); }
/// A group; its members are subjects.
inline StateKey attendees(std::string_view session_id) { return StateKey({"attendees/", session_id}); }

}  // namespace shiji::ledger::state_keys
