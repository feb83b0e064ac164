#include "show/cause_table.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "base/translation.h"
#include "show/cause.h"
#include "show/paragraph.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

constexpr std::size_t causes_shown = 10;
constexpr std::size_t least_message = 12;  // columns

std::string message_of(const Cause& cause) {
  const std::string reason = reason_text(cause.error_class, cause.error);
  return reason.empty() ? tr("no reason given") : disarm(reason);
}

// As many ids as fit, at least one, and a mark if there are more.
std::string examples_within(const Cause& cause, std::size_t width) {
  std::string text = disarm(cause.examples.front());
  std::size_t shown = 1;
  for (; shown < cause.examples.size(); ++shown) {
    const std::string longer = text + ", " + disarm(cause.examples[shown]);
    const std::size_t sign = shown + 1 < cause.rows ? display_width(", …") : 0;
    if (display_width(longer) + sign > width) break;
    text = longer;
  }
  if (shown < cause.rows) text += ", …";
  return fitted(text, width);
}

}  // namespace

std::string causes_text(std::vector<Cause> causes, std::size_t width, const Style& style) {
  std::size_t rows_left_out = 0;
  for (std::size_t i = causes_shown; i < causes.size(); ++i)
    rows_left_out += causes[i].rows;
  const std::size_t left_out = causes.size() - std::min(causes.size(), causes_shown);
  causes.resize(causes.size() - left_out);

  std::size_t label_width = 0;
  std::size_t message_width = 0;
  std::size_t examples_width = 0;
  const auto label_of = [](const Cause& cause) {
    return fmt::format("{}{} ({})", spoken(cause.status), cause.has_left ? tr(", left") : "",
                       cause.rows);
  };
  for (const Cause& cause : causes) {
    label_width = std::max(label_width, display_width(label_of(cause)));
    message_width = std::max(message_width, display_width(message_of(cause)));
    examples_width = std::max(examples_width, display_width(examples_within(cause, width)));
  }
  // The ids get at least a third of the room, and whatever the messages leave.
  const std::size_t gaps = 2 + 2 + 3;
  const std::size_t room = width - std::min(width, label_width + gaps);
  const std::size_t kept_for_examples = std::min(examples_width, room / 3);
  message_width =
      std::min(message_width, std::max(std::min(room, least_message), room - kept_for_examples));

  std::string text;
  for (const Cause& cause : causes) {
    std::string line = "  " + style.painted(cause.status, padded(label_of(cause), label_width)) +
                       "  " + padded(message_of(cause), message_width) + "   " +
                       examples_within(cause, room - message_width);
    while (line.back() == ' ')
      line.pop_back();
    text += line + '\n';
  }
  if (left_out > 0) {
    text += paragraph(tr("  and"),
                      {tr(" {} more kinds of failure", left_out),
                       tr(" ({} in all)", counted(rows_left_out, "row"))},
                      width, 4);
  }
  return text;
}

}  // namespace shotlist::show
