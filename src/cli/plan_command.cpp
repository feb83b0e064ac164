// `shotlist plan`: what run would do, row by row, and why.

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/disarm.h"
#include "base/error.h"
#include "base/json_object.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/account.h"
#include "cli/budget.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/guards.h"
#include "cli/kept_answers.h"
#include "cli/manifest_rows.h"
#include "cli/settings.h"
#include "cli/typed_command.h"
#include "ledger/ledger_file.h"
#include "show/banner.h"
#include "show/cost_by_model.h"
#include "show/plan_table.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist::cli {
namespace {

/// Prints text in large pieces.
class Output {
 public:
  explicit Output(Console& console) : console_(console) {}

  /// The text to add one line to.
  std::string& line() {
    constexpr std::size_t piece = std::size_t{64} * 1024;
    if (text_.size() >= piece) flush();
    return text_;
  }

  void flush() {
    console_.print(text_);
    text_.clear();
  }

 private:
  Console& console_;
  std::string text_;
};

/// One invocation of the command.
class Planning {
 public:
  Planning(const PlanCommand& command, const Environment& environment)
      : command_(command),
        environment_(environment),
        console_(command.console, environment),
        witnesses_(environment.state_folder) {}

  ExitCode execute() {
    rows_.emplace(disk_, command_.manifest, command_.selection, console_);
    must_have_prices(command_.max_cost, manifest().prices());
    find_files();
    hand_over(own_ledger(files_), files_.ledger, console_);
    ledger::read_ledger(files_.ledger, [this](ledger::Reader& reader) {
      must_know_everything(files_, reader, witnesses_, past_);
      account_ = take_account(question(), reader, disk_, console_);
    });
    if (command_.json) {
      print_json();
    } else {
      print_table();
    }
    tell();
    return ExitCode::ok;
  }

 private:
  const manifest::Manifest& manifest() const { return rows_->manifest(); }
  const plan::Plan& plan() const { return account_.plan; }

  void find_files() {
    ManifestOptions options = command_.manifest;
    // Nothing is written, so standard input needs no name for its results.
    if (options.path == "-" && options.output.empty()) options.output = "-";
    files_ = files_of(options, manifest(), environment_, command_.sandbox);
    if (command_.sandbox) must_not_replace_real_results(files_, past_);
    server_ =
        command_.sandbox
            ? sandbox_server
            : server_of(
                  resolve_settings(command_.submit, environment_, manifest().settings()).base_url);
  }

  Question question() {
    Question question{*rows_, files_, server_, witnesses_, past_};
    question.limit = command_.selection.limit;
    question.max_cost = command_.max_cost;
    question.held = command_.held;
    question.decisions = command_.decisions;
    question.by = environment_.user;
    question.plan_command = command_to_plan(as_run());
    question.now = clock_.date();
    return question;
  }

  void print_table() {
    show::PlanTable table(rows_->rows(), plan());
    Output output(console_);
    for (std::size_t i = 0; i < rows_->rows().size(); ++i)
      table.append(output.line(), i, rows_->file_of(i).file, rows_->line_of(i));
    output.flush();
  }

  // Bodies are not kept: they are made again, in the same order.
  void print_json() {
    Output output(console_);
    rows_->for_each([&](std::size_t row, manifest::RequestView& view) {
      append_json(output.line(), view, plan().rows[row]);
    });
    output.flush();
  }

  void append_json(std::string& text, manifest::RequestView& view, const plan::Row& row) {
    const api::PriceList* prices = manifest().prices();
    const Location source{view.at().source->file, view.at().line, 0};
    JsonObject line(text);
    line.text("id", view.id());
    line.text("source", to_text(source));
    line.text("fingerprint", to_text(view.fingerprint()));
    line.text("action", plan::to_text(row.action));
    line.text("reason", plan::to_text(row.reason));
    if (row.reason == plan::Reason::under_way) line.json("under_way", under_way(row));
    if (prices != nullptr) {
      view.price() ? line.text("price", to_text(*view.price())) : line.null("price");
      if (!prices->currency.empty()) line.text("currency", prices->currency);
    }
    if (!row.holds.empty()) line.json("held_by", held_by(row.holds.front()));
    line.json("body", view.body());  // the exact bytes that would be sent
    line.end();
    text += '\n';
  }

  // The run that waits for the answer.
  std::string under_way(const plan::Row& row) const {
    const std::int64_t number = row.on_its_way()->run;
    const auto run = std::find_if(account_.runs.begin(), account_.runs.end(),
                                  [&](const ledger::Run& each) { return each.number == number; });
    std::string json;
    JsonObject object(json);
    object.number("run", number);
    if (run != account_.runs.end()) object.text("host", run->host);
    object.end();
    return json;
  }

  // The purchase that the row looks like; the likeliest if there are several.
  static std::string held_by(const plan::Hold& hold) {
    constexpr std::array<const char*, 4> words = {"other_manifest", "other_server", "other_ledger",
                                                  "near"};
    std::string json;
    JsonObject object(json);
    object.text("because", words.at(static_cast<std::size_t>(hold.by)));
    object.text("entry", hold.purchase.entry);
    object.text("manifest", hold.purchase.manifest);
    object.text("id", hold.purchase.row);
    object.text("server", hold.purchase.server.text());
    object.text("status", to_text(hold.purchase.status));
    object.text("sent_at", to_text(hold.purchase.sent_at));
    if (!hold.purchase.task_id.empty()) object.text("task_id", hold.purchase.task_id);
    if (!hold.ledger.empty()) object.text("ledger", hold.ledger);
    object.end();
    return json;
  }

  void tell() {
    show::Banner banner{manifest().name(),
                        command_.sandbox ? std::string() : disarm(server_),
                        {},
                        {},
                        plan(),
                        currency_of(manifest()),
                        account_.spent,
                        account_.sent_again,
                        account_.again};
    console_.say(show::sent_again_text(banner));
    console_.say(show::reused_ids_text(account_.reused_ids));
    console_.say(show::new_names_text(account_.new_ids));
    console_.say(show::older_words_text(account_.older));
    show::HeldRows held = account_.held;
    held.command = run_command();
    console_.say(show::held_text(held, console_.err_width()));
    console_.say(
        tr("{}: {}, {} would be sent to {}{}\n", disarm(manifest().name()),
           counted(plan().rows.size(), "request"), plan().to_send,
           command_.sandbox ? tr("the sandbox (rehearsal, nothing is paid)") : disarm(server_),
           cost_text()));
    if (manifest().prices() != nullptr) console_.say(costs_by_model());
  }

  RunCommand as_run() const {
    RunCommand run;
    run.manifest = command_.manifest;
    run.selection = command_.selection;
    run.max_cost = command_.max_cost;
    run.submit = command_.submit;
    run.sandbox = command_.sandbox;
    return run;
  }

  // The command that sends these rows as planned, to the same server.
  std::string run_command() const {
    ledger::Run as_planned;
    as_planned.options = shaping_options(as_run());
    return command_to_run(command_.manifest, &as_planned);
  }

  std::string cost_text() const {
    const auto currency = currency_of(manifest());
    if (!currency) return {};
    std::string text = tr(", est. ") + to_text(plan().cost, disarm(*currency));
    if (plan().beyond_cost > 0) {
      text += tr("; {} kept back by --max-cost", counted(plan().beyond_cost, "row"));
    }
    return text;
  }

  std::string costs_by_model() const {
    show::CostByModel costs(currency_of(manifest()).value_or(""));
    rows_->for_each([&](std::size_t row, manifest::RequestView& view) {
      if (plan().rows[row].action == plan::Action::send) costs.add(view.fields(), view.price());
    });
    return costs.text();
  }

  const PlanCommand& command_;
  const Environment& environment_;
  Console console_;
  ledger::Witnesses witnesses_;
  system::PosixDisk disk_;
  PastResults past_{disk_};
  system::SystemClock clock_;
  std::optional<ManifestRows> rows_;
  Files files_;
  std::string server_;
  Account account_;
};

}  // namespace

ExitCode execute(const PlanCommand& command, const Environment& environment) {
  return Planning(command, environment).execute();
}

}  // namespace shotlist::cli
