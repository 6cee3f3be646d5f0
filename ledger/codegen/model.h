// The schemas as the generator sees them: read from binary schemas (.bfbs), merged, in an order C++ can be written in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shiji::codegen {

struct Enum {
  std::string name;  ///< "shiji.training.SignInMethod"
  std::string base;  ///< "std::uint8_t"
  std::vector<std::string> comments;
  std::vector<std::pair<std::string, std::int64_t>> values;
};

/// What a field holds; `bytes` is [ubyte], the others with "vector_" are vectors of something else. `fixed_at_end` is a
/// struct as the only element of a vector that is written before everything else, which puts it at the end of the
/// bytes.
enum class Kind {
  scalar,
  enumeration,
  fixed,
  fixed_at_end,
  table,
  text,
  bytes,
  vector_scalar,
  vector_fixed,
  vector_text,
  vector_table
};

struct Field {
  std::string name;
  Kind kind = Kind::scalar;
  std::string type;    ///< the plain C++ type of the value or element: "Time", "training::SessionUnit"
  std::string target;  ///< full schema name of the enum, struct or table; empty for scalars and texts
  bool required = false;
  bool must = false;  ///< a scalar that has to be given
  bool at_end = false;
  bool optional = false;  ///< a scalar that may be absent
  unsigned offset = 0;    ///< in a struct
  unsigned alignment = 4;
  unsigned size = 4;         ///< in a struct
  unsigned force_align = 0;  ///< of a vector; 0 when the schema says nothing
  std::vector<std::string> comments;
};

struct Object {
  std::string name;
  bool is_struct = false;
  bool is_opaque = false;  ///< a struct of nothing but bytes: one of the types of ids.h
  unsigned size = 0;
  unsigned alignment = 1;
  std::vector<Field> fields;  ///< by id
  std::vector<std::string> comments;
  std::map<std::string, std::string> attributes;
  [[nodiscard]] bool is_event() const { return attributes.contains("stream"); }
};

struct Model {
  std::map<std::string, Enum> enums;
  std::map<std::string, Object> objects;
  std::vector<const Object*> ordered;  ///< what an object needs comes before it
  std::vector<const Object*> events;   ///< by name
  std::vector<std::string> files;      ///< the schemas read, by name: "training"

  /// False with a message on standard error when a schema does what the format forbids.
  [[nodiscard]] bool read(const std::string& name, const std::string& bfbs);
  [[nodiscard]] bool finish();
};

/// "shiji.training.SignInMethod" -> "training::SignInMethod".
[[nodiscard]] std::string plain_name(const std::string& schema_name);
/// "shiji.training.SignInMethod" -> "training"; empty for the root.
[[nodiscard]] std::string area_of(const std::string& schema_name);
/// "shiji.training.SignInMethod" -> "SignInMethod".
[[nodiscard]] std::string last_name(const std::string& schema_name);
/// "shiji.training.SignInMethod" -> "training.SignInMethod", the name an event carries.
[[nodiscard]] std::string event_name(const std::string& schema_name);
/// An enum value's name as C++ takes it: words of the language get an underscore.
[[nodiscard]] std::string value_name(const std::string& name);

}  // namespace shiji::codegen
