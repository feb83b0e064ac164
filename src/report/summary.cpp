#include "report/summary.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "report/cause_table.h"
#include "report/next_steps.h"
#include "report/paragraph.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

constexpr std::size_t indent_of_next = 6;

std::string counts_text(const Counts& counts, std::size_t width) {
  return paragraph(
      counted(counts.total(), "request") + ":",
      {fmt::format(" {} submitted,", counts.submitted),
       fmt::format(" {} rejected,", counts.rejected), fmt::format(" {} failed,", counts.failed),
       fmt::format(" {} in doubt,", counts.in_doubt), fmt::format(" {} held,", counts.held),
       fmt::format(" {} not sent", counts.not_sent)},
      width, 2);
}

// A command follows its prose after two spaces, to be seen as one.
std::vector<std::string> step(std::string_view before, const std::string& command,
                              std::string_view after = {}) {
  std::vector<std::string> pieces;
  add_words(pieces, before);
  if (!command.empty()) pieces.push_back((pieces.empty() ? " " : "  ") + command);
  if (!after.empty()) pieces.push_back(fmt::format("  ({})", after));
  return pieces;
}

// Whoever writes it down has no refusals the next time.
std::string pace_text(const submit::Allowance& learned, std::size_t width) {
  std::string settings;
  if (learned.rate) settings = "rate: " + to_text(Pace{learned.rate});
  if (learned.at_a_time) {
    settings += fmt::format("{}jobs: {}", settings.empty() ? "" : ", ", *learned.at_a_time);
  }
  if (settings.empty()) return {};
  return paragraph("pace:",
                   step(fmt::format("the server took about {}; to keep to that from the start, "
                                    "write under submit: in the manifest",
                                    allowance_text(learned)),
                        settings),
                   width, indent_of_next);
}

std::string figure_text(const Figure& figure, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, figure.text);
  return paragraph(figure.label + ":", words, width, indent_of_next);
}

std::string next_text(const Results& results, const Ending& ending, std::size_t width) {
  std::string text;
  for (const NextStep& next : next_steps(results, ending)) {
    text += paragraph(text.empty() ? "next:" : "also:", step(next.prose, next.command, next.effect),
                      width, indent_of_next);
  }
  return text;
}

}  // namespace

Counts count_rows(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows)
    counts.add(row.status);
  return counts;
}

std::string summary_line(const Results& results, const Ending& ending) {
  std::string line = counts_text(count_rows(results), std::string::npos);
  if (ending.stopped_because.empty()) return line;
  line.pop_back();  // the line end
  return line + "; stopped: " + disarm(ending.stopped_because) + '\n';
}

std::string summary_text(const Results& results, const Ending& ending, std::size_t width,
                         const Style& style) {
  const Counts counts = count_rows(results);
  std::string text = counts_text(counts, width);
  text += causes_text(results, width, style);
  if (!ending.stopped_because.empty()) {
    text += figure_text({"stopped", disarm(ending.stopped_because)}, width);
  }
  if (!ending.cost.empty()) text += figure_text({"cost", disarm(ending.cost)}, width);
  for (const Figure& figure : ending.figures)
    text += figure_text(figure, width);
  text += pace_text(ending.learned, width);
  text += "results: " + disarm(ending.results_file) + '\n';
  return text + next_text(results, ending, width);
}

}  // namespace shotlist::report
