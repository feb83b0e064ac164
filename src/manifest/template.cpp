#include "manifest/template.h"

#include <optional>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";
constexpr std::string_view literal_remedy = marked("write \\{{ for a literal {{");

TemplateMistake unknown_variable(std::string_view name, const VariableTable& table) {
  const std::string what = tr("there is no variable `{}`", name);
  const auto close = nearest(name, {table.names().begin(), table.names().end()});
  const std::string remedy = close ? tr("did you mean `{}`?", *close)
                                   : tr("give it a value under vars, or {}", tr(literal_remedy));
  return {Code::unknown_variable, what, remedy, false, std::string(name)};
}

TemplateMistake no_value(std::string_view name) {
  return {Code::missing_value, tr("the variable `{}` has no value for this shot", name),
          tr("give it one, leave {{{{{}}}}} out, or write `vars: {{{}: \"\"}}` if it may be empty",
             name, name),
          true, std::string(name)};
}

TemplateMistake no_text(std::string_view name) {
  return {Code::wrong_type, tr("the value of `{}` is a list or a map, and no text", name),
          tr("give it text, or leave {{{{{}}}}} out", name), true};
}

TemplateMistake too_long(std::size_t longest) {
  return {Code::too_many,
          tr("with its variables filled in, the text is longer than {} bytes", longest),
          tr("make the variables shorter, or use them less often"), true};
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
      Code::nested_template, tr("the value of `{}` holds {{{{{}}}}}", name, inner),
      tr("values are put in as they are; write out what it stands for, or use {{{{{}}}}} "
         "in the prompt itself",
         inner),
      true};
}

Template::Template(std::string_view text, const VariableTable& table) {
  for (;;) {
    const auto open = text.find(opening);
    if (open == std::string_view::npos) break;
    if (open > 0 && text[open - 1] == '\\') {
      pieces_.push_back({text.substr(0, open - 1), {}, {}});
      pieces_.push_back({opening, {}, {}});
      text.remove_prefix(open + opening.size());
      continue;
    }
    // Stops at the next `{{`: otherwise, text with many of them would be scanned once for each.
    const auto next_open = text.find(opening, open + opening.size());
    const auto close = text.substr(0, next_open).find(closing, open + opening.size());
    if (close == std::string_view::npos) {
      pieces_.push_back({text.substr(0, open + opening.size()),
                         {},
                         TemplateMistake{Code::template_syntax, tr("a {{ without its }}"),
                                         tr("add }}}}, or {}", tr(literal_remedy)), false}});
      text.remove_prefix(open + opening.size());
      continue;
    }
    const std::size_t end = close + closing.size();
    pieces_.push_back({text.substr(0, open), {}, {}});
    add_name(trimmed(text.substr(open + opening.size(), close - open - opening.size())),
             text.substr(open, end - open), table);
    text.remove_prefix(end);
  }
  pieces_.push_back({text, {}, {}});
}

void Template::add_name(std::string_view name, std::string_view written,
                        const VariableTable& table) {
  Piece& piece = pieces_.emplace_back(Piece{written, table.find(name), {}});
  if (name.empty()) {
    piece.variable.reset();
    piece.mistake = {Code::template_syntax, tr("there is no name between {{ and }}"),
                     tr("name a variable, or {}", tr(literal_remedy)), false};
  } else if (!piece.variable) {
    piece.mistake = unknown_variable(name, table);
  }
}

void Template::expand(const ShotVariables& variables, std::string& expanded,
                      std::vector<TemplateMistake>& mistakes, std::size_t longest) const {
  for (const Piece& piece : pieces_) {
    const auto value = piece.variable ? variables.value_of(*piece.variable) : std::nullopt;
    const std::string_view added = value.value_or(piece.text);
    if (added.size() > longest || expanded.size() > longest - added.size()) {
      mistakes.push_back(too_long(longest));
      return;
    }
    expanded += added;
    if (piece.mistake) mistakes.push_back(*piece.mistake);
    if (!piece.variable) continue;
    const std::string& name = variables.table().names()[*piece.variable];
    if (!value) {
      mistakes.push_back(no_value(name));
    } else if (variables.is_json(*piece.variable)) {
      mistakes.push_back(no_text(name));
    } else if (variables.is_own(*piece.variable)) {
      if (auto mistake = template_in_value(name, *value)) mistakes.push_back(std::move(*mistake));
    }
  }
}

std::string expand_template(std::string_view text, const ShotVariables& variables,
                            std::vector<TemplateMistake>& mistakes, std::size_t longest) {
  std::string expanded;
  Template(text, variables.table()).expand(variables, expanded, mistakes, longest);
  return expanded;
}

}  // namespace shotlist::manifest
