// Private to parse/: the groups of verbs, each declaring its options and what to do once they are read.
#pragma once

#include "arguments.h"
#include "messages.h"
#include "shiji/ledger/result.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

namespace shiji::cli {

/// A verb that can be parsed: when `app` was named on the command line, `take` gives its arguments.
struct Verb {
  CLI::App* app;
  std::function<ledger::Result<Arguments>()> take;
};

class VerbTable {
 public:
  VerbTable(CLI::App& root, Language language) : root_(root), language_(language) {}
  [[nodiscard]] std::string text(Message message) const { return std::string(text_of(message, language_)); }
  [[nodiscard]] Language language() const { return language_; }
  CLI::App* add(CLI::App& parent, const std::string& name, Message about) const;
  CLI::App* add(const std::string& name, Message about) const { return add(root_, name, about); }
  void on(CLI::App* app, std::function<ledger::Result<Arguments>()> take) { verbs_.push_back({app, std::move(take)}); }
  [[nodiscard]] const std::vector<Verb>& verbs() const { return verbs_; }

 private:
  CLI::App& root_;
  Language language_;
  std::vector<Verb> verbs_;
};

/// Digits and nothing else: the parser alone would take -1 for a large number.
[[nodiscard]] CLI::Validator whole_number(const VerbTable& table);

void add_writing_verbs(VerbTable& table);  ///< init demo append
void add_power_verbs(VerbTable& table);    ///< keys grant revoke
void add_proving_verbs(VerbTable& table);  ///< verify checkpoint prove check log
void add_reading_verbs(VerbTable& table);  ///< show events subscribe project query replay serve status

}  // namespace shiji::cli
