#include "manifest/template.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"

namespace shotlist {
namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";
constexpr std::string_view literal_remedy = "write \\{{ for a literal {{";

TemplateMistake unknown_variable(std::string_view name, const VariableTable& table) {
  const std::string what = fmt::format("there is no variable `{}`", name);
  const auto close = nearest(name, {table.names().begin(), table.names().end()});
  if (close) return {what, fmt::format("did you mean `{}`?", *close), false};
  return {what, fmt::format("give it a value under vars, or {}", literal_remedy), false};
}

// The value of `name`, or nothing and a mistake.
std::optional<std::string_view> value_of(std::string_view name, const ShotVariables& variables,
                                         std::vector<TemplateMistake>& mistakes) {
  if (name.empty()) {
    mistakes.push_back({"there is no name between {{ and }}",
                        fmt::format("name a variable, or {}", literal_remedy), false});
    return std::nullopt;
  }
  const auto index = variables.table().find(name);
  if (!index) {
    mistakes.push_back(unknown_variable(name, variables.table()));
    return std::nullopt;
  }
  const auto value = variables.value_of(*index);
  if (!value) {
    mistakes.push_back({fmt::format("the variable `{}` has no value for this shot", name),
                        fmt::format("give it one, or leave {{{{{}}}}} out", name), true});
  } else if (variables.is_own(*index)) {
    if (auto mistake = template_in_value(name, *value)) mistakes.push_back(std::move(*mistake));
  }
  return value;
}

}  // namespace

bool is_template(std::string_view text) {
  return text.find(opening) != std::string_view::npos;
}

std::optional<TemplateMistake> template_in_value(std::string_view name, std::string_view value) {
  const auto open = value.find(opening);
  const auto close = open == std::string_view::npos ? open : value.find(closing, open);
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view inner =
      trimmed(value.substr(open + opening.size(), close - open - opening.size()));
  return TemplateMistake{
      fmt::format("the value of `{}` holds {{{{{}}}}}", name, inner),
      fmt::format("values are put in as they are; write out what it stands for, or use {{{{{}}}}} "
                  "in the prompt itself",
                  inner),
      true};
}

std::string expand_template(std::string_view text, const ShotVariables& variables,
                            std::vector<TemplateMistake>& mistakes) {
  std::string expanded;
  expanded.reserve(text.size());
  for (;;) {
    const auto open = text.find(opening);
    if (open == std::string_view::npos) break;
    if (open > 0 && text[open - 1] == '\\') {
      expanded += text.substr(0, open - 1);
      expanded += opening;
      text.remove_prefix(open + opening.size());
      continue;
    }
    const auto close = text.find(closing, open + opening.size());
    const auto next_open = text.find(opening, open + opening.size());
    if (close == std::string_view::npos || next_open < close) {
      mistakes.push_back(
          {"a {{ without its }}", fmt::format("add }}}}, or {}", literal_remedy), false});
      expanded += text.substr(0, open + opening.size());
      text.remove_prefix(open + opening.size());
      continue;
    }
    const std::size_t end = close + closing.size();
    const std::string_view name = trimmed(text.substr(open + opening.size(), close - open - 2));
    expanded += text.substr(0, open);
    expanded += value_of(name, variables, mistakes).value_or(text.substr(open, end - open));
    text.remove_prefix(end);
  }
  expanded += text;
  return expanded;
}

}  // namespace shotlist
