#include "schema_breaks.h"

#include <catch2/catch.hpp>

#include <filesystem>

namespace shiji::tests {
namespace {

using Broken = std::vector<std::string>;
using Attributes = flatbuffers::Vector<flatbuffers::Offset<reflection::KeyValue>>;

/// "hex=0 must=0": an attribute without a value has "0".
std::string text_of(const Attributes* attributes) {
  std::string text;
  if (attributes == nullptr) return text;
  for (const auto* attribute : *attributes) {
    text += attribute->key()->str() + "=" + (attribute->value() == nullptr ? "" : attribute->value()->str()) + " ";
  }
  return text;
}

/// Types are told by name: their numbers are places in a list that grows.
std::string name_of(const reflection::Schema& schema, const reflection::Type& type) {
  std::string name = reflection::EnumNameBaseType(type.base_type());
  const bool is_vector = type.base_type() == reflection::Vector || type.base_type() == reflection::Array;
  const auto inner = is_vector ? type.element() : type.base_type();
  if (is_vector) name.append(" of ").append(reflection::EnumNameBaseType(inner));
  if (type.base_type() == reflection::Array) name.append(" ").append(std::to_string(type.fixed_length()));
  if (type.index() < 0) return name;
  const auto index = static_cast<flatbuffers::uoffset_t>(type.index());
  const bool is_object = inner == reflection::Obj;
  return name + " " + (is_object ? schema.objects()->Get(index)->name() : schema.enums()->Get(index)->name())->str();
}

/// All of a field that bytes or text depend on.
std::string told(const reflection::Schema& schema, const reflection::Field& field) {
  return "slot " + std::to_string(field.id()) + " offset " + std::to_string(field.offset()) + ", " +
         name_of(schema, *field.type()) + ", default " + std::to_string(field.default_integer()) +
         (field.optional() ? ", optional" : "") + (field.required() ? ", required" : "") +
         (field.deprecated() ? ", deprecated" : "") + ", " + text_of(field.attributes());
}

void compare_fields(const ParsedSchema& released, const ParsedSchema& current, const reflection::Object& before,
                    const reflection::Object& now, Broken& broken) {
  for (const auto* field : *before.fields()) {
    const auto* same = now.fields()->LookupByKey(field->name()->c_str());
    const auto place = before.name()->str() + "." + field->name()->str();
    if (same == nullptr) {
      broken.push_back(place + " is gone");
      continue;
    }
    const auto was = told(released.reflected(), *field);
    const auto is = told(current.reflected(), *same);
    if (was != is) broken.emplace_back(place).append(" was ").append(was).append("; it is ").append(is);
  }
  const bool grown = now.fields()->size() > before.fields()->size();
  if (before.is_struct() && grown) broken.push_back(before.name()->str() + " is a struct and has grown");
  for (const auto* field : *now.fields()) {
    const bool is_new = before.fields()->LookupByKey(field->name()->c_str()) == nullptr;
    if (is_new && field->required())
      broken.push_back(before.name()->str() + "." + field->name()->str() + " is required and new");
  }
}

void compare_enums(const reflection::Enum& before, const reflection::Enum& now, Broken& broken) {
  for (const auto* value : *before.values()) {
    const auto* same = now.values()->LookupByKey(value->value());
    const bool kept = same != nullptr && same->name()->str() == value->name()->str();
    if (!kept) broken.push_back(before.name()->str() + "." + value->name()->str() + " is not what it was");
  }
}

}  // namespace

ParsedSchema::ParsedSchema(const std::string& text, const std::string& folder, const std::string& name) {
  flatbuffers::IDLOptions options;
  options.binary_schema_builtins = true;
  parser_ = std::make_unique<flatbuffers::Parser>(options);
  const char* folders[] = {folder.c_str(), nullptr};
  INFO(name << ": " << parser_->error_);
  REQUIRE(parser_->Parse(text.c_str(), folders, name.c_str()));
  parser_->Serialize();
}

ParsedSchema ParsedSchema::of_file(const std::string& folder, const std::string& name) {
  const auto path = (std::filesystem::path(folder) / name).string();
  std::string text;
  REQUIRE(flatbuffers::LoadFile(path.c_str(), false, &text));
  return {text, folder, path};
}

ParsedSchema ParsedSchema::of_text(const std::string& text) { return {text, ".", "text"}; }

const reflection::Schema& ParsedSchema::reflected() const {
  return *reflection::GetSchema(parser_->builder_.GetBufferPointer());
}

std::vector<std::string> breaks(const ParsedSchema& released, const ParsedSchema& current) {
  Broken broken;
  if (auto said = current.parser().ConformTo(released.parser()); !said.empty()) broken.push_back("flatc: " + said);
  for (const auto* before : *released.reflected().objects()) {
    const auto* now = current.reflected().objects()->LookupByKey(before->name()->c_str());
    const bool same_kind = now != nullptr && now->is_struct() == before->is_struct() &&
                           text_of(now->attributes()) == text_of(before->attributes());
    if (same_kind) compare_fields(released, current, *before, *now, broken);
    if (!same_kind) broken.push_back(before->name()->str() + " is gone, or of another kind");
  }
  for (const auto* before : *released.reflected().enums()) {
    const auto* now = current.reflected().enums()->LookupByKey(before->name()->c_str());
    if (now != nullptr) compare_enums(*before, *now, broken);
    if (now == nullptr) broken.push_back(before->name()->str() + " is gone");
  }
  return broken;
}

}  // namespace shiji::tests
