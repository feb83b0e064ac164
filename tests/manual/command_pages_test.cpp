#include "manual/command_pages.h"

#include <string>

#include "cli/command_options.h"
#include "cli/help_text.h"
#include "manual/roff.h"
#include "support/catch2.h"

namespace shotlist::tests::command_pages_test {
namespace {

const manual::Edition edition{"2026-11-30", "shotlist 1.2"};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Lines of the source are broken where they are long.
std::string joined(std::string text) {
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at))
    text[at] = ' ';
  return text;
}

TEST_CASE("the page of a command has all that its help has: options, what they mean, examples") {
  cli::Drafts drafts;
  std::size_t options = 0;
  drafts.each([&](const char* name, auto& draft) {
    const std::string page = joined(manual::command_page(name, edition));
    for (const cli::Option& option : cli::options_of(draft)) {
      CAPTURE(name, option.names);
      if (option.description.empty()) {
        CHECK_FALSE(has(page, manual::bold(option.names)));
        continue;
      }
      ++options;
      CHECK(has(page, manual::plain(option.names.substr(option.names.rfind(',') + 1))));
      CHECK(has(page, manual::plain(option.description)));
    }
    CAPTURE(name);
    CHECK(has(page, manual::plain(cli::help_for(name).summary)));
    CHECK(has(page, "\\fBshotlist " + std::string(name)));
    CHECK(has(page, ".SH EXAMPLES"));
  });
  CHECK(options > 150);
}

TEST_CASE("what stands behind the examples of a help is in the description of the page") {
  const std::string page = manual::command_page("sandbox", edition);
  const auto faults = page.find("file\\-redirect\\-private");
  REQUIRE(faults != std::string::npos);
  CHECK(faults < page.find(".SH OPTIONS"));
}

TEST_CASE("an example and what it does are apart") {
  const std::string page = manual::command_page("check", edition);
  CHECK(has(page,
            "\\fBshotlist check shots.yaml \\-\\-json\\fR\n.RS 4\nfor editors: one mistake a "
            "line\n.RE\n"));
}

TEST_CASE("exit codes are those of the command") {
  CHECK(has(manual::command_page("run", edition), "\\fB6\\fR\nrows in doubt or held"));
  CHECK(has(manual::command_page("collect", edition), "\\fB5\\fR\npatience is over"));
  CHECK(has(manual::command_page("log", edition), "0 if it did what was asked"));
}

TEST_CASE("the page of the program leads to those of all commands, and tells its environment") {
  const std::string page = manual::program_page(edition);
  for (const std::string& name : manual::command_names()) {
    CAPTURE(name);
    CHECK(has(page, "\\fB" + manual::plain("shotlist-" + name) + "\\fR(1)"));
  }
  for (const cli::Meaning& variable : cli::environment_variables())
    CHECK(has(page, manual::plain(variable.word)));
  CHECK(has(page, "\\fBshotlist\\-manifest\\fR(5)"));
}

}  // namespace
}  // namespace shotlist::tests::command_pages_test
