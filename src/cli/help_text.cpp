#include "cli/help_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "base/display_width.h"
#include "base/text.h"
#include "base/translation.h"
#include "show/paragraph.h"

namespace shotlist::cli {
namespace {

constexpr std::array<CommandHelp, 16> helps = {{
    {"shotlist",
     marked(
         "Submits a manifest of video prompts to a paid API: never twice by itself, never losing a "
         "task "
         "id."),
     marked(R"(  shotlist init shots.yaml                a manifest to start from
  shotlist check shots.yaml               find every mistake; nothing is sent
  shotlist plan shots.yaml                what would be sent, row by row, and why
  shotlist run shots.yaml --sandbox       rehearse against a server inside this program
  shotlist run shots.yaml --rate 60/min   submit; run again to go on
  shotlist collect shots.yaml --download videos
                                          wait for the videos, and fetch them
  shotlist review shots.yaml              what happened, and what to type next
  shotlist resolve shots.yaml             settle what may have been paid for)")},
    {"init", marked("Write a small manifest with comments, to start from"),
     marked(R"(  shotlist init
  shotlist init shots.yaml
  shotlist init shots.csv             a table of prompts, without comments)")},
    {"check", marked("Show every mistake of a manifest; nothing is sent, no key is needed"),
     marked(R"(  shotlist check shots.yaml
  shotlist check shots.csv --set model=sora-2-pro --set size=small
  shotlist check shots.yaml --json    for editors: one mistake a line)")},
    {"plan", marked("Show what run would do with each row, and why; touches nothing"),
     marked(R"(  shotlist plan shots.yaml
  shotlist plan shots.yaml --json | head -1      the first exact request
  shotlist plan shots.yaml --where style=noir    only some rows
  shotlist plan shots.yaml --decisions shots.results.csv
                                                 what your decisions would come to)")},
    {"run", marked("Submit every row that is safe to submit; run again to go on"),
     marked(
         R"(  shotlist run shots.yaml --sandbox              rehearse; costs nothing, needs no key
  SHOTLIST_API_KEY=... shotlist run shots.yaml   the real thing
  shotlist run shots.yaml --rate 60/min -j 8     at most one a second, eight in flight
  shotlist run shots.yaml --limit 3              three rows first, to see what comes back
  shotlist run shots.yaml --max-cost 50          never past this, by the prices of the manifest
  shotlist run shots.yaml --decisions shots.results.csv
                                                 what you wrote into a column `decision`
  shotlist run shots.yaml --held keep:2          two rows look paid for: accept what there is
  shotlist run shots.yaml --sandbox --fault 502=5% --fault drop-after=2%

What is submitted is never sent again, and neither is what may have been paid for.)")},
    {"retry", marked("Submit failed rows again, and nothing that was never sent"),
     marked(R"(  shotlist retry shots.yaml                     failed rows, which created nothing
  shotlist retry shots.yaml --rejected          also those refused as they are, unedited
  shotlist retry shots.yaml --only harbor --in-doubt
                                                this one, though it may be paid for twice)")},
    {"collect",
     marked("Look at submitted tasks until they end, and fetch their videos; costs nothing"),
     marked(R"(  shotlist collect shots.yaml --download videos   wait, and fetch each video once
  shotlist collect shots.yaml                     only links, into the results file
  shotlist collect shots.yaml --download videos --name '{{scene}}-{{id}}'
  shotlist collect shots.yaml --again lost,expired
                                                  ask about these anew
  shotlist run shots.yaml --collect --download videos
                                                  submit and collect in one go

Run it again to go on. A task is only looked at: nothing is submitted, and nothing is paid.)")},
    {"resolve",
     marked("List the rows in doubt, or settle them with what you found at the provider"),
     marked(R"(  shotlist resolve shots.yaml                          what to look for, row by row
  shotlist resolve shots.yaml harbor --task-id task_1  there is a task, and this is its id
  shotlist resolve shots.yaml market tram --not-created
                                                       there is none: run sends them again
  shotlist resolve shots.yaml --from shots.results.csv
                                                       what you wrote into it: task ids, not_created)")},
    {"review", marked("Show what happened: totals, failures by cause, what to type next, a table"),
     marked(
         R"(  shotlist review shots.results.csv               of a manifest, it also tells the cost
  shotlist review shots.yaml --watch              while a run is under way, until it ends
  shotlist review shots.yaml --status failed,in_doubt --sort latency_ms:desc
  shotlist review shots.yaml --where style=noir   only rows with this variable, or column
  shotlist review shots.yaml --html review.html   a page with charts, search and every attempt
  shotlist review shots.yaml --json | jq .cost    for programs
  shotlist review shots.yaml --format markdown    the rows as csv, jsonl or markdown)")},
    {"import", marked("Take what a results file or another ledger knows into the ledger"),
     marked(
         R"(  shotlist import shots.results.csv               its tasks and doubts, so that nothing is paid twice
  shotlist import ../copy/shotlist.db             all that another ledger knows
  shotlist import --complete                      your word that nothing is missing)")},
    {"log", marked("Show every attempt and decision in the ledger, oldest first"),
     marked(R"(  shotlist log                                    of all manifests of this folder
  shotlist log shots.yaml                         of one
  shotlist log --json | jq -r .task_id            for programs: one object a line)")},
    {"runs", marked("Show who is at work on the ledger, and the last runs that are over"),
     marked(R"(  shotlist runs                                   on the ledger of this folder
  shotlist runs --ledger postgresql://team@db/shots   on a shared one, from all machines
  shotlist runs shots.yaml                        of one manifest
  shotlist runs --json | jq -r 'select(.state == "at_work").host'

Times are those of each run's own machine. A run on a shared ledger is at work while the database
has its session: one that is cut off counts as died until it is back.)")},
    {"sandbox", marked("Run the rehearsal API on 127.0.0.1 until Ctrl-C"),
     marked(R"(  shotlist sandbox --port 8080
  shotlist sandbox --port 8080 --fault 429=10% --fault drop-after=2%
  shotlist sandbox --shape H --finish 30s --unfinished 3 --fault file-cut=20%
  SHOTLIST_API_KEY=any shotlist run shots.yaml --base-url http://127.0.0.1:8080
  curl http://127.0.0.1:8080/sandbox/till

Faults, by what they happen to (at most 100% together in each line):
  a request to create: 429 429-retry-after 500 502 503 refuse moderate
    drop-before drop-after silence no-id
  a look at a task: query-429 query-502 query-html query-empty query-cut
    query-202 query-fetch query-not-found query-word query-late query-drop
    query-silence
  a task: fail fail-moderated stuck vanish error-text other-id no-link
    quoted-link reason-link data-link link-403 link-404 link-410 link-once
    link-expires
  a request for a video: file-200 file-elsewhere file-200-range file-416
    file-cut file-cut-open file-open file-stall file-slow file-html file-gzip
    file-500 file-redirect file-redirect-many file-redirect-private
A prompt that contains sandbox:NAME asks for one: sandbox:fail, sandbox:file-cut)")},
    {"models", marked("List the models whose rules are known: fields, allowed values, defaults"),
     marked(R"(  shotlist models
  shotlist models --json | jq -r .model       for programs: one model a line)")},
    {"schema", marked("Print the JSON Schema of YAML manifests, for editors"),
     marked(R"(  shotlist schema > manifest.schema.json

An editor that knows the YAML language server uses it where a manifest starts with
  # yaml-language-server: $schema=manifest.schema.json)")},
    {"completion", marked("Print the script that completes command lines in bash, zsh or fish"),
     marked(R"(  . <(shotlist completion bash)         in this shell; in ~/.bashrc, in each
  shotlist completion zsh > ~/.zfunc/_shotlist
                                        into a folder of $fpath, before compinit
  shotlist completion fish > ~/.config/fish/completions/shotlist.fish

`meson install` and the packages bring all three. Besides options, the scripts complete ids, columns
and values out of the manifest or the results file, faults of the sandbox, and models.)")},
}};

constexpr auto exit_meanings = std::to_array<Meaning>({
    {"0", marked("all submitted")},
    {"1", marked("some failed or rejected")},
    {"2", marked("usage")},
    {"3", marked("invalid manifest, ledger or configuration")},
    {"4", marked("key, balance or server refused, or nothing gets through")},
    {"5", marked("stopped by a limit you set or waits for other runs")},
    {"6", marked("rows in doubt or held: you must decide")},
    {"7", marked("another process holds the ledger")},
    {"8", marked("the ledger or the disk failed")},
    {"129", marked("terminal gone")},
    {"130", marked("interrupted")},
    {"143", marked("terminated")},
});

constexpr auto collect_exit_meanings = std::to_array<Meaning>({
    {"0", marked("all tasks ended well and their videos were fetched")},
    {"1", marked("a task or a download failed")},
    {"2", marked("usage")},
    {"3", marked("invalid manifest, ledger or configuration")},
    {"4", marked("key or address refused")},
    {"5", marked("patience is over")},
    {"7", marked("another process holds the ledger")},
    {"8", marked("the ledger or the disk failed, or the disk is full")},
    {"129", marked("terminal gone")},
    {"130", marked("interrupted")},
    {"143", marked("terminated")},
});

constexpr auto variable_meanings = std::to_array<Meaning>({
    {"SHOTLIST_API_KEY",
     "The key, which is never taken on the command line. --api-key-file goes before it."},
    {"SHOTLIST_BASE_URL", "The API's address, as --base-url."},
    {"SHOTLIST_LEDGER", "The ledger: a file, or the address of a database, as --ledger."},
    {"SSL_CERT_FILE, CURL_CA_BUNDLE",
     "A file of certificates to trust instead of the system's. --ca-file goes before them."},
    {"https_proxy, http_proxy, all_proxy, no_proxy",
     "The proxy. Servers on this machine are always asked directly."},
    {"LC_ALL, LC_MESSAGES, LANG",
     "The language of messages: Chinese if the first that is set begins with zh, in UTF-8. "
     "LANGUAGE "
     "goes before them, as with gettext."},
    {"NO_COLOR", "If it is not empty, nothing is colored unless --color says so."},
    {"TERM", "If it is dumb, nothing is colored or drawn over."},
    {"COLUMNS", "How wide the output is where it goes to no terminal."},
    {"XDG_CONFIG_HOME", "Where the folder shotlist with your config.yaml is [~/.config]."},
    {"XDG_STATE_HOME",
     "Where the folder shotlist is, which remembers your ledgers [~/.local/state]."},
    {"USER, LOGNAME", "Who decides, in the ledger."},
    {"PGPASSWORD, PGPASSFILE", "The password of a ledger in PostgreSQL, as for psql."},
});

constexpr auto file_meanings = std::to_array<Meaning>({
    {"shotlist.db",
     "The ledger: what was sent for the manifests of its folder, and what was paid for. Keep it."},
    {"NAME.results.csv", "The results of the manifest NAME, one line a row."},
    {"shotlist-rehearsal.db, NAME.rehearsal.csv", "Those of rehearsals, which may be deleted."},
    {"~/.config/shotlist/config.yaml",
     "Your own defaults: base_url, api_key_file, rate and language, which a manifest, the "
     "environment and options go before."},
    {"~/.local/state/shotlist",
     "What is remembered of your ledgers, so that a lost or copied one is noticed."},
});

}  // namespace

std::span<const Meaning> exit_codes() {
  return exit_meanings;
}

std::span<const Meaning> collect_exit_codes() {
  return collect_exit_meanings;
}

std::span<const Meaning> environment_variables() {
  return variable_meanings;
}

std::span<const Meaning> known_files() {
  return file_meanings;
}

std::string exit_codes_help(std::span<const Meaning> codes) {
  std::vector<std::string> pieces;
  for (const Meaning& code : codes) {
    const char* end = &code == &codes.back() ? tr(".") : tr(",");
    std::vector<std::string> words;
    show::add_words(words, fmt::format("{}{}", tr(code.meaning), end));
    words.front() = ' ' + std::string(code.word) + words.front();  // no line ends in a code
    pieces.insert(pieces.end(), words.begin(), words.end());
  }
  std::string text = show::paragraph(tr("Exit codes:"), pieces, help_width, 0);
  text.pop_back();  // the newline
  return text;
}

std::string broken_lines(std::string_view examples) {
  std::string text;
  for (const std::string_view line : split(examples, '\n')) {
    const bool is_example = line.starts_with("  ");
    const auto gap = line.rfind("  ");
    const bool has_remark = is_example && gap > 1;
    if (display_width(line) <= help_width || (is_example && !has_remark)) {
      text.append(line) += '\n';
      continue;
    }
    const std::size_t remark = has_remark ? gap + 2 : 0;
    std::vector<std::string> words;
    show::add_words(words, line.substr(remark));
    words.front().erase(0, 1);
    text += show::paragraph(line.substr(0, remark), words, help_width,
                            display_width(line.substr(0, remark)));
  }
  return text;
}

const CommandHelp& help_for(std::string_view name) {
  const auto* const found = std::find_if(
      helps.begin(), helps.end(), [&](const CommandHelp& help) { return help.name == name; });
  return found == helps.end() ? helps.front() : *found;
}

}  // namespace shotlist::cli
