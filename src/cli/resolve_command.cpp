// `shotlist resolve`: lists the rows in doubt, or records what a person found out about them.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/request_body.h"
#include "api/task_search.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/nearest.h"
#include "base/recorded_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/desk.h"
#include "cli/guards.h"
#include "cli/next_run.h"
#include "cli/open_ledger.h"
#include "cli/output_file.h"
#include "cli/reading.h"
#include "cli/typed_command.h"
#include "ledger/ledger_file.h"
#include "manifest/source_text.h"
#include "results/decision_check.h"
#include "results/decision_file.h"
#include "show/banner.h"
#include "show/doubt_list.h"
#include "show/summary.h"
#include "show/wording.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

using ledger::Word;

/// Throws Error (usage) if the user's options about the rows make no sense together.
void must_make_sense(const ResolveCommand& command) {
  const bool says = command.task_id || command.not_created;
  if (!command.from.empty() && (says || !command.ids.empty())) {
    throw Error(ExitCode::usage, tr("--from FILE says what each row is"),
                tr("leave out the ids, --task-id and --not-created"));
  }
  if (command.task_id && command.not_created) {
    throw Error(ExitCode::usage, tr("a row cannot have a task and none"),
                tr("use either --task-id or --not-created"));
  }
  if (command.ids.empty() && says) {
    throw Error(ExitCode::usage, tr("no row is named"),
                tr("name the row's id after the manifest; ") +
                    command_to_resolve(command.manifest, {}) + tr(" lists them"));
  }
  if (!command.ids.empty() && !says) {
    throw Error(ExitCode::usage, tr("it is not said what became of ") + command.ids.front(),
                tr("add --task-id T if there is a task, or --not-created if there is none"));
  }
  if (!command.task_id) return;
  if (command.ids.size() > 1) {
    throw Error(ExitCode::usage, tr("one task id cannot belong to several rows"),
                tr("settle them one by one, or use --from FILE"));
  }
  const std::string_view task_id = trimmed(*command.task_id);
  if (!api::may_be_task_id(task_id) || disarm(task_id) != task_id) {
    throw Error(ExitCode::usage, tr("\"{}\" is no task id", disarm(*command.task_id)),
                tr("copy the id from the provider's console, or say --not-created"));
  }
}

/// One command about the rows in doubt of one manifest.
class Resolution {
 public:
  Resolution(const ResolveCommand& command, const Environment& environment)
      : command_(command),
        environment_(environment),
        console_(command.console, environment),
        desk_(command.manifest, environment, inputs_, console_) {}

  ExitCode execute() {
    if (command_.ids.empty() && command_.from.empty()) return list();
    if (!ledger::is_there(desk_.files().ledger)) {
      throw Error(ExitCode::usage, tr("nothing was sent yet: there is no ") + desk_.files().ledger,
                  tr("name the ledger with --ledger FILE if it is elsewhere"));
    }
    OpenLedger open(desk_.files().ledger, command_.wait, random_, console_);
    if (open.has_waited()) desk_.past_results().forget();
    ledger::Reader reader(open.ledger().database());
    reader.look_who_is_at_work();
    const Account account = desk_.take_account(reader, environment_.user, clock_.date());
    must_be_replaceable(desk_.past_results(), desk_.files().results);
    must_not_replace_results_of_others(desk_.files(), reader);
    if (desk_.files().is_rehearsal)
      must_not_replace_real_results(desk_.files(), desk_.past_results());
    const auto decisions = command_.from.empty() ? decisions_by_id(reader, account)
                                                 : decisions_in_file(reader, account);
    open.ledger().decide(
        decisions, [&](const ledger::Reader& now) { must_be_as_seen(decisions, now, account); });
    const std::string aside =
        expect_output(disk_, desk_.past_results(), open.ledger(), desk_.files(), clock_.date());
    desk_.past_results().forget(desk_.files().results);
    console_.complain(kept_aside_text(desk_.files(), aside));
    conclude(reader, open, decisions, account);
    return ExitCode::ok;
  }

 private:
  ExitCode list() {
    std::string text;
    ledger::read_ledger(desk_.files().ledger, [&](ledger::Reader& reader) {
      const Account account = desk_.take_account(reader, environment_.user, clock_.date());
      const std::vector<show::Doubt> doubts = doubts_of(reader, account);
      text = command_.json ? show::doubts_json(doubts)
                           : show::doubts_text(doubts, resolve_command(account),
                                               console_.out_width(), console_.out_time());
    });
    console_.complain(not_listed());
    console_.print(text);
    return ExitCode::ok;
  }

  std::string not_listed() const {
    if (on_their_way_.empty()) return {};
    const ledger::Attempt& first = on_their_way_.front();
    const std::size_t others = on_their_way_.size() - 1;
    return tr("{} is {}, and not listed{}\n", disarm(first.row), disarm(spoken_text(first.error)),
              others == 0   ? std::string()
              : others == 1 ? tr("; so is 1 other")
                            : tr("; so are {} others", others));
  }

  // At all servers. Rows that are still in the manifest come first, each with its earlier tries.
  // What other runs have on its way is not in doubt.
  std::vector<show::Doubt> doubts_of(ledger::Reader& reader, const Account& account) {
    std::vector<show::Doubt> doubts;
    on_their_way_.clear();
    std::unordered_set<std::int64_t> listed;
    const ledger::Rehearsals rehearsals = reader.rehearsals();
    const auto add = [&](const std::string& id, const ledger::Attempt& attempt, bool is_written,
                         bool is_superseded) {
      if (attempt.status != Status::in_doubt) return;
      if (!listed.insert(attempt.number).second) return;
      if (attempt.is_on_its_way()) return on_their_way_.push_back(attempt);
      const auto request = reader.request_of(attempt.fingerprint);
      doubts.push_back({id, attempt, request ? api::parse_body(request->body) : Fields(),
                        is_written, is_superseded, ledger::is_rehearsal(attempt, rehearsals)});
    };
    const auto& rows = desk_.rows().rows();
    std::unordered_set<std::string_view> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ids.insert(rows[i].id);
      const std::vector<ledger::Attempt>& tries = account.plan.rows[i].tries;
      for (auto attempt = tries.rbegin(); attempt != tries.rend(); ++attempt)
        add(std::string(rows[i].id), *attempt, true, attempt != tries.rbegin());
    }
    const auto add_left = [&](const ledger::Attempt& attempt) {
      if (attempt.status != Status::in_doubt || listed.count(attempt.number) > 0) return;
      const bool is_superseded = ledger::deciding(reader.slot_of(attempt)).number != attempt.number;
      add(attempt.row, attempt, ids.count(attempt.row) > 0, is_superseded);
    };
    reader.for_each_attempt(desk_.files().manifest, add_left);
    // Doubts from manifests that are gone, or from a results file, can be settled only here.
    for (const std::string& gone : account.here.gone)
      reader.for_each_attempt(gone, add_left);
    return doubts;
  }

  /// The attempts that a name typed by the user may refer to. A row's id never refers to an earlier
  /// try.
  std::vector<show::Doubt> meant_by(const std::string& name, ledger::Reader& reader,
                                    const Account& account) {
    std::vector<show::Doubt> meant;
    for (show::Doubt& doubt : doubts_of(reader, account)) {
      const bool is_row = doubt.id == name && !doubt.is_superseded;
      if (is_row || doubt.attempt.entry == name) meant.push_back(std::move(doubt));
    }
    return meant;
  }

  // The word that settled it may have been wrong: there is a task, or a different one, unless a
  // server named it. A row's id refers to its last try, and only if that was settled as not
  // created.
  std::optional<ledger::Attempt> settled_by_word(const std::string& name,
                                                 const ledger::Reader& reader,
                                                 const Account& account) const {
    if (!command_.task_id) return std::nullopt;
    std::optional<ledger::Attempt> attempt = reader.find_entry(name);
    bool is_ours = attempt && account.here.owns(attempt->manifest.text());
    const auto& rows = desk_.rows().rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const ledger::Attempt& each : account.plan.rows[i].tries) {
        const bool is_denied = each.status == Status::failed &&
                               each.number == account.plan.rows[i].tries.back().number;
        if (each.entry != name && !(rows[i].id == name && is_denied)) continue;
        attempt = each;
        is_ours = true;
      }
    }
    const bool is_settled =
        is_ours && attempt->status != Status::in_doubt && attempt->verdict != Verdict::accepted;
    if (!is_settled) return std::nullopt;
    const auto words = reader.decisions();
    const bool is_by_word = std::any_of(words.begin(), words.end(), [&](const auto& word) {
      return word.entry == attempt->entry && ledger::settles(word.word);
    });
    return is_by_word ? attempt : std::nullopt;
  }

  std::vector<ledger::Decision> decisions_by_id(ledger::Reader& reader, const Account& account) {
    std::vector<ledger::Decision> decisions;
    std::vector<std::string> mistakes;
    std::unordered_set<std::string> named;
    for (const std::string& name : command_.ids) {
      if (!named.insert(name).second) continue;
      const auto meant = meant_by(name, reader, account);
      if (meant.size() > 1) {
        std::string entries;
        for (const show::Doubt& doubt : meant)
          entries += fmt::format("{}{} ({})", entries.empty() ? "" : ", ", doubt.attempt.entry,
                                 disarm(doubt.attempt.server));
        mistakes.push_back(tr("{} has several doubts: name one of {}", disarm(name), entries));
      } else if (meant.size() == 1) {
        decisions.push_back(decision_on(meant.front().attempt));
      } else if (const auto attempt = settled_by_word(name, reader, account)) {
        const bool is_so = attempt->task_id == trimmed(*command_.task_id);
        if (is_so) continue;
        decisions.push_back(decision_on(*attempt));
        changed_ = attempt;
      } else if (const std::string mistake = mistake_about(name, reader, account);
                 !mistake.empty()) {
        mistakes.push_back(mistake);
      }
    }
    add_mistakes_about_task(reader, decisions, mistakes);
    must_be_right(mistakes, account);
    return decisions;
  }

  ledger::Decision decision_on(const ledger::Attempt& attempt) const {
    ledger::Decision decision;
    decision.entry = attempt.entry;
    decision.word = command_.task_id ? Word::created : Word::not_created;
    if (command_.task_id) decision.task_id = trimmed(*command_.task_id);
    decision.row = attempt.row;
    decision.by = environment_.user;
    decision.at = clock_.date();
    return decision;
  }

  // Checks all attempts that ever had the task.
  void add_mistakes_about_task(const ledger::Reader& reader,
                               const std::vector<ledger::Decision>& decisions,
                               std::vector<std::string>& mistakes) const {
    if (!command_.task_id) return;
    for (const ledger::Attempt& owner : reader.with_task(std::string(trimmed(*command_.task_id)))) {
      const bool is_itself = !decisions.empty() && owner.entry == decisions.front().entry;
      if (owner.task_id.empty() || is_itself || decisions.empty()) continue;
      mistakes.push_back(owned_by(owner));
    }
  }

  static std::string owned_by(const ledger::Attempt& owner) {
    return tr("{} is the task of {} ({})", disarm(owner.task_id), disarm(owner.row), owner.entry);
  }

  // Somebody else may have settled the same meanwhile, on another machine. Called while nobody can.
  void must_be_as_seen(const std::vector<ledger::Decision>& decisions, const ledger::Reader& now,
                       const Account& account) {
    std::vector<std::string> mistakes;
    const std::vector<ledger::Decision> words = now.decisions();
    for (const ledger::Decision& decision : decisions) {
      const auto attempt = now.find_entry(decision.entry).value();
      const bool is_changed = changed_ && changed_->entry == decision.entry;
      const ledger::Attempt seen = is_changed ? *changed_ : ledger::Attempt();  // in doubt
      const bool is_as_seen = attempt.status == seen.status && attempt.task_id == seen.task_id &&
                              !attempt.is_on_its_way();
      const bool is_so = decision.word == Word::created ? attempt.task_id == decision.task_id
                                                        : attempt.status == Status::failed;
      std::string by;
      for (const ledger::Decision& word : words) {
        if (word.entry == decision.entry) {
          by = tr(", says {}", disarm(word.by));
        } else if (word.word == Word::created && word.task_id == decision.task_id) {
          const auto owner = now.find_entry(word.entry);
          if (owner && owner->task_id == word.task_id) mistakes.push_back(owned_by(*owner));
        }
      }
      if (!is_as_seen && !is_so) mistakes.push_back(not_in_doubt(decision.row, attempt) + by);
    }
    must_be_right(mistakes, account);
  }

  void must_be_right(const std::vector<std::string>& mistakes, const Account& account) {
    for (const std::string& mistake : mistakes)
      console_.complain(mistake + '\n');
    if (mistakes.empty()) return;
    throw Error(ExitCode::usage, tr("{}; nothing was settled", counted(mistakes.size(), "mistake")),
                resolve_command(account) + tr(" lists the rows in doubt"));
  }

  static std::string not_in_doubt(const std::string& name, const ledger::Attempt& attempt) {
    if (attempt.is_on_its_way())
      return tr("{} is {}; ask again when that is over", disarm(name),
                disarm(spoken_text(attempt.error)));
    return tr("{} is {}{}, not in doubt", disarm(name), spoken(attempt.status),
              attempt.task_id.empty() ? "" : tr(" as ") + disarm(attempt.task_id));
  }

  // Empty if the row already is as the user says.
  std::string mistake_about(const std::string& name, ledger::Reader& reader,
                            const Account& account) {
    const auto& rows = desk_.rows().rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const plan::Row& row = account.plan.rows[i];
      const bool is_meant =
          rows[i].id == name || (!row.tries.empty() && row.tries.back().entry == name);
      if (!is_meant) continue;
      if (row.tries.empty())
        return disarm(name) + tr(" was never sent: there is nothing to settle");
      const ledger::Attempt& last = row.tries.back();
      const bool is_so = command_.task_id ? last.task_id == trimmed(*command_.task_id)
                                          : last.status == Status::failed;
      if (is_so) return {};
      std::string mistake = not_in_doubt(name, last);
      for (const show::Doubt& doubt : doubts_of(reader, account)) {
        if (doubt.is_superseded && doubt.id == name)
          mistake += tr("; an earlier try of it is: ") + doubt.attempt.entry;
      }
      return mistake;
    }
    const auto settled = reader.find_entry(name);
    if (settled && settled->manifest == account.here.manifest) {
      const bool is_so = command_.task_id ? settled->task_id == trimmed(*command_.task_id)
                                          : settled->status == Status::failed;
      return is_so ? std::string() : not_in_doubt(name, *settled);
    }
    const std::vector<show::Doubt> doubts = doubts_of(reader, account);
    std::vector<std::string_view> ids;
    for (const show::Doubt& doubt : doubts)
      ids.push_back(doubt.id);
    const auto close = nearest(name, ids);
    return tr("there is no row {}", disarm(name)) +
           (close ? tr("; did you mean {}?", disarm(*close)) : std::string());
  }

  std::vector<ledger::Decision> decisions_in_file(ledger::Reader& reader, const Account& account) {
    Diagnostics diagnostics;
    const manifest::SourceText source = manifest::read_source(disk_, command_.from);
    const auto written = results::read_decisions(source, false, diagnostics);
    std::vector<plan::Match> matches(account.plan.rows.begin(), account.plan.rows.end());
    results::MeantDecisions meant = results::meaning_of(
        written, {desk_.rows().rows(), matches, reader, environment_.user, clock_.date()},
        diagnostics);
    for (const results::WrittenDecision& decision : written) {
      if (!decision.word || decision.word == plan::RowWord::not_created) continue;
      if (decision.word == plan::RowWord::skip) continue;
      diagnostics.error(Code::bad_decision, decision.at,
                        tr("resolve settles doubts, and sends nothing"),
                        tr("write not_created, or a task id into task_id; give the others to `run "
                           "--decisions`"));
    }
    if (diagnostics.errors() > 0) {
      console_.complain(diagnostics.to_text(console_.err_width()));
      throw Error(ExitCode::invalid,
                  tr("{}; nothing was settled", counted(diagnostics.errors(), "mistake")));
    }
    console_.say(diagnostics.to_text(console_.err_width()));
    console_.say(show::older_words_text(meant.older));
    return std::move(meant.to_record);
  }

  void conclude(ledger::Reader& reader, OpenLedger& open,
                const std::vector<ledger::Decision>& decisions, const Account& before) {
    reader.look_who_is_at_work();
    const Account account = desk_.take_account(reader, environment_.user, clock_.date());
    const ManifestRows& rows = desk_.rows();
    OutputFile file(disk_, desk_.files(), rows, command_.manifest.excel);
    Counts counts;
    Results unfinished{rows.manifest().variable_names(), {}};
    for_each_line(rows, account, [&](const Result& line) {
      file.add(line);
      if (!line.has_left()) counts.add(line.status);
      if (line.status != Status::submitted) unfinished.rows.push_back(line);
    });
    console_.complain(kept_aside_text(
        desk_.files(),
        file.commit(open.ledger(), rows.rows().size() + account.left.size(), clock_.date())));
    for (const ledger::Decision& decision : decisions)
      console_.say(settled_text(decision, account, before));
    if (command_.json) console_.print(settled_json(decisions));
    show::Ending ending;
    ending.results_file = desk_.files().results;
    tell_next_run(ending, command_.manifest, desk_.last_run(), account, rows);
    if (ending.is_rehearsal) ending.figures.push_back({tr("rehearsal"), tr("nothing was paid")});
    console_.say(
        show::summary_text(counts, unfinished, ending, console_.err_width(), console_.err_style()));
    const ledger::Whereabouts here = open.whereabouts();
    remember({desk_.files(), reader, here, desk_.witnesses()});
  }

  // The outcome of a decision. If the row was sent again, both tasks are shown.
  static std::string settled_text(const ledger::Decision& decision, const Account& account,
                                  const Account& before) {
    const bool is_created = decision.word == Word::created;
    const std::string what = is_created ? tr("submitted as ") + disarm(decision.task_id)
                                        : std::string(tr("not created"));
    for (const plan::Row& row : account.plan.rows) {
      for (const ledger::Attempt& attempt : row.tries) {
        if (attempt.entry != decision.entry) continue;
        const ledger::Attempt& last = row.tries.back();
        if (last.number == attempt.number) {
          return fmt::format("{}: {}{}\n", disarm(decision.row), what,
                             is_created ? "" : tr(", and free to be sent again"));
        }
        return tr("{}: the earlier try {} is {}; the row was sent again, and is {}{}\n",
                  disarm(decision.row), decision.entry, what, spoken(last.status),
                  last.task_id.empty() ? "" : tr(" as ") + disarm(last.task_id));
      }
    }
    // A row that was given this purchase by `keep` has none now.
    const auto had_it = [&](const plan::Row& row) {
      return !row.tries.empty() && row.tries.back().entry == decision.entry;
    };
    const bool is_there = std::any_of(before.plan.rows.begin(), before.plan.rows.end(), had_it);
    return fmt::format("{}: {}{}\n", disarm(decision.row), what,
                       is_created ? ""
                       : is_there ? tr(", and free to be sent again")
                                  : tr("; no row of the manifest asks for it now"));
  }

  static std::string settled_json(const std::vector<ledger::Decision>& decisions) {
    const std::string list =
        json_list(decisions, [](std::string& json, const ledger::Decision& decision) {
          JsonObject object(json);
          object.text("id", decision.row);
          object.text("entry", decision.entry);
          object.text("word", ledger::to_text(decision.word));
          if (!decision.task_id.empty()) object.text("task_id", decision.task_id);
          object.end();
        });
    std::string json;
    JsonObject object(json);
    object.json("settled", list);
    object.end();
    return disarmed_json(json) + '\n';
  }

  std::string resolve_command(const Account& account) const {
    show::Ending ending;
    tell_next_run(ending, command_.manifest, desk_.last_run(), account, desk_.rows());
    return ending.resolve_command;
  }

  const ResolveCommand& command_;
  const Environment& environment_;
  Console console_;
  system::PosixDisk disk_;
  system::RememberingDisk inputs_{disk_};
  mutable system::SystemClock clock_;
  mutable system::SystemRandom random_;
  Desk desk_;
  std::vector<ledger::Attempt> on_their_way_;  // as listed last
  std::optional<ledger::Attempt> changed_;     // whose word is changed; others were in doubt
};

}  // namespace

ExitCode execute(const ResolveCommand& command, const Environment& environment) {
  must_make_sense(command);
  return Resolution(command, environment).execute();
}

}  // namespace shotlist::cli
