// `shotlist plan`: what run would do, row by row, and why.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "cli/state.h"
#include "manifest/request_view.h"
#include "report/past.h"
#include "submit/plan.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist {
namespace {

/// What is kept of a request: enough to show it in a table.
struct Row {
  std::string id;
  const SourceText* source;
  std::uint32_t line;
};

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

/// The table: a line for each row, its columns as wide as they have to be.
class Table {
 public:
  Table(const std::deque<Row>& rows, const Plan& plan) {
    constexpr std::size_t widest_id = 40;
    for (const Row& row : rows)
      id_width_ = std::max(id_width_, display_width(disarm(row.id)));
    for (const Decision& decision : plan.rows)
      reason_width_ = std::max(reason_width_, display_width(decision.reason));
    id_width_ = std::min(id_width_, widest_id);
  }

  void append(std::string& text, const Row& row, const Decision& decision) {
    if (std::exchange(source_, row.source) != row.source) file_ = disarm(row.source->file);
    text += to_text(decision.action);
    text += "  ";
    append_padded(text, disarm(row.id), id_width_);
    text += "  ";
    append_padded(text, decision.reason, reason_width_);
    text += "  ";
    text += file_;
    text += ':';
    text += std::to_string(row.line);
    text += '\n';
  }

 private:
  std::size_t id_width_ = 0;
  std::size_t reason_width_ = 0;
  const SourceText* source_ = nullptr;  // of the last row
  std::string file_;                    // its name, harmless
};

/// One invocation of the command.
class Planning {
 public:
  Planning(const PlanCommand& command, const Environment& environment)
      : command_(command), console_(command.console, environment) {}

  ExitCode execute() {
    Diagnostics diagnostics;
    const Manifest manifest = open_manifest(disk_, command_.manifest, diagnostics);
    read_what_is_known();
    const Plan plan = read_rows(manifest, diagnostics);
    if (command_.json) {
      print_json(manifest, plan);
    } else {
      print_table(plan);
    }
    console_.say(disagreement_text(known_.old, results_));
    if (!known_.ledger.empty()) tell_past(manifest);
    console_.say(fmt::format("{}: {}, {} would be sent\n", disarm(manifest.name()),
                             counted(plan.rows.size(), "request"), plan.to_send));
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

  Plan read_rows(const Manifest& manifest, Diagnostics& diagnostics) {
    Consent consent;
    consent.changed = command_.changed == ChangedRows::resubmit;
    Selector selector(command_.selection, manifest.variable_names());
    Planner planner(known_.ledger, command_.selection, consent);
    Request whole;
    manifest.for_each_request(diagnostics, [&](RequestView& view) {
      const Row& row =
          rows_.emplace_back(Row{std::string(view.id()), view.at().source, view.at().line});
      const bool wanted =
          selector.wants(row.id, [&]() -> const Request& { return whole = view.request(); });
      // Nothing is known of any row before the first run: no need to look for it.
      const bool first_run = known_.ledger.empty();
      if (!first_run) fingerprints_.push_back(view.fingerprint());
      planner.add(row.id, first_run ? Fingerprint() : view.fingerprint(), wanted);
    });
    show_diagnostics(diagnostics, console_);
    if (unknown_because_) std::rethrow_exception(unknown_because_);
    selector.must_be_known([this] { return ids(); });
    return std::move(planner.plan());
  }

  std::vector<std::string_view> ids() const {
    std::vector<std::string_view> ids;
    for (const Row& row : rows_)
      ids.push_back(row.id);
    return ids;
  }

  void print_table(const Plan& plan) {
    Table table(rows_, plan);
    Output output(console_);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      table.append(output.line(), rows_[i], plan.rows[i]);
    output.flush();
  }

  // Bodies are not kept: they are made once more, in the same order.
  void print_json(const Manifest& manifest, const Plan& plan) {
    Diagnostics said_before;
    Output output(console_);
    auto decision = plan.rows.begin();
    manifest.for_each_request(
        said_before, [&](RequestView& view) { append_json(output.line(), view, *decision++); });
    output.flush();
  }

  static void append_json(std::string& text, RequestView& view, const Decision& decision) {
    const Position source{view.at().source->file, view.at().line, 0};
    const nlohmann::ordered_json line = {{"id", view.id()},
                                         {"source", to_text(source)},
                                         {"fingerprint", to_text(view.fingerprint())},
                                         {"action", to_text(decision.action)},
                                         {"reason", decision.reason}};
    text += line.dump();
    text.pop_back();
    // The body as the exact bytes that would be sent.
    text += ",\"body\":" + view.body() + "}\n";
  }

  void tell_past(const Manifest& manifest) {
    std::vector<RequestKey> keys;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      keys.push_back({&rows_[i].id, fingerprints_[i]});
    Past past(disk_, results_, keys, known_.ledger);
    if (!past.changed().empty()) {
      Diagnostics said_before;
      manifest.for_each_request(said_before, [&](RequestView& view) {
        past.compare(std::string(view.id()), view.fields());
      });
    }
    console_.say(changes_text(past.changed(), console_.err_width()));
    console_.say(renamed_text(past.renamed(), console_.err_width()));
  }

  const PlanCommand& command_;
  Console console_;
  PosixDisk disk_;
  SystemClock clock_;
  std::string results_;  // empty where the manifest has no name to call them by
  Known known_;
  std::exception_ptr unknown_because_;
  std::deque<Row> rows_;
  std::deque<Fingerprint> fingerprints_;  // of the rows, where anything is known of any row
};

}  // namespace

ExitCode execute(const PlanCommand& command, const Environment& environment) {
  return Planning(command, environment).execute();
}

}  // namespace shotlist
