#include "cli/account.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/budget.h"
#include "cli/reading.h"
#include "ledger/ledger_file.h"
#include "manifest/source_text.h"
#include "results/decision_check.h"
#include "results/decision_file.h"
#include "results/lines.h"
#include "show/wording.h"

namespace shotlist::cli {
namespace {

constexpr std::size_t examples_shown = 3;

/// Takes one account.
class Taking {
 public:
  Taking(const Question& question, ledger::Reader& reader, system::Disk& disk, Console& console)
      : question_(question),
        reader_(reader),
        disk_(disk),
        console_(console),
        look_elsewhere_(
            [this](const std::vector<Fingerprint>& wanted) { return elsewhere(wanted); }) {}

  Account take() {
    account_.runs = reader_.runs();
    for (Video& video : reader_.videos()) {
      std::string entry = video.entry;
      account_.videos.emplace(std::move(entry), std::move(video));
    }
    const Files& files = question_.files;
    account_.here = {files.manifest, question_.server,
                     plan::gone_manifests(account_.runs, files.manifest, files.manifest_path),
                     files.is_rehearsal,
                     plan::former_names(account_.runs, files.manifest, files.manifest_path)};
    match();
    read_decisions();
    apply_held_wish();
    // Computed from every attempt so far.
    if (question_.rows.manifest().prices() != nullptr)
      account_.spent = plan::spent_on(reader_, account_.here, matches_, currency());
    plan_rows();
    account_.is_rehearsal =
        plan::is_rehearsal(account_.plan, question_.server, reader_.rehearsals());
    record_what_options_say();
    account_.left =
        plan::left_rows(reader_, account_.here, rows(), account_.plan, question_.begins_run);
    account_.kept = plan::kept_fields(reader_, rows(), account_.plan);
    describe();
    account_.results_folder =
        std::filesystem::path(resolved_path(question_.files.results)).parent_path().string();
    return std::move(account_);
  }

 private:
  const std::vector<plan::Wanted>& rows() const { return question_.rows.rows(); }
  std::string currency() const {
    return currency_of(question_.rows.manifest()).value_or(std::string());
  }
  plan::Known known() const { return {reader_, look_elsewhere_, account_.given}; }

  void match() {
    std::vector<plan::Asked> asked(rows().begin(), rows().end());
    matches_ = plan::match(asked, account_.here, known(),
                           [this](std::size_t row) { return question_.rows.prompt_of(row); });
  }

  // A rehearsal pays for nothing, and its attempts are not purchases.
  std::vector<plan::Elsewhere> elsewhere(const std::vector<Fingerprint>& wanted) {
    std::vector<plan::Elsewhere> found;
    if (question_.files.is_rehearsal) return found;
    const std::string id = reader_.identity().id;
    std::set<std::string> looked_into = {id};
    for (const ledger::Witness& witness : question_.witnesses.all()) {
      if (witness.rehearsal || !looked_into.insert(witness.ledger).second) continue;
      if (ledger::is_there(witness.path)) {
        look_into(witness.path, witness.ledger, wanted, found);
      } else {
        look_into_results(witness, {wanted.begin(), wanted.end()}, found);
      }
    }
    // The folder's own ledger is found even if no witness mentions it.
    const std::string own = folder_ledger(question_.files);
    const auto is_told = [&own](const plan::Elsewhere& told) { return told.ledger == own; };
    if (std::none_of(found.begin(), found.end(), is_told)) look_into(own, {}, wanted, found);
    return found;
  }

  // If `expected` is not empty, skips a ledger with another id.
  void look_into(const std::string& path, const std::string& expected,
                 const std::vector<Fingerprint>& wanted, std::vector<plan::Elsewhere>& found) {
    if (path.empty() || is_same_file(path, question_.files.ledger)) return;
    const std::size_t before = found.size();
    try {
      if (!ledger::is_there(path)) return;
      ledger::read_ledger(path, [&](ledger::Reader& other) {
        found.resize(before);
        if (!expected.empty() && other.identity().id != expected) return;
        for (const ledger::Tries& slot : ledger::slots_of(other.attempts_of(wanted))) {
          ledger::Attempt attempt = ledger::deciding(slot);
          attempt.number = 0;  // its number is valid only in that ledger
          found.push_back({path, std::move(attempt)});
        }
      });
    } catch (const Error& error) {
      found.resize(before);
      console_.complain(tr("shotlist: warning: {} cannot be asked what was paid for: {}\n",
                           disarm(path), disarm(error.what())));
    }
  }

  // A ledger that is gone may have left results.
  void look_into_results(const ledger::Witness& witness, const std::set<Fingerprint>& wanted,
                         std::vector<plan::Elsewhere>& found) {
    std::set<std::string> paths;
    for (const auto& [manifest, results] : witness.results)
      paths.insert(results.begin(), results.end());
    for (const std::string& path : paths) {
      const auto results = question_.past.lines(path);
      if (!results) continue;
      for (const Result& line : results->rows) {
        const auto fingerprint = parse_fingerprint(line.fingerprint);
        const bool is_wanted = fingerprint && wanted.count(*fingerprint) > 0;
        if (!is_wanted || !may_be_paid_for(line.status) || line.endpoint == sandbox_server)
          continue;
        ledger::Attempt attempt;
        attempt.entry = line.entry;
        attempt.row = line.id;
        attempt.server = line.endpoint;
        attempt.fingerprint = *fingerprint;
        attempt.status = line.status;
        attempt.task_id = line.task_id;
        if (line.submitted_at) attempt.sent_at = *line.submitted_at;
        found.push_back({path, std::move(attempt)});
      }
    }
  }

  void read_decisions() {
    if (question_.decisions.empty()) return;
    Diagnostics diagnostics;
    const manifest::SourceText source = manifest::read_source(disk_, question_.decisions);
    const auto& variables = question_.rows.manifest().variable_names();
    const bool is_variable =
        std::any_of(variables.begin(), variables.end(),
                    [](const std::string& name) { return results::is_decision_column(name); });
    const auto written = results::read_decisions(source, is_variable, diagnostics);
    results::MeantDecisions meant = results::meaning_of(
        written, {rows(), matches_, reader_, question_.by, question_.now}, diagnostics);
    if (!diagnostics.empty()) show_diagnostics(diagnostics, console_);
    const bool has_word = std::any_of(written.begin(), written.end(),
                                      [](const auto& decision) { return decision.word; });
    if (!has_word && meant.to_record.empty()) {
      console_.complain(
          tr("shotlist: warning: nothing is decided in {}: there is no word in a column called "
             "decision, and no task id that is new\n",
             disarm(question_.decisions)));
    }
    account_.given = std::move(meant.to_record);
    account_.older = std::move(meant.older);
    words_ = std::move(meant.rows);
    drop_words_of_rows_left_out();
    say_where();
    note_kept_elsewhere();
    if (!account_.given.empty()) match();
  }

  // A word that spends money applies only to the selected rows. Facts apply to all rows.
  void drop_words_of_rows_left_out() {
    std::unordered_set<std::string_view> left_out;
    for (const plan::Wanted& row : rows()) {
      if (!row.wanted) left_out.insert(row.id);
    }
    const auto is_left_out = [&](const ledger::Decision& decision) {
      const bool pays =
          decision.word == ledger::Word::retry || decision.word == ledger::Word::resubmit;
      return pays && left_out.count(decision.row) > 0;
    };
    account_.given.erase(std::remove_if(account_.given.begin(), account_.given.end(), is_left_out),
                         account_.given.end());
  }

  // Words apply to the rows of this manifest at this server, and predate what is sent next.
  void say_where() {
    for (ledger::Decision& decision : account_.given)
      plan::say_where(decision, account_.here, reader_);
  }

  void note_kept_elsewhere() {
    for (std::size_t row = 0; row < rows().size(); ++row) {
      const auto& holds = matches_[row].holds;
      if (holds.empty() || holds.front().by != plan::HeldBy::other_ledger) continue;
      const auto word = words_.find(std::string(rows()[row].id));
      if (word == words_.end() || word->second != plan::RowWord::keep) continue;
      must_be_in_a_ledger(holds.front());
      account_.kept_elsewhere.push_back({holds.front().ledger, holds.front().purchase});
    }
  }

  void must_be_in_a_ledger(const plan::Hold& hold) {
    const PastResults::File* file = question_.past.find(hold.ledger);
    if (file == nullptr || !file->is_results) return;
    throw Error(
        ExitCode::invalid,
        tr("{} was paid for, as {} says, whose ledger is gone", hold.purchase.row, hold.ledger),
        tr("take it over first:  ") + show::command_line({"shotlist", "import", hold.ledger,
                                                          "--ledger", question_.files.ledger}));
  }

  // A held row that is skipped in this run stays held.
  bool is_held_and_wanted(std::size_t row) const {
    const auto word = words_.find(std::string(rows()[row].id));
    return !matches_[row].holds.empty() && rows()[row].wanted &&
           (word == words_.end() || word->second == plan::RowWord::skip);
  }

  void apply_held_wish() {
    if (!question_.held) return;
    const bool again = question_.held->word == HeldWish::Word::resubmit;
    std::size_t held = 0;
    for (std::size_t row = 0; row < rows().size(); ++row) {
      if (!is_held_and_wanted(row)) continue;
      ++held;
      decide_held(row, again);
    }
    if (question_.held->rows && *question_.held->rows != held) {
      throw Error(ExitCode::invalid,
                  tr("--held names {}, but {} held", counted(*question_.held->rows, "row"),
                     held == 0 ? tr("no row is") : counted(held, "row", "is", "are")),
                  held == 0
                      ? tr("leave --held out")
                      : tr("look at them with  ") + plan_command() + tr("  and name that number"));
    }
    if (held == 0) return;
    say_where();
    note_kept_elsewhere();
    match();
  }

  std::string plan_command() const {
    if (!question_.plan_command.empty()) return question_.plan_command;
    const std::string& manifest = question_.files.manifest_path;
    return show::command_line({"shotlist", "plan", manifest.empty() ? "-" : shown_path(manifest)});
  }

  void decide_held(std::size_t row, bool again) {
    const std::string id(rows()[row].id);
    if (!words_.emplace(id, again ? plan::RowWord::resubmit : plan::RowWord::keep).second) return;
    const auto& holds = matches_[row].holds;
    for (const plan::Hold& hold : holds) {
      give(row, hold.purchase, again ? ledger::Word::resubmit : ledger::Word::keep);
      if (!again) return;  // one purchase is enough to keep a row
    }
  }

  void give(std::size_t row, const ledger::Attempt& about, ledger::Word word) {
    ledger::Decision& decision = account_.given.emplace_back();
    decision.entry = about.entry;
    decision.word = word;
    decision.row = rows()[row].id;
    decision.fingerprint = rows()[row].fingerprint;
    decision.by = question_.by;
    decision.at = question_.now;
  }

  void plan_rows() {
    plan::Limits limits{question_.limit, {}};
    if (question_.max_cost) {
      const api::PriceList& prices = *question_.rows.manifest().prices();
      must_be_in_one_currency(prices);
      limits.cost = budget_left(*question_.max_cost, account_.spent, prices.otherwise);
    }
    plan::Consent consent = question_.consent;
    consent.rows.insert(words_.begin(), words_.end());
    for (const auto& [entry, video] : account_.videos) {
      if (question_.failed_videos && video.status == VideoStatus::failed)
        consent.failed_videos.insert(entry);
    }
    account_.plan = plan::make_plan(rows(), std::move(matches_), consent, limits);
    for (std::size_t row = 0; limits.cost && row < rows().size(); ++row) {
      if (account_.plan.rows[row].action == plan::Action::send && !rows()[row].price)
        must_be_priced(account_.plan, std::string(rows()[row].id));
    }
  }

  // Money spent in another currency cannot be counted against the budget.
  void must_be_in_one_currency(const api::PriceList& prices) {
    if (account_.spent.at_most().unpriced == 0) return;
    std::size_t others = 0;
    std::string other;
    const auto look_at = [&](const ledger::Attempt& attempt) {
      const bool is_paid = may_be_paid_for(attempt.status) && !attempt.rehearsal;
      if (!is_paid || !attempt.price || attempt.currency == prices.currency) return;
      ++others;
      other = attempt.currency;
    };
    reader_.for_each_attempt(question_.files.manifest, look_at);
    for (const std::string& gone : account_.here.gone)
      reader_.for_each_attempt(gone, look_at);
    if (others > 0) throw wrong_currency(others, other, prices);
  }

  // `retry` gives its words as options; each word is recorded once.
  void record_what_options_say() {
    for (std::size_t i = 0; i < rows().size(); ++i) {
      const plan::Row& row = account_.plan.rows[i];
      const bool by_option = row.reason == plan::Reason::in_doubt_as_asked ||
                             row.reason == plan::Reason::rejected_as_asked;
      const bool is_said = row.is_retried || row.released;
      if (row.action != plan::Action::send || !by_option || is_said) continue;
      give(i, row.tries.back(), ledger::Word::retry);
    }
    say_where();
  }

  void describe() {
    account_.held.server = question_.server;
    account_.held.currency = currency_of(question_.rows.manifest());
    std::unordered_set<std::string_view> left_ids;
    for (const plan::LeftRow& left : account_.left)
      left_ids.insert(left.last.row);
    for (std::size_t i = 0; i < rows().size(); ++i) {
      const plan::Row& row = account_.plan.rows[i];
      const plan::Wanted& asked = rows()[i];
      const bool is_sent = row.action == plan::Action::send;
      // A doubt remains, whatever the outcome of later tries.
      const bool has_doubt = std::any_of(
          row.tries.begin(), row.tries.end(),
          [](const ledger::Attempt& attempt) { return attempt.status == Status::in_doubt; });
      const bool is_again = is_sent && (has_doubt || row.reason == plan::Reason::held_as_asked ||
                                        row.reason == plan::Reason::in_doubt_as_asked ||
                                        row.reason == plan::Reason::video_failed_as_asked);
      if (is_again) {
        ++account_.sent_again;
        account_.again.add(asked.price);
      }
      if (is_sent && !is_again && row.tries.empty() && left_ids.count(asked.id) > 0)
        account_.reused_ids.emplace_back(asked.id);
      const bool has_ours =
          !row.tries.empty() && account_.here.owns(row.tries.back().manifest.text());
      if (has_ours && row.tries.back().row != asked.id) account_.new_ids.emplace_back(asked.id);
      if (row.holds.empty() || !asked.wanted) continue;
      ++account_.held.rows;
      account_.held.cost.add(asked.price);
      if (account_.held.examples.size() < examples_shown)
        account_.held.examples.push_back({std::string(asked.id), row.holds.front(), {}});
    }
    if (account_.held.examples.empty()) return;
    auto example = account_.held.examples.begin();
    question_.rows.for_each([&](std::size_t, manifest::RequestView& view) {
      if (example == account_.held.examples.end() || example->id != view.id()) return;
      example->changes = plan::changes_since(reader_, example->hold, view.fields());
      ++example;
    });
  }

  const Question& question_;
  ledger::Reader& reader_;
  system::Disk& disk_;
  Console& console_;
  plan::LookElsewhere look_elsewhere_;
  std::vector<plan::Match> matches_;
  std::unordered_map<std::string, plan::RowWord> words_;  // by id
  Account account_;
};

}  // namespace

Account take_account(const Question& question, ledger::Reader& reader, system::Disk& disk,
                     Console& console) {
  return Taking(question, reader, disk, console).take();
}

void for_each_line(const ManifestRows& rows, const Account& account,
                   const std::function<void(const Result&)>& take) {
  const auto tell_video = [&account](Result& told) {
    const auto video = account.videos.find(told.entry);
    if (told.status == Status::submitted && video != account.videos.end())
      results::tell(video->second, account.results_folder, told);
  };
  Result line;
  rows.for_each([&](std::size_t row, manifest::RequestView& view) {
    Request request = view.request_without_body();
    const auto kept = account.kept.find(row);
    if (kept != account.kept.end()) request.fields = kept->second;
    remake_result(line, request, rows.field_names());
    line.currency = account.held.currency.value_or(std::string());
    results::tell(account.plan.rows[row], account.here.server, line);
    tell_video(line);
    take(line);
  });
  for (const plan::LeftRow& left : account.left) {
    Result gone =
        results::line_of(left, rows.field_names(), rows.manifest().variable_names().size());
    tell_video(gone);
    take(gone);
  }
}

}  // namespace shotlist::cli
