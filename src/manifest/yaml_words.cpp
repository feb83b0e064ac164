#include "manifest/yaml_words.h"

#include "base/json_text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

struct Entry {
  std::string_view theirs;  // the start of yaml-cpp's message
  YamlWords ours;
};

constexpr std::string_view quote_remedy = marked("put the text in quotes");

constexpr std::string_view tag_remedy = marked("put text that starts with ! in quotes");
constexpr std::string_view alias_remedy = marked("put text that starts with * in quotes");
constexpr std::string_view anchor_remedy = marked("put text that starts with & in quotes");
constexpr YamlWords directive = {
    marked("a directive (% at the start of a line) that means nothing"),
    marked("remove it, or put text that starts with % in quotes")};
constexpr YamlWords broken_tag = {marked("a tag (! before a value) that is none"), tag_remedy};

constexpr Entry entries[] = {
    {"illegal map value",
     {marked("a colon where no key can be"),
      marked("put text that holds a colon and a space in quotes, and check the indentation")}},
    {"illegal map key",
     {marked("a key where none can be"),
      marked("check the indentation, or put text that starts with ? in quotes")}},
    {"illegal block entry",
     {marked("a list item where none can be"),
      marked("start each item on a line of its own, all with the same indentation, or put text in "
             "quotes")}},
    {"illegal EOF in scalar",
     {marked("the file ends inside a quoted text"), marked("add the closing quote")}},
    {"illegal document indicator in scalar",
     {marked("`---` or `...` inside a quoted text"), marked("add the closing quote before it")}},
    {"end of sequence flow not found",
     {marked("a list in [ ] that does not go on here"),
      marked(
          "write a comma between its items, and put text that holds one of [ ] { } , in quotes")}},
    {"end of map flow not found",
     {marked("a map in { } that does not go on here"),
      marked("write a comma between its entries, and put text that holds one of [ ] { } , in "
             "quotes")}},
    {"illegal flow end",
     {marked("a closing bracket that nothing opened"),
      marked("remove it, or put the text in quotes")}},
    {"end of map not found",
     {marked("this does not belong to the lines above"),
      marked("check the indentation, or put the whole text in quotes")}},
    {"end of sequence not found",
     {marked("this does not belong to the list above"),
      marked("check the indentation, and that each item starts with `- `")}},
    {"illegal tab", {marked("a tab in the indentation"), marked("indent with spaces")}},
    {"unknown token", {marked("no text can start with this character"), quote_remedy}},
    {"illegal character in scalar", {marked("this character cannot be here"), quote_remedy}},
    {"unknown escape character",
     {marked("an unknown escape in double quotes"),
      marked("write \\\\ for a backslash, or use single quotes")}},
    {"bad character found while scanning hex number",
     {marked("an escape without its hexadecimal digits"),
      marked("write \\\\ for a backslash, or use single quotes")}},
    {"invalid unicode",
     {marked("an escape that names no character"), marked("write the character itself")}},
    {"the referenced anchor is not defined",
     {marked("an alias that names no anchor"), alias_remedy}},
    {"alias not found after *", {marked("an alias without a name"), alias_remedy}},
    {"anchor not found after &", {marked("an anchor without a name"), anchor_remedy}},
    {"illegal character found while scanning alias",
     {marked("an alias with a character that no name has"), alias_remedy}},
    {"illegal character found while scanning anchor",
     {marked("an anchor with a character that no name has"), anchor_remedy}},
    {"cannot assign multiple anchors", {marked("two anchors before one value"), anchor_remedy}},
    {"cannot assign multiple aliases",
     {marked("two aliases in the place of one value"), alias_remedy}},
    {"cannot assign the same alias",
     {marked("an anchor that is taken already"), marked("choose another name")}},
    {"aliases can't have any content",
     {marked("a tag or an anchor before an alias"), marked("remove it")}},
    {"cannot assign multiple tags", {marked("two tags before one value"), tag_remedy}},
    {"illegal character found while scanning tag handle", broken_tag},
    {"tag handle with no suffix", broken_tag},
    {"end of verbatim tag not found", broken_tag},
    {"YAML directives must have", directive},
    {"bad YAML version", directive},
    {"YAML major version too large", directive},
    {"repeated YAML directive", directive},
    {"TAG directives must have", directive},
    {"repeated TAG directive", directive},
    {"cannot set zero indentation",
     {marked("a block of text cannot be indented by 0"), "write | or > alone"}},
    {"unexpected character in block scalar",
     {marked("text behind | or >"),
      marked("start the text on the next line, indented, or put it in quotes")}},
};

}  // namespace

std::optional<std::string> in_yaml_quotes(std::string_view text) {
  constexpr std::size_t longest = 300;  // bytes
  if (text.empty() || text.size() > longest) return std::nullopt;
  std::string quoted;
  append_json_text(quoted, text);
  return quoted;
}

YamlWords yaml_words_for(std::string_view message) {
  for (const Entry& entry : entries) {
    if (message.starts_with(entry.theirs)) return entry.ours;
  }
  return {tr("this is not YAML"), tr("check the indentation, the quotes and the brackets here")};
}

}  // namespace shotlist::manifest
