#include "manifest/template.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::template_test {

using namespace shotlist::manifest;

namespace {

std::string shown(std::string_view text) {
  VariableTable table;
  table.set_default(table.add("style"), "on film");
  table.set_default(table.add("empty"), "");
  table.set_default(table.add("time of day"), "dusk");
  table.set_default(table.add("braces"), "{{style}}");
  const std::size_t place = table.add("place");
  table.add("unset");
  ShotVariables variables(table);
  variables.clear();
  variables.set(place, "港口");
  std::vector<TemplateMistake> mistakes;
  std::string whole = expand_template(text, variables, mistakes);
  for (const TemplateMistake& mistake : mistakes) {
    whole += " !" + mistake.what + "; " + mistake.remedy;
  }
  return whole;
}

}  // namespace

TEST_CASE("templates are filled in") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"plain", "plain"},
      {"{{style}}", "on film"},
      {"a {{ style }}, b", "a on film, b"},
      {"{{\tstyle\n}}", "on film"},
      {"{{style}}{{place}}", "on film港口"},
      {"[{{empty}}]", "[]"},
      {"{{time of day}}", "dusk"},
      {"a value is not looked into: {{braces}}", "a value is not looked into: {{style}}"},
      {"\\{{style}}", "{{style}}"},
      {"\\{{ and {{style}}", "{{ and on film"},
      {"a \\ b {style} }} {", "a \\ b {style} }} {"},
      {"\\\\{{style}}", "\\{{style}}"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(shown(text) == expected);
  }
}

TEST_CASE("what cannot be filled in is said, with what to do") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{{stile}}", "{{stile}} !there is no variable `stile`; did you mean `style`?"},
      {"{{weather}}",
       "{{weather}} !there is no variable `weather`; give it a value under vars, or write \\{{ for "
       "a literal {{"},
      {"{{unset}}",
       "{{unset}} !the variable `unset` has no value for this shot; give it one, leave "
       "{{unset}} out, or write `vars: {unset: \"\"}` if it may be empty"},
      {"a {{style", "a {{style !a {{ without its }}; add }}, or write \\{{ for a literal {{"},
      {"{{ a {{style}}",
       "{{ a on film !a {{ without its }}; add }}, or write \\{{ for a literal {{"},
      {"{{}}",
       "{{}} !there is no name between {{ and }}; name a variable, or write \\{{ for a literal {{"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(shown(text) == expected);
  }
}

}  // namespace shotlist::tests::template_test
