#include "reply.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

namespace shiji::cli_test {

using Json = nlohmann::ordered_json;

struct Reply::Content {
  Json json;
  [[nodiscard]] const Json& at(const std::string& pointer) const {
    const Json::json_pointer place(pointer);
    INFO(json.dump(2));
    INFO("looked for " << pointer);
    REQUIRE(json.contains(place));
    return json.at(place);
  }
};

Reply::Reply(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  INFO("printed: " << text);
  REQUIRE_FALSE(json.is_discarded());
  content_ = std::make_shared<const Content>(Content{std::move(json)});
}

bool Reply::has(const std::string& pointer) const { return content_->json.contains(Json::json_pointer(pointer)); }

std::string Reply::text(const std::string& pointer) const {
  const Json& value = content_->at(pointer);
  REQUIRE(value.is_string());
  return value.get<std::string>();
}

std::int64_t Reply::number(const std::string& pointer) const {
  const Json& value = content_->at(pointer);
  REQUIRE(value.is_number_integer());
  return value.get<std::int64_t>();
}

bool Reply::flag(const std::string& pointer) const {
  const Json& value = content_->at(pointer);
  REQUIRE(value.is_boolean());
  return value.get<bool>();
}

std::size_t Reply::count(const std::string& pointer) const { return content_->at(pointer).size(); }

Reply Reply::part(const std::string& pointer) const { return Reply(content_->at(pointer).dump()); }

std::vector<std::string> Reply::keys(const std::string& pointer) const {
  const Json& value = pointer.empty() ? content_->json : content_->at(pointer);
  REQUIRE(value.is_object());
  std::vector<std::string> keys;
  for (const auto& [key, ignored] : value.items()) keys.push_back(key);
  return keys;
}

std::vector<Reply> replies_by_line(const std::string& text) {
  std::vector<Reply> replies;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) replies.emplace_back(line);
  return replies;
}

}  // namespace shiji::cli_test
