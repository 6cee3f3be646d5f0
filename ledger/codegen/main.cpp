// shiji_codegen payloads HEADER SOURCE BFBS...
// shiji_codegen embed SOURCE (schema NAME FILE | document NAME FILE)...
#include "writers.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

bool read_file(const std::string& path, std::string& content) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    return false;
  }
  content.assign(std::istreambuf_iterator<char>(in), {});
  return true;
}

bool write_file(const std::string& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  if (!out.flush()) std::fprintf(stderr, "cannot write %s\n", path.c_str());
  return static_cast<bool>(out);
}

bool payloads(const std::vector<std::string>& arguments) {
  shiji::codegen::Model model;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    std::string content;
    if (!read_file(arguments[i], content) || !model.read(std::filesystem::path(arguments[i]).stem(), content))
      return false;
  }
  if (!model.finish()) return false;
  std::ostringstream header;
  std::ostringstream source;
  shiji::codegen::write_header(header, model);
  shiji::codegen::write_source(source, model);
  return write_file(arguments[0], header.str()) && write_file(arguments[1], source.str());
}

bool embed(const std::vector<std::string>& arguments) {
  std::vector<shiji::codegen::Embedded> files;
  for (std::size_t i = 1; i + 2 < arguments.size(); i += 3) {
    shiji::codegen::Embedded file{arguments[i], arguments[i + 1], {}};
    if (!read_file(arguments[i + 2], file.content)) return false;
    files.push_back(std::move(file));
  }
  std::ostringstream source;
  shiji::codegen::write_embedded(source, files);
  return write_file(arguments[0], source.str());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::string verb = arguments.empty() ? "" : arguments.front();
  if (!arguments.empty()) arguments.erase(arguments.begin());
  if (verb == "payloads" && arguments.size() > 2) return payloads(arguments) ? 0 : 1;
  if (verb == "embed" && arguments.size() % 3 == 1) return embed(arguments) ? 0 : 1;
  std::fprintf(stderr, "usage: shiji_codegen payloads HEADER SOURCE BFBS... | embed SOURCE (KIND NAME FILE)...\n");
  return 2;
}
