// `shotlist run` and `shotlist retry`: submits what is safe to submit. Sets everything up, runs the
// loop, and writes down the outcome.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/endpoint.h"
#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/account.h"
#include "cli/agreement.h"
#include "cli/budget.h"
#include "cli/collecting.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/fetched_files.h"
#include "cli/files.h"
#include "cli/guards.h"
#include "cli/kept_answers.h"
#include "cli/manifest_rows.h"
#include "cli/next_run.h"
#include "cli/open_ledger.h"
#include "cli/output_file.h"
#include "cli/reports.h"
#include "cli/settings.h"
#include "cli/taken_over.h"
#include "cli/typed_command.h"
#include "cli/video_files.h"
#include "cli/wire.h"
#include "http/url.h"
#include "sandbox/sandbox.h"
#include "show/attempt_lines.h"
#include "show/banner.h"
#include "show/review_json.h"
#include "show/summary.h"
#include "show/wording.h"
#include "submit/exit_code.h"
#include "submit/submitter.h"
#include "system/epoll_queue.h"
#include "system/host.h"
#include "system/posix_disk.h"
#include "system/signal_descriptor.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

/// One run, from a manifest to an exit code.
class Run {
 public:
  Run(const RunCommand& command, const Environment& environment)
      : command_(command),
        environment_(environment),
        console_(command.console, environment),
        witnesses_(environment.state_folder) {}

  ExitCode execute() {
    try {
      const ExitCode code = run();
      if (!summary_.empty()) console_.print(summary_);
      return code;
    } catch (const Error& error) {
      const auto tell = [&error](JsonObject& json) { json.text("error", error.english()); };
      if (reports_) reports_->end(error.exit_code(), tell);
      throw;
    }
  }

 private:
  ExitCode run() {
    rows_.emplace(disk_, command_.manifest, command_.selection, console_);
    must_have_prices(command_.max_cost, manifest().prices());
    settings_ =
        resolve_settings(command_.submit, environment_, manifest().settings(), command_.sandbox);
    files_ = files_of(command_.manifest, manifest(), environment_, command_.sandbox);
    reports_.emplace(command_.reports, used_files(), console_, disk_, clock_, random_);
    server_ = command_.sandbox ? sandbox_server : server_of(settings_.base_url);
    if (command_.collects) {
      names_ = video_names(command_.collect, *rows_);
      videos_folder_ = open_videos_folder(command_.collect.download);
    }
    hand_over(own_ledger(files_), files_.ledger, console_);
    if (!command_.sandbox) take_key();
    must_be_agreed_to();
    stop_.emplace();  // from here on there is something to save
    must_be_replaceable(past_, files_.results);
    if (command_.sandbox) must_not_replace_real_results(files_, past_);
    open_endpoint();
    reports_->hide(endpoint_.key);
    show_settings();

    OpenLedger open(files_.ledger, command_.wait, random_, console_);
    // Somebody may have edited them in the meantime.
    if (open.has_waited()) past_.forget();
    if (open.has_waited() && command_.manifest.path != "-")
      rows_.emplace(disk_, command_.manifest, command_.selection, console_);
    ledger::Reader reader(open.ledger().database());
    const ledger::Whereabouts here = open.whereabouts();
    ledger_id_ = reader.identity().id;
    const Guarded guarded{files_, reader, here, witnesses_, open.had_log()};
    must_not_replace_results_of_others(files_, reader);
    if (!files_.is_rehearsal) console_.say(must_know_everything(guarded, past_));
    // Of what this ledger wrote itself, the digest is enough.
    const PastResults::File* results = past_.find(files_.results);
    if (results != nullptr && reader.wrote(to_text(results->digest)))
      past_.drop_text(files_.results);
    const Account before = account_of(question(), reader, open.ledger());
    must_still_be_agreed_to(before);
    announce(before);
    open.ledger().before_checkpoint(checkpoint_watch(guarded, run_id_));
    begin(before, reader, open.ledger(), here);
    begin_reports(before);
    tell_kept_aside(expect_output(disk_, past_, open.ledger(), files_, clock_.date()), before);
    past_.forget(files_.results);
    bool changes =
        before.plan.to_send + plan::count_under_way(before.plan) > 0 || !before.given.empty();
    remember(guarded, run_id_);
    const submit::RunEnd end = submit_or_rescue(before, guarded, reader, open.ledger());
    orders_ = {};
    open.ledger().end_sending(run_, clock_.date());
    changes = wait_for_others(reader, open.ledger()) || changes;
    std::optional<Account> after;
    if (changes || command_.collects) {
      reader.remember(open.ledger().take_attempts_of_new_requests());
      after = account_of(what_is_known(), reader, open.ledger());
    }
    const Told told = write_results(after ? *after : before, open.ledger());
    write_junit_report(told);
    if (command_.collect.sidecar) write_sidecars(*rows_, *after, reader, disk_, console_);
    conclude(before, after ? *after : before, told, end, reader, open.ledger());
    open.ledger().end(run_, clock_.date());
    remember_end(guarded);
    reports_->end(ending_.code, [&](JsonObject& json) { add_ending(json, told); });
    return ending_.code;
  }

  /// The data of the summary, and of the report that the user wants.
  struct Told {
    void add(const Result& line) {
      totals.add(line);
      unfinished.add(line);
      if (junit) junit->add(line);
      if (videos) videos->look(line, video_files);
    }

    show::Totals totals;
    show::Unfinished unfinished;
    std::optional<show::JunitReport> junit = {};
    std::optional<VideoLook> videos = {};  ///< the summary for programs tells of files
    show::VideoFiles video_files = {};
  };

  std::vector<NamedFile> used_files() const {
    std::vector<NamedFile> used = files_in_use(files_, *rows_, command_.submit, environment_);
    used.push_back({tr("the file of --decisions"), command_.decisions});
    return used;
  }

  void begin_reports(const Account& account) {
    const std::string server = files_.is_rehearsal ? std::string(sandbox_server) : server_;
    reports_->begin({files_.manifest, server}, [&](JsonObject& json) {
      json.text("version", SHOTLIST_VERSION);
      json.text("command", command_.retry ? "retry" : "run");
      json.number("run", run_);
      json.text("manifest", files_.manifest);
      json.text("server", server);
      json.truth("rehearsal", files_.is_rehearsal);
      json.text("ledger", files_.ledger);
      json.text("results", files_.results);
      json.json("rows", show::rows_json(selected_counts(account)));
      json.number("to_send", static_cast<std::int64_t>(account.plan.to_send));
      add_settings(json, settings_);
      json.truth("collect", command_.collects);
    });
  }

  void write_junit_report(const Told& told) {
    if (!told.junit) return;
    try {
      write_junit(disk_, command_.reports.junit, *told.junit, clock_.date());
    } catch (const Error& error) {
      console_.complain(tr("shotlist: warning: ") + disarm(error.what()) + '\n');
    }
  }

  void add_ending(JsonObject& json, const Told& told) const {
    ending_.why.empty() ? json.null("stopped") : json.text("stopped", ending_.why.english);
    json.json("rows", show::rows_json(told.totals.rows));
  }

  const manifest::Manifest& manifest() const { return rows_->manifest(); }

  // One transaction for all queries: a separate one for each would double the time.
  Account account_of(const Question& question, ledger::Reader& reader, ledger::Ledger& ledger) {
    std::optional<Account> account;
    ledger.persist([&] {
      reader.look_who_is_at_work();
      const ledger::Transaction one(ledger.database(), ledger::Transaction::Kind::read);
      account = take_account(question, reader, disk_, console_);
    });
    return *std::move(account);
  }

  Question what_is_known() {
    Question question{*rows_, files_, server_, witnesses_, past_};
    question.now = clock_.date();
    return question;
  }

  Question question() {
    Question question = what_is_known();
    question.consent = command_.consent;
    question.failed_videos = command_.failed_videos;
    question.limit = command_.selection.limit;
    question.max_cost = command_.max_cost;
    question.held = command_.held;
    question.decisions = command_.decisions;
    question.by = environment_.user;
    question.begins_run = true;
    question.plan_command = command_to_plan(command_);
    return question;
  }

  void show_settings() {
    if (!console_.verbose()) return;
    for (const std::string& origin : settings_.origins)
      console_.say(disarm(origin) + "\n");
  }

  void open_endpoint() {
    if (command_.sandbox) {
      sandbox::SandboxOptions rehearsal = command_.rehearsal;
      if (command_.collects) {
        ledger::read_ledger(files_.ledger, [&](ledger::Reader& reader) {
          const Account account = take_account(what_is_known(), reader, disk_, console_);
          rehearsal.earlier = as_earlier(tasks_of(*rows_, account, reader, command_.collect));
        });
      }
      sandbox_ = std::make_unique<sandbox::Sandbox>(rehearsal);
      settings_.base_url = sandbox_->base_url();
      settings_.origins.push_back("base_url " + settings_.base_url + tr(" (the sandbox)"));
      endpoint_.key = Secret("sandbox");  // too short to be redacted from texts
    }
    endpoint_ = endpoint_of(settings_, endpoint_.key);
  }

  void take_key() {
    const bool has_key = !environment_.api_key.empty() || !settings_.key_file.empty();
    // Looking at a finished manifest again must not require a key.
    if (!has_key && !command_.collects && rows_to_send() == 0) return;
    endpoint_.key = resolve_key(disk_, settings_.key_file, environment_);
    must_not_hold_key(settings_.base_url, endpoint_.key);
    choose_ca_file(disk_, command_.submit, environment_, settings_);
    const auto url = http::parse_url(settings_.base_url);
    if (url->scheme == "http" && !url->is_loopback()) {
      console_.complain(tr("shotlist: warning: the key travels unencrypted to ") +
                        disarm(settings_.base_url) + tr("; use https if the server has it\n"));
    }
  }

  // Before signals are held back, so that ^C ends the program while it waits for the answer.
  void must_be_agreed_to() {
    if (!must_ask({files_.is_rehearsal, command_.yes, console_.can_ask()})) return;
    Bill bill;
    // A person should not agree to what is refused afterwards.
    must_be_replaceable(past_, files_.results);
    agreed_.emplace();
    ledger::read_ledger(files_.ledger, [&](ledger::Reader& reader) {
      must_not_replace_results_of_others(files_, reader);
      must_know_everything(files_, reader, witnesses_, past_);
      const Account account = take_account(question(), reader, disk_, console_);
      if (account.plan.to_send == 0) return;
      announce(account);
      bill = bill_of(account);
      agreed_ = payment_of(account);
    });
    if (bill.requests > 0) ask(std::move(bill));
    past_.forget();  // somebody may have edited them in the meantime
  }

  void ask(Bill bill) {
    bill.server = disarm(server_);
    bill.warnings = rows_->warnings();
    if (console_.quiet())
      bill.warnings_command = show::command_line({"shotlist", "check", command_.manifest.path});
    if (console_.can_ask() && is_yes(console_.ask(cli::question(bill)))) return;
    throw Error(ExitCode::invalid, tr("not agreed to; nothing was sent"),
                tr("answer y to send, or give --yes to be sent without a question"));
  }

  // Somebody may have edited the manifest, or settled rows, while we waited for an answer or for
  // the ledger: what is new was not agreed to.
  void must_still_be_agreed_to(const Account& account) {
    if (!agreed_ || !is_more(payment_of(account), *agreed_)) return;
    console_.complain(tr("more would be sent than was agreed to\n"));
    announce(account);
    stop_.reset();  // ^C ends the program again
    ask(bill_of(account));
    stop_.emplace();
  }

  Bill bill_of(const Account& account) const {
    Bill bill;
    bill.requests = account.plan.to_send;
    if (const auto currency = currency_of(manifest()))
      bill.cost = to_text(account.plan.cost, disarm(*currency));
    return bill;
  }

  Payment payment_of(const Account& account) const {
    Payment payment;
    payment.cost = account.plan.cost.known;
    for (std::size_t i = 0; i < account.plan.rows.size(); ++i) {
      if (account.plan.rows[i].action == plan::Action::send)
        payment.requests.push_back(rows_->rows()[i].fingerprint);
    }
    return payment;
  }

  std::size_t rows_to_send() {
    std::size_t to_send = 0;
    ledger::read_ledger(files_.ledger, [&](ledger::Reader& reader) {
      to_send = take_account(question(), reader, disk_, console_).plan.to_send;
    });
    return to_send;
  }

  // A person who was asked has seen most of it.
  void announce(const Account& account) {
    const std::string key = command_.sandbox ? std::string() : key_origin();
    const show::Banner banner{
        disarm(manifest().name()),
        files_.is_rehearsal ? std::string() : disarm(server_),
        key,
        disarm(shown_path(files_.ledger)),
        account.plan,
        currency_of(manifest()),
        account.spent,
        account.sent_again,
        account.again,
        console_.err().interactive() ? console_.err_width() : std::string::npos};
    const std::string before = command_.retry
                                   ? show::retry_banner(banner, lines_sent_again(account),
                                                        console_.err_width(), console_.err_style())
                                   : show::run_banner(banner);
    const std::string again = show::sent_again_text(banner);
    const std::string after =
        show::reused_ids_text(account.reused_ids) + show::new_names_text(account.new_ids) +
        show::older_words_text(account.older) + show::left_text(account.left.size());
    if (announced_ == std::exchange(announced_, before + again + after)) return;
    console_.say(before);
    if (!again.empty()) console_.complain(again);
    console_.say(after);
  }

  Results lines_sent_again(const Account& account) const {
    Results again;
    std::size_t row = 0;
    for_each_line(*rows_, account, [&](const Result& line) {
      const bool is_sent =
          row < account.plan.rows.size() && account.plan.rows[row].action == plan::Action::send;
      if (is_sent) again.rows.push_back(line);
      ++row;
    });
    return again;
  }

  std::string key_origin() const {
    if (!settings_.key_file.empty()) return disarm(shown_path(settings_.key_file));
    return environment_.api_key.empty() ? "" : "SHOTLIST_API_KEY";
  }

  // Records which manifest owns the purchases now, and every word, before anything is sent because
  // of it.
  void begin(const Account& account, ledger::Reader& reader, ledger::Ledger& ledger,
             const ledger::Whereabouts& here) {
    take_over_kept(account, ledger);
    ledger::Run& run = begun_;
    run.id = run_id_;
    run.version = SHOTLIST_VERSION;
    run.manifest = files_.manifest;
    run.manifest_path = files_.manifest_path;
    run.base_url = files_.is_rehearsal ? sandbox_server : settings_.base_url;
    run.host = system::host_name();
    run.process = system::process_number();
    run.options = shaping_options(command_);
    run.started_at = clock_.date();
    const bool is_shared = ledger.database().is_shared();
    if (!is_shared || reader.identity().file.empty()) ledger.note_whereabouts(here);
    std::optional<ledger::Terms> terms;
    if (is_shared) {
      terms = terms_of(settings_.submit, endpoint_, server_);
      terms->max_cost = command_.max_cost;
    }
    run_ = ledger.begin(run, terms);
    ledger.claim(
        plan::claims_of(reader, account.here, rows_->rows(), account.plan, account.left, run_));
    ledger.decide(account.given);
  }

  // What other runs of a shared ledger are trying is neither in doubt nor failed. Returns whether
  // it waited.
  bool wait_for_others(const ledger::Reader& reader, ledger::Ledger& ledger) {
    constexpr Duration pause = std::chrono::milliseconds(200);
    std::optional<system::EpollQueue> events;
    const Moment give_up = clock_.now() + settings_.timeout;
    const auto are_others_trying = [&] {
      bool are_trying = false;
      ledger.persist([&] { are_trying = reader.is_any_tried_elsewhere(files_.manifest); });
      return are_trying;
    };
    while (stop_->count() == 0 && clock_.now() < give_up && are_others_trying()) {
      if (!events) {
        console_.say(tr("waiting for rows that other runs are trying\n"));
        events.emplace().wake_by(stop_->descriptor());
      }
      events->wait(pause);
    }
    return events.has_value();
  }

  // Purchases kept from another ledger must be recorded in this one.
  static void take_over_kept(const Account& account, ledger::Ledger& ledger) {
    for (const plan::Elsewhere& kept : account.kept_elsewhere) {
      ledger.take_over(read_other_ledger(kept.ledger, [&](const ledger::Attempt& attempt) {
                         return attempt.server == kept.purchase.server &&
                                attempt.copy == kept.purchase.copy &&
                                attempt.fingerprint == kept.purchase.fingerprint;
                       }).attempts);
    }
  }

  // Returns the data of the summary, from the written lines.
  Told write_results(const Account& account, ledger::Ledger& ledger) {
    Told told;
    if (!command_.reports.junit.empty()) told.junit.emplace(manifest().name());
    if (command_.json) told.videos.emplace(files_.results);
    OutputFile file(disk_, files_, *rows_, command_.manifest.excel);
    for_each_line(*rows_, account, [&](const Result& line) {
      file.add(line);
      told.add(line);
    });
    const std::string aside =
        file.commit(ledger, rows_->rows().size() + account.left.size(), clock_.date());
    tell_kept_aside(aside, account);
    return told;
  }

  void tell_kept_aside(const std::string& aside, const Account& account) {
    const bool leaves_some = account.plan.beyond_limit + account.plan.beyond_cost > 0;
    if (!aside.empty() && is_same_file(command_.decisions, files_.results) && !leaves_some) {
      console_.complain(
          tr("{} as you edited it is kept as {}\n", disarm(files_.results), disarm(aside)));
      return;
    }
    console_.complain(
        kept_aside_text(files_, aside, command_to_decide(command_to_go_on(command_.typed), aside)));
  }

  submit::Orders orders_of(const Account& account) const {
    submit::Orders orders;
    if (account.plan.to_send == 0) return orders;
    orders.request_of = [this](std::size_t row) { return rows_->request_of(row); };
    orders.all.reserve(account.plan.to_send);
    for (std::size_t i = 0; i < account.plan.rows.size(); ++i) {
      const plan::Row& row = account.plan.rows[i];
      if (row.action == plan::Action::send)
        orders.all.push_back({i, rows_->rows()[i].fingerprint, rows_->model_of(i), row.copy,
                              row.tried, row.status()});
    }
    orders.models = rows_->models();
    return orders;
  }

  static Counts selected_counts(const Account& account) {
    Counts counts;
    for (const plan::Row& row : account.plan.rows) {
      if (row.selected) counts.add(row.status());
    }
    return counts;
  }

  submit::RunEnd submit(const Account& account, ledger::Reader& reader, ledger::Ledger& ledger) {
    ledger::Attempt form;
    form.run = run_;
    form.server = server_;
    form.manifest = files_.manifest;
    form.currency = currency_of(manifest()).value_or("");
    orders_ = orders_of(account);
    Wire wire(console_, *stop_, ledger, settings_.submit.jobs);
    std::optional<Collecting> collecting;
    if (command_.collects) {
      std::vector<collect::Task> tasks = tasks_of(*rows_, account, reader, command_.collect);
      if (videos_folder_) look_after_files(tasks, command_.collect.again, console_);
      collecting.emplace(Collecting::Parts{
          std::move(tasks), names_, expectations_from(reader), endpoint_, command_.collect,
          settings_.submit.pace, files_.is_rehearsal, videos_folder_.get(), ledger, clock_, random_,
          wire.transport(), wire.transport(), wire.observer(),
          [&] { write_results(account_of(what_is_known(), reader, ledger), ledger); }});
      wire.wake_by(collecting->descriptor());
      settings_.submit.unfinished = command_.unfinished;
    }
    if (ledger.is_shared()) settings_.submit.first = place_among(reader.runs_at_work());
    submit::Submitter submitter(orders_, selected_counts(account), form, ledger, endpoint_,
                                settings_.submit, {clock_, random_, wire.transport(), *stop_},
                                wire.observer(), collecting ? &collecting->companion() : nullptr);
    submit::RunEnd end = reports_->run(wire, submitter);
    if (collecting) collection_ = collecting->told(end);
    learned_ = submitter.learned();
    if (end.code == ExitCode::ok && account.plan.beyond_limit > 0) {
      end = {ExitCode::stopped, in_both([] { return tr("--limit is reached"); }), ErrorClass::none};
    }
    if (end.code == ExitCode::ok && account.plan.beyond_cost > 0) {
      end = {ExitCode::stopped, in_both([] {
               return tr("--max-cost is reached; raise it to send the rows kept back");
             }),
             ErrorClass::none};
    }
    return end;
  }

  // Runs that begin far from each other seldom ask for the same rows. Multiples of the golden ratio
  // are spread evenly, however many there are; a run that is alone begins at the beginning.
  std::size_t place_among(std::size_t runs) const {
    constexpr double golden = 0.618034;
    const double turns = golden * static_cast<double>(std::max<std::size_t>(runs, 1) - 1);
    return static_cast<std::size_t>((turns - std::floor(turns)) *
                                    static_cast<double>(orders_.all.size()));
  }

  submit::RunEnd submit_or_rescue(const Account& before, const Guarded& guarded,
                                  ledger::Reader& reader, ledger::Ledger& ledger) {
    try {
      return submit(before, reader, ledger);
    } catch (const Error&) {
      rescue(guarded, reader, ledger);
      throw;
    }
  }

  void keep_answers_of(ledger::Ledger& ledger) {
    if (!ledger.is_shared()) return;
    std::vector<ledger::Ledger::Imported> answers = ledger.take_unrecorded();
    if (answers.empty()) return;
    for (ledger::Ledger::Imported& answer : answers) {
      const auto order =
          std::find_if(orders_.all.begin(), orders_.all.end(), [&](const submit::Order& other) {
            return other.fingerprint == answer.attempt.fingerprint;
          });
      answer.request = ledger::text_of(orders_.request_of(order->row));
      answer.run = begun_;
    }
    try {
      keep_answers(own_ledger(files_), answers, console_);
    } catch (const Error& error) {
      console_.complain(disarm(error.what()) + '\n');
    }
  }

  // An open ledger's content may be lost with this process, for example if its file was deleted.
  void rescue(const Guarded& guarded, ledger::Reader& reader, ledger::Ledger& ledger) {
    try {
      ledger.commit();
      write_results(account_of(what_is_known(), reader, ledger), ledger);
      return;
    } catch (const Error&) {
      // The ledger has failed, and may at best be readable.
    }
    keep_answers_of(ledger);
    try {
      const ledger::Attempt& last = ledger.last();
      remember_failed(guarded, ledger_id_, last);
      const auto known = reader.stored(last.number);
      if (last.number > 0 && known && known->entry == last.entry) {
        const Account after = account_of(what_is_known(), reader, ledger);
        OutputFile file(disk_, files_, *rows_, command_.manifest.excel);
        for_each_line(*rows_, after, [&file](const Result& line) { file.add(line); });
        file.commit_alone(ledger, rows_->rows().size() + after.left.size(), clock_.date());
        console_.complain(
            tr("{} says what became of each row until then\n", disarm(files_.results)));
        return;
      }
    } catch (const Error& error) {
      console_.complain(disarm(error.what()) + '\n');
    }
    console_.complain(tr("{} is as it was when the run began\n", disarm(files_.results)));
  }

  void conclude(const Account& before, const Account& after, const Told& told, submit::RunEnd end,
                ledger::Reader& reader, ledger::Ledger& ledger) {
    const Counts& counts = told.totals.rows;
    if (const std::size_t rows = plan::count_under_way(after.plan);
        rows > 0 && end.code == ExitCode::ok) {
      end = {ExitCode::stopped, counted(rows, "row", "is", "are") + tr(" under way in other runs"),
             ErrorClass::none};
    }
    counts.must_add_up_to(rows_->rows().size());
    show::Ending ending;
    ending.results_file = files_.results;
    const auto raised =
        command_.max_cost ? raised_cap(*command_.max_cost, after, *rows_) : std::nullopt;
    ending.run_command = command_to_go_on(command_.typed, raised);
    const plan::Selection& selection = command_.selection;
    ending.is_raised = raised.has_value();
    ending.is_narrowed =
        !selection.where.empty() ||
        (command_.max_cost && (!raised || !selection.only.empty() || selection.limit));
    // `run_command` keeps --where, and drops --only.
    ending.sends_nothing =
        !selection.where.empty() && selection.only.empty() &&
        after.plan.to_send + after.plan.beyond_limit + after.plan.beyond_cost == 0;
    ending.is_rehearsal = after.is_rehearsal;
    ending.asked_again = plan::asked_again(after.plan);
    if (ending.is_rehearsal && !files_.is_rehearsal)
      ending.figures.push_back(
          {tr("rehearsal"), tr("the server is a rehearsal's: nothing was paid")});
    if (const std::size_t rows = left_to_others(before, after); rows > 0) {
      ending.figures.push_back(
          {tr("left to others"),
           counted(rows, "row") + tr(", whose last try is of a run that is still at work")});
    }
    ending.resolve_command = command_to_resolve(command_.manifest, shaping_options(command_));
    if (!command_.collects && after.videos.empty() && command_.manifest.path != "-")
      ending.collect_command = command_to_collect(command_);
    ending.stopped_because = end.why;
    ending.learned = learned_;
    if (manifest().prices() != nullptr && !files_.is_rehearsal)
      ending.cost = to_text(after.spent, currency_of(manifest()).value_or(""));
    ending.held = after.held;
    ending.held.command = ending.run_command;
    if (!selection.only.empty())  // which the number of held rows is about
      ending.held.command +=
          ' ' + show::command_line({"--only", fmt::format("{}", fmt::join(selection.only, ","))});
    console_.say(show::summary_text(counts, told.unfinished, ending, console_.err_width(),
                                    console_.err_style()));
    if (sandbox_) {
      console_.say(tr("sandbox: {} in the till; nothing was paid\n",
                      counted(sandbox_->till().charges.size(), "charge")));
    }
    ExitCode code = submit::exit_code_of(end, counts_for_exit(before, after));
    if (command_.failed_videos) code = submit::more_urgent(code, tell_new_tries(before, after));
    if (collection_) {
      console_.say(show::collection_text(*collection_, {}, console_.err_width()));
      code = submit::more_urgent(code, exit_code_of(*collection_));
    }
    if (console_.quiet() && code != ExitCode::ok) {
      console_.complain(tr("shotlist: ") + show::summary_line(counts, ending));
    }
    ending_ = {run_, code, end.why, collection_};
    if (command_.json) summary_ = summary_json(after, told, std::move(ending), reader, ledger);
  }

  std::string summary_json(const Account& after, const Told& told, show::Ending ending,
                           ledger::Reader& reader, ledger::Ledger& ledger) const {
    show::Review review;
    ledger.persist([&] {
      review = {};
      show::read_attempts(reader, files_.manifest, false, review);
    });
    review.name = manifest().name();
    review.ending = std::move(ending);
    review.totals = told.totals;
    review.totals.add(review.attempts, true);
    review.unfinished = told.unfinished;
    review.video_files = told.video_files;
    if (manifest().prices() != nullptr && !files_.is_rehearsal)
      review.cost = {currency_of(manifest()).value_or(""), after.spent};
    return show::run_summary_json(review, ending_);
  }

  // The next try of a row belongs to the run of its last one while that is at work.
  static std::size_t left_to_others(const Account& before, const Account& after) {
    std::size_t rows = 0;
    for (std::size_t i = 0; i < after.plan.rows.size(); ++i) {
      const plan::Row& row = after.plan.rows[i];
      const bool was_to_send = before.plan.rows[i].action == plan::Action::send;
      const bool is_free = row.status() == Status::failed || row.status() == Status::not_sent;
      if (was_to_send && is_free && !row.tries.empty() && row.tries.back().is_of_run_at_work)
        ++rows;
    }
    return rows;
  }

  // A row whose task failed stays submitted by its first try, so the counts do not tell of the new
  // one.
  ExitCode tell_new_tries(const Account& before, const Account& after) {
    std::vector<std::string> doubts;
    std::vector<std::string> failures;
    for (std::size_t i = 0; i < after.plan.rows.size(); ++i) {
      const plan::Row& row = after.plan.rows[i];
      if (row.tries.empty() || !rows_->rows()[i].wanted) continue;
      const auto last = std::max_element(
          row.tries.begin(), row.tries.end(),
          [](const ledger::Attempt& a, const ledger::Attempt& b) { return a.attempt < b.attempt; });
      const bool was_sent =
          before.plan.rows[i].reason == plan::Reason::video_failed_as_asked && last->run == run_;
      if (plan::has_later_doubt(row)) {
        doubts.emplace_back(rows_->rows()[i].id);
      } else if (was_sent && last->status != Status::submitted) {
        failures.push_back(fmt::format("{}: {}", rows_->rows()[i].id, last->error));
      }
    }
    for (const std::string& failure : failures)
      console_.complain(tr("not submitted again: ") + disarm(failure) + '\n');
    if (!doubts.empty()) {
      console_.complain(tr(
          "in doubt, and not sent again: the new try of {} may have been paid for; to list it and "
          "say what you found:  {}\n",
          disarm(fmt::format("{}", fmt::join(doubts, ", "))),
          command_to_resolve(command_.manifest, shaping_options(command_))));
      return ExitCode::in_doubt;
    }
    return failures.empty() ? ExitCode::ok : ExitCode::some_failed;
  }

  // If all rows are selected, rows in doubt that left the manifest count, too.
  Counts counts_for_exit(const Account& before, const Account& after) const {
    Counts counts;
    for (std::size_t i = 0; i < after.plan.rows.size(); ++i) {
      const plan::Row& row = after.plan.rows[i];
      const bool counts_here =
          before.plan.rows[i].selected && row.reason != plan::Reason::under_way;
      if (counts_here) counts.add(row.status());
    }
    if (!command_.selection.only.empty() || !command_.selection.where.empty()) return counts;
    for (const plan::LeftRow& row : after.left) {
      if (row.last.status == Status::in_doubt && !row.last.is_on_its_way())
        counts.add(Status::in_doubt);
    }
    return counts;
  }

  const RunCommand& command_;
  const Environment& environment_;
  Console console_;
  ledger::Witnesses witnesses_;
  system::PosixDisk disk_;
  PastResults past_{disk_};
  mutable system::SystemClock clock_;
  mutable system::SystemRandom random_;
  std::optional<system::SignalDescriptor>
      stop_;  // before the sandbox's threads, which inherit the block
  std::optional<ManifestRows> rows_;
  Settings settings_;
  Files files_;
  std::string server_;
  api::Endpoint endpoint_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::optional<Payment> agreed_;  ///< none: nobody is asked
  std::string announced_;          ///< what was said of what will be sent
  std::string ledger_id_;
  submit::Orders orders_;
  ledger::Run begun_;
  std::int64_t run_ = 0;                                // in this ledger
  const std::string run_id_ = to_hex(random_.bits());   // in every ledger
  submit::Allowance learned_;                           // in this run
  std::unordered_map<std::string, std::string> names_;  // of videos, by row
  std::unique_ptr<system::Folder> videos_folder_;
  std::optional<show::Collection> collection_;
  std::optional<Reports> reports_;
  show::RunEnding ending_;
  std::string summary_;  // for programs; empty: not wanted, or not there yet
};

}  // namespace

ExitCode execute(const RunCommand& command, const Environment& environment) {
  return Run(command, environment).execute();
}

}  // namespace shotlist::cli
