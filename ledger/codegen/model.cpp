#include "model.h"

#include <flatbuffers/reflection_generated.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <set>

namespace shiji::codegen {
namespace {

constexpr std::array<const char*, 17> scalar_types = {"",
                                                      "std::uint8_t",
                                                      "bool",
                                                      "std::int8_t",
                                                      "std::uint8_t",
                                                      "std::int16_t",
                                                      "std::uint16_t",
                                                      "std::int32_t",
                                                      "std::uint32_t",
                                                      "std::int64_t",
                                                      "std::uint64_t",
                                                      "float",
                                                      "double",
                                                      "",
                                                      "",
                                                      "",
                                                      ""};
constexpr std::array<unsigned, 17> scalar_sizes = {0, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 4, 4, 4};

using Attributes = flatbuffers::Vector<flatbuffers::Offset<reflection::KeyValue>>;
using Comments = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

std::map<std::string, std::string> read_attributes(const Attributes* attributes) {
  std::map<std::string, std::string> out;
  if (attributes == nullptr) return out;
  for (const auto* pair : *attributes) out[pair->key()->str()] = pair->value() != nullptr ? pair->value()->str() : "";
  return out;
}

std::vector<std::string> read_comments(const Comments* comments) {
  std::vector<std::string> out;
  if (comments == nullptr) return out;
  for (const auto* line : *comments) out.push_back(line->str());
  return out;
}

bool is_scalar(reflection::BaseType type) { return type >= reflection::UType && type <= reflection::Double; }

/// Scalars with a meaning get the type of ids.h that says so.
std::string scalar_type(reflection::BaseType base, const std::map<std::string, std::string>& attributes) {
  if (attributes.contains("time_us")) return "Time";
  if (attributes.contains("date")) return "Date";
  if (attributes.contains("sequence")) return "Sequence";
  if (attributes.contains("version")) return "Version";
  return scalar_types.at(base);
}

class FieldReader {
 public:
  FieldReader(const reflection::Schema& schema, const reflection::Field& field) : schema_(schema), source_(field) {}

  Field read() {
    const auto attributes = read_attributes(source_.attributes());
    const auto& type = *source_.type();
    out_.name = source_.name()->str();
    out_.comments = read_comments(source_.documentation());
    out_.required = source_.required();
    out_.must = attributes.contains("must");
    out_.at_end = attributes.contains("at_end");
    out_.offset = source_.offset();
    if (auto it = attributes.find("force_align"); it != attributes.end()) {
      out_.force_align = static_cast<unsigned>(std::stoul(it->second));
    }
    if (type.base_type() == reflection::Vector) {
      read_value(type.element(), type.index(), attributes, true);
    } else {
      read_value(type.base_type(), type.index(), attributes, false);
      out_.optional = is_scalar(type.base_type()) && source_.optional() && !out_.must;
    }
    return out_;
  }

 private:
  void read_value(reflection::BaseType base, int index, const std::map<std::string, std::string>& attributes,
                  bool vector) {
    if (is_scalar(base)) {
      read_scalar(base, index, attributes, vector);
    } else if (base == reflection::String) {
      out_.kind = vector ? Kind::vector_text : Kind::text;
      out_.type = "std::string_view";
    } else if (base == reflection::Obj) {
      read_target(*schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(index)), attributes, vector);
    }
  }

  void read_target(const reflection::Object& object, const std::map<std::string, std::string>& attributes,
                   bool vector) {
    out_.target = object.name()->str();
    out_.type = plain_name(out_.target);
    if (object.is_struct()) {
      out_.kind = !vector ? Kind::fixed : attributes.contains("at_end") ? Kind::fixed_at_end : Kind::vector_fixed;
      out_.size = static_cast<unsigned>(object.bytesize());
      if (!vector) out_.alignment = static_cast<unsigned>(object.minalign());
    } else {
      out_.kind = vector ? Kind::vector_table : Kind::table;
    }
  }

  void read_scalar(reflection::BaseType base, int index, const std::map<std::string, std::string>& attributes,
                   bool vector) {
    if (!vector) out_.alignment = out_.size = scalar_sizes.at(base);
    if (index >= 0) {
      out_.kind = vector ? Kind::vector_scalar : Kind::enumeration;
      out_.target = schema_.enums()->Get(static_cast<flatbuffers::uoffset_t>(index))->name()->str();
      out_.type = plain_name(out_.target);
      return;
    }
    out_.kind = !vector ? Kind::scalar : base == reflection::UByte ? Kind::bytes : Kind::vector_scalar;
    out_.type = scalar_type(base, attributes);
  }

  const reflection::Schema& schema_;
  const reflection::Field& source_;
  Field out_;
};

bool is_opaque(const reflection::Object& object) {
  if (!object.is_struct() || object.fields()->size() != 1) return false;
  const auto* type = object.fields()->Get(0)->type();
  return type->base_type() == reflection::Array && type->element() == reflection::UByte;
}

Object read_object(const reflection::Schema& schema, const reflection::Object& source) {
  Object out;
  out.name = source.name()->str();
  out.is_struct = source.is_struct();
  out.is_opaque = is_opaque(source);
  out.size = static_cast<unsigned>(source.bytesize());
  out.alignment = static_cast<unsigned>(source.minalign());
  out.comments = read_comments(source.documentation());
  out.attributes = read_attributes(source.attributes());
  std::vector<const reflection::Field*> fields(source.fields()->begin(), source.fields()->end());
  std::sort(fields.begin(), fields.end(), [](auto* a, auto* b) { return a->id() < b->id(); });
  if (out.is_opaque) return out;
  for (const auto* field : fields) out.fields.push_back(FieldReader(schema, *field).read());
  return out;
}

std::string fault_of(const Object& object, const Field& field) {
  if (field.type.empty() || field.type == "float" || field.type == "double") return field.name + ": type not allowed";
  if (field.must && !(field.kind == Kind::scalar || field.kind == Kind::enumeration)) {
    return field.name + ": (must) is for scalars, say (required)";
  }
  if (field.kind == Kind::vector_scalar && !field.target.empty()) return field.name + ": vectors of enums not allowed";
  if (field.at_end && field.kind != Kind::fixed_at_end) return field.name + ": (at_end) is for vectors of a struct";
  if (object.is_event() && field.name == "type") return "an event has a type already";
  if (object.is_struct && field.type == "bool") return field.name + ": no bool in structs";
  return {};
}

/// What the format forbids, in words; empty when the object is fine.
std::string fault_of(const Object& object) {
  unsigned bytes = 0;
  for (const auto& field : object.fields) {
    if (auto fault = fault_of(object, field); !fault.empty()) return fault;
    bytes += field.size;
  }
  if (object.is_struct && !object.is_opaque && bytes != object.size) return "structs have no padding";
  return {};
}

}  // namespace

bool Model::read(const std::string& name, const std::string& bfbs) {
  files.push_back(name);
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bfbs.data()), bfbs.size());
  if (!reflection::VerifySchemaBuffer(verifier)) {
    std::fprintf(stderr, "not a binary schema\n");
    return false;
  }
  const auto& schema = *reflection::GetSchema(bfbs.data());
  for (const auto* source : *schema.enums()) {
    Enum out;
    out.name = source->name()->str();
    out.base = scalar_types.at(source->underlying_type()->base_type());
    out.comments = read_comments(source->documentation());
    for (const auto* value : *source->values()) out.values.emplace_back(value->name()->str(), value->value());
    enums[out.name] = out;
  }
  for (const auto* source : *schema.objects()) {
    auto object = read_object(schema, *source);
    if (const auto fault = fault_of(object); !fault.empty()) {
      std::fprintf(stderr, "%s: %s\n", object.name.c_str(), fault.c_str());
      return false;
    }
    objects[object.name] = std::move(object);
  }
  return true;
}

bool Model::finish() {
  std::set<std::string> started;
  std::set<std::string> done;
  const std::function<bool(const Object&)> visit = [&](const Object& object) {
    if (done.contains(object.name)) return true;
    if (!started.insert(object.name).second) {
      std::fprintf(stderr, "%s holds itself\n", object.name.c_str());
      return false;
    }
    for (const auto& field : object.fields) {
      if (auto it = objects.find(field.target); it != objects.end() && !visit(it->second)) return false;
    }
    done.insert(object.name);
    ordered.push_back(&object);
    return true;
  };
  for (const auto& [name, object] : objects) {
    if (!visit(object)) return false;
    if (object.is_event()) events.push_back(&object);
  }
  std::sort(events.begin(), events.end(), [](auto* a, auto* b) { return event_name(a->name) < event_name(b->name); });
  return true;
}

std::string event_name(const std::string& schema_name) { return schema_name.substr(schema_name.find('.') + 1); }
std::string last_name(const std::string& schema_name) { return schema_name.substr(schema_name.rfind('.') + 1); }

std::string area_of(const std::string& schema_name) {
  const auto name = event_name(schema_name);
  const auto dot = name.find('.');
  return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

std::string plain_name(const std::string& schema_name) {
  const auto area = area_of(schema_name);
  return area.empty() ? last_name(schema_name) : area + "::" + last_name(schema_name);
}

std::string value_name(const std::string& name) {
  static const std::set<std::string> words = {"import",  "export", "module",  "new",   "delete",
                                              "default", "public", "private", "union", "class"};
  return words.contains(name) ? name + "_" : name;
}

}  // namespace shiji::codegen
