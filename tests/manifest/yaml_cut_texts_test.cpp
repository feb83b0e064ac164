// Text that YAML reads as something else: whole cases are corpus/good/cut-text.yaml, comments.yaml
// and corpus/bad/tags.yaml. Here are the mistakes that end the reading, and the shapes of comments.

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::yaml_cut_texts_test {

namespace {

const std::string frame =
    "shotlist: 1\n"
    "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n"
    "shots:\n";

std::string mistakes_of(const std::string& shots) {
  return read_yaml(frame + shots).mistakes;
}

}  // namespace

TEST_CASE("text that starts like something else in YAML gets a remedy to be pasted") {
  struct Case {
    std::string text;
    int column;
    std::string what;
    std::string remedy;
  };
  const std::string below = "this does not belong to the lines above";
  const std::string whole = "check the indentation, or put the whole text in quotes (";
  const std::vector<Case> cases = {
      {"@home neon", 13, "no text can start with this character", "put the text in quotes ("},
      {"`code` neon", 13, "no text can start with this character", "put the text in quotes ("},
      {"%50 off", 13, "no text can start with this character", "put the text in quotes ("},
      {"*alias runs", 13, "an alias that names no anchor",
       "put text that starts with * in quotes ("},
      {"** bold **", 13, "an alias that names no anchor",
       "put text that starts with * in quotes ("},
      {"& Juliet", 14, "an anchor without a name", "put text that starts with & in quotes ("},
      {"? A fox", 13, "a key where none can be",
       "check the indentation, or put text that starts with ? in quotes ("},
      {"- A fox", 13, "a list item where none can be",
       "start each item on a line of its own, all with the same indentation, or put text in "
       "quotes ("},
      {"| A fox", 15, "text behind | or >",
       "start the text on the next line, indented, or put it in quotes ("},
      {"> 雨夜", 15, "text behind | or >",
       "start the text on the next line, indented, or put it in quotes ("},
      {"[wide] A fox", 20, below, whole},
      {"{time} fox", 20, below, whole},
      {"\"A\" fox", 17, below, whole},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    std::string quoted;
    for (const char letter : c.text)
      quoted += letter == '"' ? std::string("\\\"") : std::string(1, letter);
    CHECK(mistakes_of("  - prompt: " + c.text + "\n") == "m.yaml:4:" + std::to_string(c.column) +
                                                             ": " + c.what + "; " + c.remedy +
                                                             "\"" + quoted + "\")\n");
    // What the remedy says is the text.
    CHECK(read_yaml(frame + "  - prompt: \"" + quoted + "\"\n").prompts() == c.text + "\n");
  }
}

TEST_CASE("a comment that cuts a text of several lines is named where the text goes on") {
  const std::string because =
      "; put the text above in quotes, because ` #` begins a comment, or check the indentation\n";
  const std::string below = ": this does not belong to the lines above" + because;
  CHECK(mistakes_of("  - prompt: A fox #4k\n      and jumps\n") == "m.yaml:5:7" + below);
  CHECK(mistakes_of("  - prompt: A fox\n      runs #4k\n\n      # why\n      and jumps\n") ==
        "m.yaml:8:7" + below);
  CHECK(mistakes_of("  - prompt: A fox # why\n   size: small\n") ==
        "m.yaml:5:4: this does not belong to the list above" + because);
  CHECK(mistakes_of("  - {prompt: A fox #4k, size: small}\n") ==
        "m.yaml:4:5: the { that opens here is never closed; add the }, or put text that starts "
        "with { in quotes; what follows ` #` is a comment: put text that holds it in quotes\n");
}

TEST_CASE("a text too long to be pasted is not printed again") {
  CHECK(mistakes_of("  - prompt: " + std::string(400, 'x') + " #4k\n") ==
        "m.yaml:4:414: warning: what follows `#` is a comment, and no part of the text; put the "
        "text in quotes, or the comment on a line of its own\n");
}

TEST_CASE("a comment is said once, however often its text is used") {
  CHECK(mistakes_of("  - &first {prompt: A fox #4k\n    }\n  - *first\n") ==
        "m.yaml:4:5: warning: the same request as at m.yaml:4: both will be paid for; remove one, "
        "or give each an id\n"
        "m.yaml:4:27: warning: what follows `#` is a comment, and no part of the text; write \"A "
        "fox #4k\" if it is text, or put the comment on a line of its own\n");
}

TEST_CASE("fields of a model's own are free text unless they have values") {
  const std::string manifest =
      "shotlist: 1\n"
      "models: {mine: {fields: {tone: {type: text}, style: {type: text, values: [film, ink]}}}}\n"
      "shots_from: [{file: p.txt, defaults: {model: mine, style: film #1\n"
      "  , tone: warm #2\n"
      "  }, vars: {a: b #3\n"
      "  }}]\n";
  const std::string comment = ": warning: what follows `#` is a comment, and no part of the text; ";
  const std::string or_else = " if it is text, or put the comment on a line of its own\n";
  CHECK(read_files({{"m.yaml", manifest}, {"p.txt", "one\n"}}, "m.yaml").mistakes ==
        "m.yaml:4:16" + comment + "write \"warm #2\"" + or_else + "m.yaml:5:18" + comment +
            "write \"b #3\"" + or_else);
}

}  // namespace shotlist::tests::yaml_cut_texts_test
