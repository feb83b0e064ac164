// `shotlist plan`: what run would do, row by row, and why.

#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/budget.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/given_decisions.h"
#include "cli/reading.h"
#include "cli/state.h"
#include "manifest/request_view.h"
#include "report/cost_by_model.h"
#include "report/past.h"
#include "report/plan_table.h"
#include "report/spending.h"
#include "report/wording.h"
#include "submit/plan.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist::cli {
namespace {

/// Prints text in large pieces.
class Output {
 public:
  explicit Output(Console& console) : console_(console) {}

  /// To add one line to.
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
      : command_(command), console_(command.console, environment) {}

  ExitCode execute() {
    Diagnostics diagnostics;
    const manifest::Manifest manifest = open_manifest(disk_, command_.manifest, diagnostics);
    read_what_is_known();
    read_rows(manifest, diagnostics);
    must_have_prices(command_.max_cost, manifest.prices());
    restore_spoilt_ids();
    take_decisions(manifest);
    const submit::Plan plan = plan_rows(manifest);
    if (command_.json) {
      print_json(manifest, plan);
    } else {
      print_table(plan);
    }
    console_.say(report::restored_text(known_.old, results_, console_.err_width()));
    console_.say(report::disagreement_text(known_.old, results_));
    tell_decisions_left_out(manifest);
    if (past_) tell_past(manifest);
    if (decisions_->given()) tell_decisions(manifest, plan);
    console_.say(fmt::format("{}: {}, {} would be sent{}\n", disarm(manifest.name()),
                             counted(plan.rows.size(), "request"), plan.to_send,
                             cost_of(manifest, plan)));
    if (costs_) console_.say(costs_->text(plan));
    return ExitCode::ok;
  }

 private:
  // Where it can not be read, mistakes of the manifest are still told first.
  void read_what_is_known() {
    if (command_.manifest.path == "-" && command_.manifest.output.empty()) return;
    try {
      results_ = results_path(command_.manifest);
      known_ = read_known(disk_, results_, clock_.date());
    } catch (const Error&) {
      unknown_because_ = std::current_exception();
    }
  }

  void read_rows(const manifest::Manifest& manifest, Diagnostics& diagnostics) {
    if (manifest.prices() != nullptr) costs_.emplace(manifest.prices()->currency);
    submit::Selector selector(command_.selection, manifest.variable_names());
    Request whole;
    manifest.for_each_request(diagnostics, [&](manifest::RequestView& view) {
      report::PlannedRow& row = rows_.emplace_back(
          report::PlannedRow{std::string(view.id()), view.at().source, view.at().line, true});
      row.wanted =
          selector.wants(row.id, [&]() -> const Request& { return whole = view.request(); });
      // Nothing is known of any row before the first run: no need to look for it.
      if (!known_.ledger.empty()) fingerprints_.push_back(view.fingerprint());
      if (costs_) costs_->add(view.fields(), view.price());
    });
    show_diagnostics(diagnostics, console_);
    if (unknown_because_) std::rethrow_exception(unknown_because_);
    selector.must_be_known([this] { return ids(); });
  }

  // Only the rows of the manifest tell what they were.
  void restore_spoilt_ids() {
    if (known_.old.unknown.empty()) return;
    known_ = read_known(disk_, results_, clock_.date(), keys());
  }

  std::vector<RequestKey> keys() const {
    std::vector<RequestKey> keys;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      keys.push_back({&rows_[i].id, fingerprint_of(i)});
    return keys;
  }

  void take_decisions(const manifest::Manifest& manifest) {
    decisions_.emplace(disk_, command_.decisions, manifest.variable_names(), clock_.date());
    if (!decisions_->given()) return;
    decisions_->must_fit(keys(), known_.ledger, console_);
    decisions_->settle(known_.ledger, {}, clock_.date());
  }

  void tell_decisions(const manifest::Manifest& manifest, const submit::Plan& plan) {
    GivenDecisions::Telling telling(*decisions_);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      telling.add(rows_[i].id, plan.rows[i], price_of(i));
    telling.say(currency_of(manifest), console_);
  }

  void tell_decisions_left_out(const manifest::Manifest& manifest) {
    const std::size_t decided = known_.old.count_decided(manifest.variable_names());
    if (decisions_->given() || decided == 0) return;
    console_.say(fmt::format("{} holds {}, left out here: add --decisions {} to see what {}\n",
                             disarm(results_), counted(decided, "decision"),
                             report::command_line({results_}),
                             decided == 1 ? "it means" : "they mean"));
  }

  Fingerprint fingerprint_of(std::size_t row) const {
    return fingerprints_.empty() ? Fingerprint() : fingerprints_[row];
  }

  std::optional<Money> price_of(std::size_t row) const {
    return costs_ ? costs_->price_of(row) : std::nullopt;
  }

  submit::Plan plan_rows(const manifest::Manifest& manifest) {
    if (!known_.ledger.empty()) {
      past_.emplace(disk_, results_, keys(), known_.ledger);
    }
    submit::Consent consent;
    consent.changed = command_.changed == ChangedRows::resubmit;
    consent.rows = decisions_->rows();
    const std::optional<Money> budget = budget_for(manifest);
    submit::Planner planner(known_.ledger, command_.selection, consent, budget);
    std::string first_unpriced;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const report::PlannedRow& row = rows_[i];
      const std::optional<Money> price = price_of(i);
      planner.add(row.id, fingerprint_of(i), row.wanted, price);
      const bool is_first = first_unpriced.empty() && !price;
      if (is_first && planner.plan().rows.back().action == submit::Action::send)
        first_unpriced = row.id;
    }
    if (budget) must_be_priced(planner.plan(), first_unpriced);
    return std::move(planner.plan());
  }

  std::optional<Money> budget_for(const manifest::Manifest& manifest) const {
    if (!command_.max_cost) return std::nullopt;
    if (!past_) return command_.max_cost;
    std::vector<report::PricedRequest> priced;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      priced.push_back({{&rows_[i].id, fingerprints_[i]}, price_of(i)});
    return budget_left(*command_.max_cost,
                       report::spent_so_far(priced, known_.ledger, *past_, *manifest.prices()));
  }

  static std::string cost_of(const manifest::Manifest& manifest, const submit::Plan& plan) {
    if (manifest.prices() == nullptr) return {};
    std::string text = ", est. " + to_text(plan.cost, disarm(manifest.prices()->currency));
    if (plan.beyond_cost > 0) {
      text += fmt::format("; {} kept back by --max-cost", counted(plan.beyond_cost, "row"));
    }
    return text;
  }

  std::vector<std::string_view> ids() const {
    std::vector<std::string_view> ids;
    for (const report::PlannedRow& row : rows_)
      ids.push_back(row.id);
    return ids;
  }

  void print_table(const submit::Plan& plan) {
    report::PlanTable table(rows_, plan);
    Output output(console_);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      table.append(output.line(), rows_[i], plan.rows[i]);
    output.flush();
  }

  // Bodies are not kept: they are made once more, in the same order.
  void print_json(const manifest::Manifest& manifest, const submit::Plan& plan) {
    Diagnostics said_before;
    Output output(console_);
    auto decision = plan.rows.begin();
    const api::PriceList* prices = manifest.prices();
    manifest.for_each_request(said_before, [&](manifest::RequestView& view) {
      append_json(output.line(), view, *decision++, prices);
    });
    output.flush();
  }

  static void append_json(std::string& text, manifest::RequestView& view,
                          const submit::Decision& decision, const api::PriceList* prices) {
    const Position source{view.at().source->file, view.at().line, 0};
    nlohmann::ordered_json line = {{"id", view.id()},
                                   {"source", to_text(source)},
                                   {"fingerprint", to_text(view.fingerprint())},
                                   {"action", to_text(decision.action)},
                                   {"reason", decision.reason}};
    if (prices != nullptr) {
      line["price"] = nullptr;
      if (view.price()) line["price"] = to_text(*view.price());
      if (!prices->currency.empty()) line["currency"] = prices->currency;
    }
    text += line.dump();
    text.pop_back();
    // The body as the exact bytes that would be sent.
    text += ",\"body\":" + view.body() + "}\n";
  }

  void tell_past(const manifest::Manifest& manifest) {
    report::Past& past = *past_;
    if (!past.changed().empty()) {
      Diagnostics said_before;
      manifest.for_each_request(said_before, [&](manifest::RequestView& view) {
        past.compare(std::string(view.id()), view.fields());
      });
    }
    console_.say(report::changes_text(past.changed(), console_.err_width()));
    console_.say(report::renamed_text(past.renamed(), console_.err_width()));
  }

  const PlanCommand& command_;
  Console console_;
  system::PosixDisk disk_;
  system::SystemClock clock_;
  std::string results_;  // empty where the manifest has no name to call them by
  Known known_;
  std::exception_ptr unknown_because_;
  std::deque<report::PlannedRow> rows_;
  std::deque<Fingerprint> fingerprints_;      // of the rows, where anything is known of any row
  std::optional<report::Past> past_;          // the same
  std::optional<report::CostByModel> costs_;  // where there are prices
  std::optional<GivenDecisions> decisions_;
};

}  // namespace

ExitCode execute(const PlanCommand& command, const Environment& environment) {
  return Planning(command, environment).execute();
}

}  // namespace shotlist::cli
