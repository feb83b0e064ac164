#include "manual/command_pages.h"

#include <cstddef>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command_options.h"
#include "cli/help_text.h"
#include "manual/roff.h"

namespace shotlist::manual {
namespace {

constexpr std::string_view blanks = "  ";
constexpr std::size_t comment_column = 30;  // what begins behind it goes on with a comment

std::string reference(std::string_view page, int section) {
  return bold(page) + fmt::format("({})", section);
}

void add_name(Page& page, std::string_view name, std::string_view summary) {
  page.section("Name");
  std::string said(summary);
  if (said.ends_with('.')) said.pop_back();
  page.paragraph(plain(name) + " \\- " + plain(said));
}

// `  COMMAND   what it does`, one below the other; a comment without a command goes with the last.
void add_examples(Page& page, std::string_view examples) {
  page.section("Examples");
  for (const std::string_view line : split(examples, '\n')) {
    const std::string_view text = trimmed(line);
    const auto indent = static_cast<std::size_t>(text.data() - line.data());
    if (indent > comment_column) {
      page.below(plain(text));
      continue;
    }
    const auto gap = text.find(blanks);
    page.paragraph(bold(text.substr(0, gap)));
    if (gap != std::string_view::npos) page.below(plain(trimmed(text.substr(gap))));
  }
}

// What stands below the examples: prose, and lists that are set in.
void add_remarks(Page& page, std::string_view remarks) {
  std::string prose;
  std::string list;
  const auto flush = [&] {
    if (!prose.empty()) page.paragraph(plain(std::exchange(prose, {})));
    if (!list.empty()) page.verbatim(std::exchange(list, {}));
  };
  for (const std::string_view line : split(remarks, '\n')) {
    const bool is_list = line.starts_with(blanks);
    if (line.empty() || is_list == !prose.empty()) flush();
    std::string& text = is_list ? list : prose;
    if (!text.empty()) text += is_list ? '\n' : ' ';
    text += is_list ? line.substr(blanks.size()) : line;
  }
  flush();
}

void add_meanings(Page& page, std::span<const cli::Meaning> meanings) {
  for (const cli::Meaning& meaning : meanings)
    page.entry(bold(meaning.word), plain(meaning.meaning));
}

std::string term_of(const cli::Option& option) {
  std::string term;
  for (const std::string_view name : split(option.names, ','))
    term += (term.empty() ? "" : ", ") + bold(name);
  return option.value.empty() ? term : term + ' ' + italic(option.value);
}

bool is_positional(const cli::Option& option) {
  return !option.names.starts_with('-');
}

// Like the help, which shows the groups behind the rest.
void add_options(Page& page, const cli::Options& options) {
  page.section("Options");
  std::vector<std::string> groups = {""};
  for (const cli::Option& option : options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end())
      groups.push_back(option.group);
  }
  for (const std::string& group : groups) {
    if (!group.empty()) page.subsection(group);
    for (const cli::Option& option : options) {
      const bool is_shown = !is_positional(option) && !option.description.empty();
      if (is_shown && option.group == group) page.entry(term_of(option), plain(option.description));
    }
    if (group.empty()) page.entry(bold("-h") + ", " + bold("--help"), plain(cli::help_meaning));
  }
}

void add_synopsis(Page& page, std::string_view command, const cli::Options& options) {
  page.section("Synopsis");
  std::string text = bold(fmt::format("shotlist {}", command));
  for (const cli::Option& option : options) {
    if (!is_positional(option)) continue;
    const std::string name =
        italic(option.names) + (option.kind == cli::Option::Kind::many ? "..." : "");
    text += ' ' + (option.required ? name : '[' + name + ']');
  }
  page.paragraph(text + " [" + italic("OPTION") + "]...");
}

void add_arguments(Page& page, const cli::Options& options) {
  for (const cli::Option& option : options) {
    if (is_positional(option)) page.entry(italic(option.names), plain(option.description));
  }
}

cli::Options options_of(std::string_view command, cli::Drafts& drafts) {
  cli::Options options;
  drafts.each([&](const char* name, auto& draft) {
    if (command == name) options = cli::options_of(draft);
  });
  return options;
}

}  // namespace

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  cli::Drafts().each([&names](const char* name, auto&) { names.emplace_back(name); });
  return names;
}

std::string program_page(const Edition& edition) {
  const cli::CommandHelp& help = cli::help_for("shotlist");
  Page page("shotlist", 1, edition.date, edition.source);
  add_name(page, help.name,
           "submit manifests of video prompts to a paid API, and collect the videos");
  page.section("Synopsis");
  page.paragraph(bold("shotlist") + ' ' + italic("COMMAND") + " [" + italic("ARGUMENT") + "]...");
  page.section("Description");
  page.paragraph(plain(help.summary));
  page.section("Commands");
  for (const std::string& name : command_names())
    page.entry(reference("shotlist-" + name, 1), plain(cli::help_for(name).summary));
  page.entry(bold("shotlist help ") + italic("COMMAND"), plain(cli::help_command_summary));
  page.section("Options");
  page.entry(bold("-h") + ", " + bold("--help"), plain(cli::help_meaning));
  page.entry(bold("-V") + ", " + bold("--version"), plain(cli::version_meaning));
  add_examples(page, help.examples);
  page.section("Exit status");
  add_meanings(page, cli::exit_codes());
  page.section("Environment");
  add_meanings(page, cli::environment_variables());
  page.section("Files");
  add_meanings(page, cli::known_files());
  page.section("See also");
  page.paragraph(reference("shotlist-manifest", 5));
  return page.text();
}

std::string command_page(std::string_view command, const Edition& edition) {
  const cli::CommandHelp& help = cli::help_for(command);
  cli::Drafts drafts;
  const cli::Options options = options_of(command, drafts);
  const std::string name = fmt::format("shotlist-{}", command);
  const std::string_view text = help.examples;
  const auto gap = text.find("\n\n");

  Page page(name, 1, edition.date, edition.source);
  add_name(page, name, help.summary);
  add_synopsis(page, command, options);
  page.section("Description");
  page.paragraph(plain(help.summary) + '.');
  add_arguments(page, options);
  if (gap != std::string_view::npos) add_remarks(page, text.substr(gap + 2));
  add_options(page, options);
  add_examples(page, text.substr(0, gap));
  page.section("Exit status");
  if (command == "run" || command == "retry") {
    add_meanings(page, cli::exit_codes());
  } else if (command == "collect") {
    add_meanings(page, cli::collect_exit_codes());
  } else {
    page.paragraph("0 if it did what was asked; otherwise as in " + reference("shotlist", 1) + '.');
  }
  page.section("See also");
  page.paragraph(reference("shotlist", 1) + ", " + reference("shotlist-manifest", 5));
  return page.text();
}

}  // namespace shotlist::manual
