#include "cli/shell_line.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::shell_line_test {
namespace {

using Words = std::vector<std::string>;

constexpr const char* usual_breaks = " \t\n\"'@><=;|&(:";

std::string replaced(const char* line, const char* word) {
  return cli::replacement_in_bash(word, cli::read_shell_line(line), usual_breaks);
}

TEST_CASE("a line is read as bash reads it, without its quotes") {
  struct Case {
    const char* line;
    Words words;
    bool in_quotes = false;
  };
  for (const Case& one : std::vector<Case>{
           {"", {""}},
           {"shotlist", {"shotlist"}},
           {"shotlist ", {"shotlist", ""}},
           {"shotlist \t run  a.yaml", {"shotlist", "run", "a.yaml"}},
           {"shotlist run my\\ shots.yaml", {"shotlist", "run", "my shots.yaml"}},
           {"shotlist run 'my shots.yaml' ", {"shotlist", "run", "my shots.yaml", ""}},
           {"shotlist run \"my \\\"shots\\\".yaml\" -",
            {"shotlist", "run", "my \"shots\".yaml", "-"}},
           {"shotlist run \"a\\b\"", {"shotlist", "run", "a\\b"}},
           {"shotlist run '' ", {"shotlist", "run", "", ""}},
           {"shotlist --set model='so", {"shotlist", "--set", "model=so"}, true},
           {"shotlist \"run", {"shotlist", "run"}, true},
           {"shotlist a\\", {"shotlist", "a\\"}},
           {"shotlist 'a\\' b", {"shotlist", "a\\", "b"}},
       }) {
    CAPTURE(one.line);
    const cli::ShellLine read = cli::read_shell_line(one.line);
    CHECK(read.words == one.words);
    CHECK((read.quote != 0) == one.in_quotes);
  }
}

TEST_CASE("bash is given what it replaces: the text behind its last break") {
  CHECK(replaced("shotlist ru", "run") == "run");
  CHECK(replaced("shotlist run --set model=so", "model=sora-2") == "sora-2");
  CHECK(replaced("shotlist run --only=", "--only=a@b") == "a@b");
}

TEST_CASE("what means something to a shell is quoted for bash, inside open quotes in their way") {
  CHECK(replaced("shotlist run --where sty", "style=a b") == "style=a\\ b");
  CHECK(replaced("shotlist run --where style=a", "style=a'$(b)") == "a\\'\\$\\(b\\)");
  CHECK(replaced("shotlist run --where 'style=a", "style=a b") == "style=a b");
  CHECK(replaced("shotlist run --where 'style=a", "style=a'$(b)`c`") == "style=a'\\''$(b)`c`");
  CHECK(replaced("shotlist run --where \"style=a", "style=a'$(b)`c`\\\"") ==
        "style=a'\\$(b)\\`c\\`\\\\\\\"");
  CHECK(replaced("shotlist run --where \"style=a", "style=a!b") == "style=a\"'!'\"b");
  CHECK(replaced("shotlist run --where=\"style=a", "--where=style=ab") == "style=ab");
  CHECK(replaced("shotlist run --where style='a", "style=ab") == "ab");
}

}  // namespace
}  // namespace shotlist::tests::shell_line_test
