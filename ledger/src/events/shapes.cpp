#include "events/shapes.h"

#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/json.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

std::string_view view(const flatbuffers::String* text) { return {text->c_str(), text->size()}; }

/// A schema's objects and enums by name; areas share what they include, which is the same in all of them.
class ShapeBook {
 public:
  ShapeBook() {
    for (const auto& area : schema_areas()) {
      flatbuffers::Verifier verifier(area.binary_schema.data(), area.binary_schema.size());
      SHIJI_ASSERT(reflection::VerifySchemaBuffer(verifier), "the embedded schemas are sound");
      const auto& schema = *reflection::GetSchema(area.binary_schema.data());
      for (const auto* source : *schema.enums()) add_enum(*source);
      for (const auto* source : *schema.objects()) shapes_[view(source->name())].name = view(source->name());
      for (const auto* source : *schema.objects()) fill(schema, *source);
    }
  }

  [[nodiscard]] const Shape* find(std::string_view name) const {
    const auto it = shapes_.find(name);
    return it == shapes_.end() ? nullptr : &it->second;
  }

 private:
  void add_enum(const reflection::Enum& source) {
    auto& out = enums_[view(source.name())];
    if (!out.values.empty()) return;
    for (const auto* value : *source.values()) out.values.emplace_back(view(value->name()), value->value());
  }

  void fill(const reflection::Schema& schema, const reflection::Object& source) {
    Shape& out = shapes_[view(source.name())];
    if (!out.fields.empty() || out.is_opaque) return;
    out.is_struct = source.is_struct();
    out.size = static_cast<std::uint32_t>(source.bytesize());
    out.alignment = static_cast<std::uint32_t>(source.minalign());
    std::vector<const reflection::Field*> fields(source.fields()->begin(), source.fields()->end());
    std::sort(fields.begin(), fields.end(), [](auto* a, auto* b) { return a->id() < b->id(); });
    if (out.is_struct && fields.size() == 1 && fields[0]->type()->base_type() == reflection::Array) {
      out.is_opaque = true;
      return;
    }
    for (const auto* field : fields) out.fields.push_back(shape(schema, *field));
    for (const auto& field : out.fields) out.in_table.push_back(&field);
    out.as_made = out.in_table;
    std::stable_partition(out.as_made.begin(), out.as_made.end(), [](const auto* field) { return field->at_end; });
    std::stable_sort(out.in_table.begin(), out.in_table.end(),
                     [](auto* a, auto* b) { return a->alignment > b->alignment; });
  }

  FieldShape shape(const reflection::Schema& schema, const reflection::Field& source) {
    FieldShape out;
    out.name = view(source.name());
    out.base = source.type()->base_type();
    out.element = source.type()->element();
    out.offset = source.offset();
    out.nullable = source.optional();
    const bool in_vector = out.base == reflection::Vector;
    const auto value = in_vector ? out.element : out.base;
    const int index = source.type()->index();
    if (value == reflection::Obj) {
      const auto& object = *schema.objects()->Get(static_cast<flatbuffers::uoffset_t>(index));
      out.object = &shapes_[view(object.name())];
      if (object.is_struct() && !in_vector) out.alignment = static_cast<std::uint32_t>(object.minalign());
    } else if (index >= 0) {
      out.enumeration = &enums_[view(schema.enums()->Get(static_cast<flatbuffers::uoffset_t>(index))->name())];
    }
    if (is_scalar(out.base)) out.alignment = size_of(out.base);
    read_attributes(out, source);
    return out;
  }

  static void read_attributes(FieldShape& out, const reflection::Field& source) {
    out.required = source.required();
    if (source.attributes() == nullptr) return;
    for (const auto* attribute : *source.attributes()) {
      const auto name = view(attribute->key());
      if (name == "must") out.required = true;
      if (name == "time_us") out.is_time = true;
      if (name == "date") out.is_date = true;
      if (name == "hex") out.is_hex = true;
      if (name == "personal") out.is_personal = true;
      if (name == "at_end") out.at_end = true;
      if (name == "force_align") out.force_align = static_cast<std::uint32_t>(std::stoul(attribute->value()->str()));
    }
  }

  std::map<std::string_view, EnumShape> enums_;
  std::map<std::string_view, Shape> shapes_;
};

}  // namespace

std::string_view EnumShape::name_of(std::int64_t value) const {
  for (const auto& [name, number] : values) {
    if (number == value) return name;
  }
  return {};
}

const FieldShape* Shape::find(std::string_view field) const {
  for (const auto& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

bool is_scalar(reflection::BaseType type) { return type >= reflection::UType && type <= reflection::ULong; }

std::uint32_t size_of(reflection::BaseType scalar) {
  constexpr std::array<std::uint32_t, 11> sizes = {0, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8};
  return sizes.at(static_cast<std::size_t>(scalar));
}

const Shape* shape_of(std::string_view name) {
  static const ShapeBook book;
  return book.find("shiji." + std::string(name));
}

}  // namespace shiji::ledger
