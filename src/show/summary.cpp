#include "show/summary.h"

#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"
#include "show/cause_table.h"
#include "show/next_steps.h"
#include "show/paragraph.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

constexpr std::size_t indent_of_next = 6;

// Lines are broken before they are painted, which would count as width.
std::string with(std::string text, std::string_view part, const std::string& painted) {
  const auto at = part.empty() ? std::string::npos : text.find(part);
  return at == std::string::npos ? text : text.replace(at, part.size(), painted);
}

std::string counts_text(const Counts& counts, std::size_t width, const Style& style) {
  const std::string total = counted(counts.total(), "request");
  const std::pair<Status, std::string> parts[] = {
      {Status::submitted, tr(" {} submitted,", counts.submitted)},
      {Status::rejected, tr(" {} rejected,", counts.rejected)},
      {Status::failed, tr(" {} failed,", counts.failed)},
      {Status::in_doubt, tr(" {} in doubt,", counts.in_doubt)},
      {Status::held, tr(" {} held,", counts.held)},
      {Status::not_sent, tr(" {} not sent", counts.not_sent)}};
  std::vector<std::string> pieces;
  for (const auto& [status, words] : parts)
    pieces.push_back(words);
  std::string text = paragraph(total + tr(":"), pieces, width, 2);
  for (const auto& [status, words] : parts) {
    const std::string_view part = trimmed(words);
    if (counts.of(status) > 0) text = with(std::move(text), part, style.painted(status, part));
  }
  return with(std::move(text), total, style.bold(total));
}

// Two spaces set a command off from the prose before it.
std::vector<std::string> step(std::string_view before, const std::string& command,
                              std::string_view after = {}) {
  std::vector<std::string> pieces;
  add_words(pieces, before);
  if (!command.empty()) pieces.push_back((pieces.empty() ? " " : "  ") + command);
  if (!after.empty()) pieces.push_back(tr("  ({})", after));
  return pieces;
}

// With this pace in the manifest, the next run is not refused.
std::string pace_text(const submit::Allowance& learned, std::size_t width) {
  std::string settings;
  if (learned.rate) settings = tr("rate: ") + to_text(Pace{learned.rate});
  if (learned.at_a_time) {
    settings += tr("{}jobs: {}", settings.empty() ? "" : tr(", "), *learned.at_a_time);
  }
  if (settings.empty()) return {};
  return paragraph(tr("pace:"),
                   step(tr("the server took about {}; to keep to that from the start, "
                           "write under submit: in the manifest",
                           allowance_text(learned)),
                        settings),
                   width, indent_of_next);
}

std::string figure_text(const Figure& figure, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, figure.text);
  return paragraph(figure.label + tr(":"), words, width, indent_of_next);
}

std::string left_in_doubt_text(const Unfinished& unfinished, std::size_t width) {
  const std::size_t rows = unfinished.left_in_doubt;
  if (rows == 0) return {};
  return figure_text({tr("also in doubt"), tr("{} no longer in the manifest",
                                              counted(rows, "row", "that is", "that are"))},
                     width);
}

// The examples of held rows include their commands.
std::string next_text(Counts counts, const Unfinished& unfinished, const Ending& ending,
                      std::size_t width, const Style& style) {
  if (ending.held.rows > 0) counts.held = 0;
  std::string text;
  for (const NextStep& next : next_steps(counts, unfinished, ending)) {
    const std::string label = text.empty() ? tr("next:") : tr("also:");
    const std::string one =
        paragraph(label, step(next.prose, next.command, next.effect), width, indent_of_next);
    text += with(with(one, next.command, style.bold(next.command)), label, style.bold(label));
  }
  // Set apart where a person reads it; for programs a line less.
  return style.is_on() && !text.empty() ? '\n' + text : text;
}

}  // namespace

std::string summary_line(const Counts& counts, const Ending& ending) {
  std::string line = counts_text(counts, std::string::npos, Style());
  if (ending.stopped_because.empty()) return line;
  line.pop_back();  // the line end
  return line + tr("; stopped: ") + disarm(ending.stopped_because.spoken) + '\n';
}

std::string summary_text(const Counts& counts, const Unfinished& unfinished, const Ending& ending,
                         std::size_t width, const Style& style) {
  std::string text = counts_text(counts, width, style);
  std::vector<Cause> causes = unfinished.causes.list();
  if (ending.held.rows > 0) {
    std::erase_if(causes, [](const Cause& cause) { return cause.status == Status::held; });
  }
  text += causes_text(std::move(causes), width, style);
  text += left_in_doubt_text(unfinished, width);
  text += held_text(ending.held, width);
  if (!ending.stopped_because.empty()) {
    text += figure_text({tr("stopped"), disarm(ending.stopped_because.spoken)}, width);
  }
  if (!ending.cost.empty()) text += figure_text({tr("cost"), disarm(ending.cost)}, width);
  for (const Figure& figure : ending.figures)
    text += figure_text(figure, width);
  text += pace_text(ending.learned, width);
  text += tr("results: ") + disarm(ending.results_file) + '\n';
  return text + next_text(counts, unfinished, ending, width, style);
}

}  // namespace shotlist::show
