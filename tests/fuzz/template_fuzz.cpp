#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/must.h"
#include "manifest/template.h"

using namespace shotlist::base;
using namespace shotlist::manifest;
using namespace shotlist::tests;

// The first line is the value of `a`, the rest is the template.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view value = input.substr(0, end);
  const std::string_view text = input.substr(std::min(end + 1, input.size()));

  VariableTable table;
  table.add("a");
  table.add("b");  // has no value
  ShotVariables variables(table);
  variables.clear();
  variables.set(0, value);
  std::vector<TemplateMistake> mistakes;
  const std::string whole = expand_template(text, variables, mistakes);

  if (!is_template(text)) must(whole == text && mistakes.empty());
  for (const TemplateMistake& mistake : mistakes)
    must(!mistake.what.empty() && !mistake.remedy.empty());
  // Nobody pays for a template: what still looks like one was told of, or asked for by `\{{`.
  const bool asked_for = text.find("\\{{") != std::string_view::npos;
  const bool plain_value = value.find('{') == std::string_view::npos;
  if (is_template(whole) && !asked_for && plain_value) must(!mistakes.empty());
  return 0;
}
