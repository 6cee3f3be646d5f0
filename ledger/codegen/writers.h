// What the generator writes: the public structs, and the private code that reads, checks and builds them.
#pragma once

#include "model.h"

#include <ostream>
#include <string>

namespace shiji::codegen {

void write_header(std::ostream& out, const Model& model);
void write_source(std::ostream& out, const Model& model);

/// Parts of the source, each over all tables.
void write_names(std::ostream& out, const Model& model);
void write_readers(std::ostream& out, const Model& model);
void write_checks(std::ostream& out, const Model& model);
void write_builders(std::ostream& out, const Model& model);
void write_marks(std::ostream& out, const Model& model);
void write_mark_functions(std::ostream& out, const Model& model);

/// The type a field has in a plain struct: "std::optional<Time>", "std::span<const Subject>".
[[nodiscard]] std::string member_type(const Object& object, const Field& field);
/// Whether the member is a std::optional.
[[nodiscard]] bool is_optional_member(const Object& object, const Field& field);
/// "fb::training::RosterFixed": the type flatc made.
[[nodiscard]] std::string flatc_name(const Object& object);

/// A file as a C++ array, aligned to 8.
struct Embedded {
  std::string kind;  ///< "schema" or "document"
  std::string name;
  std::string content;
};
void write_embedded(std::ostream& out, const std::vector<Embedded>& files);

}  // namespace shiji::codegen
