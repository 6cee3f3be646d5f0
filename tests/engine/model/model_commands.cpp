// What a ModelRun sends: mostly good submissions, and one of each kind that the ledger must refuse or repeat.
#include "model_run.h"

#include <catch2/catch.hpp>

namespace shiji::tests {

namespace {

constexpr std::uint64_t many_commands = 150;
constexpr std::uint64_t very_many_commands = 800;
constexpr std::uint64_t few_commands = 12;

}  // namespace

/// The next part of the open document.
Command ModelRun::next_part() {
  if (part_ == parts_) {
    ++document_;
    part_ = 0;
    parts_ = 1 + static_cast<std::uint32_t>(below(40));
  }
  return document_part(document_, part_++, parts_);
}

/// Schools and document parts mixed. A document whose last parts were refused is left behind.
std::vector<Command> ModelRun::some_commands() {
  if (part_ > 0 && reference_.version_of(document_part(document_, 0, parts_).stream) != part_ - 1) part_ = parts_;
  std::vector<Command> commands;
  const bool large = model_size_ == ModelSize::large;
  const bool many = below(large ? 3 : 15) == 0;
  const auto count = 1 + below(many ? (large ? very_many_commands : many_commands) : few_commands);
  while (commands.size() < count) commands.push_back(below(2) == 0 ? school(next_school_++) : next_part());
  return commands;
}

std::string ModelRun::some_stream() {
  if (below(8) == 0) return school(next_school_ + below(100)).stream;
  return reference_.events()[below(size())].stream;
}

engine::Submission ModelRun::signed_under(const std::string& id, const std::vector<Command>& commands) {
  return TestLedger::submission(id, commands, *key_);
}

engine::Submission ModelRun::some_submission() {
  switch (below(12)) {
    case 0:
      return with_school_twice();
    case 1:
      return with_part_out_of_order();
    case 2:
    case 3:
      return with_expected_versions();
    case 4:
      return repeated();
    case 5:
      return under_taken_id();
    default:
      return good_submission();
  }
}

engine::Submission ModelRun::good_submission() {
  return signed_under("model/" + std::to_string(next_id_++), some_commands());
}

engine::Submission ModelRun::with_school_twice() {
  std::vector<Command> commands;
  for (auto left = below(few_commands); left > 0; --left) commands.push_back(school(next_school_++));
  // The same school within the submission, or one that may stand in the ledger.
  const auto again = school(commands.empty() || below(2) == 0 ? below(next_school_ + 1) : next_school_ - 1);
  commands.insert(commands.begin() + static_cast<std::ptrdiff_t>(below(commands.size() + 1)), again);
  return signed_under("model/" + std::to_string(next_id_++), commands);
}

engine::Submission ModelRun::with_part_out_of_order() {
  const auto document = 1'000'000 + next_id_;
  const auto wrong = 1 + static_cast<std::uint32_t>(below(3));
  return signed_under("model/" + std::to_string(next_id_++),
                      {school(next_school_++), document_part(document, 0, 5), document_part(document, 1 + wrong, 5)});
}

engine::Submission ModelRun::with_expected_versions() {
  auto submission = good_submission();
  for (auto left = 1 + below(3); left > 0; --left) {
    engine::ExpectedVersion expected{some_stream(), std::nullopt};
    const auto actual = reference_.version_of(expected.stream);
    if (actual) expected.version = ledger::Version{*actual};
    if (below(6) == 0) expected.version = ledger::Version{below(4)};
    if (below(10) == 0) expected.version.reset();
    submission.expected.push_back(expected);
  }
  return submission;
}

/// One sent before, recorded or refused: a refused one may be good by now.
engine::Submission ModelRun::repeated() { return sent_.empty() ? good_submission() : sent_[below(sent_.size())]; }

engine::Submission ModelRun::under_taken_id() {
  return signed_under("model/" + std::to_string(below(next_id_ + 1)), {school(next_school_++)});
}

}  // namespace shiji::tests
