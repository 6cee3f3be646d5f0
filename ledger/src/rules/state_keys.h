// The keys of the decision state, by family. Names that may hold any printable character are ended by a zero byte
// where something follows them; fixed bytes stand raw.
#pragma once

#include "shiji/ledger/ids.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace shiji::ledger::state_keys {

inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const auto part : parts) size += part.size();
  std::string out;
  out.reserve(size);
  for (const auto part : parts) out.append(part);
  return out;
}

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
inline constexpr std::string_view keys = "key/";

inline std::string actor(std::string_view name) { return joined({"actor/", name}); }
inline std::string key(const KeyId& id) { return joined({keys, raw(id)}); }
inline std::string role_holders(std::string_view role) { return joined({"role/", role, end_of_name}); }
inline std::string role(std::string_view role_name, std::string_view actor_name) {
  return joined({"role/", role_name, end_of_name, actor_name});
}

inline std::string subject(const Subject& id) { return joined({"subject/", raw(id)}); }
inline std::string teacher(const Subject& id) { return joined({"teacher/", raw(id)}); }
inline std::string school(std::string_view code) { return joined({"school/", code}); }
inline std::string employment(const Subject& teacher_id, std::string_view school_code) {
  return joined({"employment/", raw(teacher_id), school_code});
}

inline std::string document(const Hash& digest) { return joined({"document/", raw(digest)}); }
inline std::string document_part(const Hash& digest, std::uint32_t part) {
  return joined({"document_part/", raw(digest), big_endian(part)});
}
inline std::string rule_set(std::string_view name, std::uint32_t version) {
  return joined({"rules/adopted/", name, end_of_name, big_endian(version)});
}
inline constexpr std::string_view attendance_rules = "rules/attendance";

inline std::string session(std::string_view id) { return joined({"session/", id}); }
/// A group; its members are subjects.
inline std::string attendees(std::string_view session_id) { return joined({"attendees/", session_id}); }

}  // namespace shiji::ledger::state_keys
