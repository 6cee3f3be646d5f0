#include "completion.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <vector>

namespace shiji::cli {
namespace {

struct Completed {
  std::string path;  ///< "", "log", "log export"
  std::string about;
  std::vector<std::string> verbs, options;
};

/// The root and every verb below it.
void collect(const CLI::App& app, const std::string& path, std::vector<Completed>& out) {
  Completed here{path, app.get_description(), {}, {}};
  const auto below = app.get_subcommands([](const CLI::App*) { return true; });
  for (const auto* verb : below) here.verbs.push_back(verb->get_name());
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) here.options.push_back("--" + name);
  }
  out.push_back(std::move(here));
  for (const auto* verb : below) collect(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name(), out);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

std::string bash_script(const std::vector<Completed>& all) {
  std::string out = R"(# bash completion of shiji: source <(shiji completion bash)
_shiji() {
  local current=${COMP_WORDS[COMP_CWORD]} path= word words
  _shiji_words
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $words " in *" $word "*) [[ $word == -* ]] || { path="${path:+$path }$word"; _shiji_words; } ;; esac
  done
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
}
_shiji_words() {
  case $path in
)";
  const auto& global = all.front().options;
  for (const auto& completed : all) {
    out.append("    '").append(completed.path).append("') words='").append(joined(completed.verbs));
    out.append(" ").append(joined(completed.options));
    if (!completed.path.empty()) out.append(" ").append(joined(global));
    out.append("' ;;\n");
  }
  return out + "  esac\n}\ncomplete -o default -F _shiji shiji\n";
}

/// Within single quotes of fish.
std::string in_single_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

std::string fish_script(const std::vector<Completed>& all) {
  std::string out = "# fish completion of shiji: shiji completion fish | source\n";
  for (const auto& completed : all) {
    std::string seen = "__fish_use_subcommand";
    if (!completed.path.empty()) {
      seen = "__fish_seen_subcommand_from " + completed.path.substr(completed.path.rfind(' ') + 1);
    }
    for (const auto& option : completed.options) {
      out.append("complete -c shiji -n '").append(completed.path.empty() ? "true" : seen);
      out.append("' -l ").append(option.substr(2)).append("\n");
    }
    for (const auto& verb : completed.verbs) {
      const auto path = completed.path.empty() ? verb : completed.path + " " + verb;
      const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.path == path; });
      out.append("complete -c shiji -n '").append(seen).append("' -a ").append(verb);
      out.append(" -d ").append(in_single_quotes(found->about)).append("\n");
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> completion_script(const CLI::App& root, std::string_view shell) {
  std::vector<Completed> all;
  collect(root, "", all);
  if (shell == "bash") return bash_script(all);
  // zsh takes bash's once it has loaded its own layer for that.
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script(all);
  if (shell == "fish") return fish_script(all);
  return std::nullopt;
}

}  // namespace shiji::cli
