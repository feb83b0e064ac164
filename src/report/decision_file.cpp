#include "report/decision_file.h"

#include <cstddef>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "manifest/csv_reader.h"
#include "report/csv_writer.h"

namespace shotlist::report {
namespace {

constexpr std::string_view words = "write retry, skip or not_created, or leave the cell empty";

/// Which cell of a record holds what.
struct Columns {
  std::optional<std::size_t> id, decision, status, attempts, task_id, fingerprint;
};

std::string name_of(const manifest::CsvCell& cell) {
  return lower_ascii(trimmed_of_blanks(unguarded(cell.text)));
}

/// Reads one file.
class DecisionReader {
 public:
  DecisionReader(const manifest::SourceText& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics), csv_(source.text) {}

  std::vector<WrittenDecision> read(bool is_variable) {
    if (!csv_.next()) {
      diagnostics_.error(Code::missing_key, manifest::Place{&source_}, "the file is empty",
                         "give a CSV with the columns id and decision");
      return {};
    }
    report_mistakes();
    if (!find_columns(is_variable)) return {};
    while (csv_.next()) {
      if (report_mistakes()) read_row();
    }
    return std::move(decisions_);
  }

 private:
  manifest::Place place_of(const manifest::CsvCell& cell) const {
    return {&source_, cell.offset, cell.line, cell.size};
  }

  // Whether the record can be read. A spreadsheet may leave out empty cells at the end of a row.
  bool report_mistakes() {
    bool is_sound = true;
    for (const manifest::CsvMistake& mistake : csv_.mistakes()) {
      const bool is_short = mistake.code == Code::ragged_row && mistake.size == 0;
      if (is_short && columns_.id && *columns_.id < csv_.cells().size()) continue;
      diagnostics_.error(mistake.code,
                         manifest::Place{&source_, mistake.offset, mistake.line, mistake.size},
                         mistake.what, mistake.remedy);
      is_sound = false;
    }
    return is_sound;
  }

  bool find_columns(bool is_variable) {
    const std::pair<std::string_view, std::optional<std::size_t> Columns::*> known[] = {
        {"id", &Columns::id},
        {"status", &Columns::status},
        {"attempts", &Columns::attempts},
        {"task_id", &Columns::task_id},
        {"fingerprint", &Columns::fingerprint}};
    std::vector<const manifest::CsvCell*> named_decision;
    for (std::size_t i = 0; i < csv_.cells().size(); ++i) {
      const std::string name = name_of(csv_.cells()[i]);
      if (submit::is_decision_column(unguarded(csv_.cells()[i].text)))
        named_decision.push_back(&csv_.cells()[i]);
      for (const auto& [word, column] : known) {
        // A manifest may have variables of these names; they come later.
        if (name == word && !(columns_.*column)) columns_.*column = i;
      }
    }
    const bool is_results = columns_.status && columns_.task_id;
    if (is_variable && is_results && !named_decision.empty()) {
      named_decision.erase(named_decision.begin());
    }
    if (named_decision.size() > 1) {
      diagnostics_.error(Code::repeated_key, place_of(*named_decision[1]),
                         "a second column is called decision", "remove one of them");
      return false;
    }
    const manifest::Place header = place_of(csv_.cells().front());
    if (!columns_.id) {
      diagnostics_.error(Code::missing_key, header, "there is no column id",
                         "name the rows in it, as the results file does");
    }
    if (named_decision.empty()) {
      diagnostics_.error(Code::missing_key, header, "there is no column decision",
                         "add it, and in it retry, skip or not_created; or leave --decisions out");
    }
    if (!columns_.id || named_decision.empty()) return false;
    columns_.decision = static_cast<std::size_t>(named_decision.front() - csv_.cells().data());
    return true;
  }

  std::string_view text_of(const std::optional<std::size_t>& column) const {
    if (!column || *column >= csv_.cells().size()) return {};
    return trimmed(unguarded(csv_.cells()[*column].text));
  }

  void read_row() {
    const std::string_view text = trimmed_of_blanks(text_of(columns_.decision));
    if (text.empty()) return;
    const manifest::Place at = place_of(csv_.cells()[*columns_.decision]);
    const std::string_view id = text_of(columns_.id);
    const auto word = submit::parse_row_decision(text);
    if (!word) {
      const auto close = nearest(lower_ascii(text), {"retry", "skip", "not_created"});
      diagnostics_.error(
          Code::bad_decision, at, fmt::format("decision can not be \"{}\"", text),
          (close ? fmt::format("did you mean {}? ", *close) : std::string()) + std::string(words));
      return;
    }
    if (id.empty()) {
      diagnostics_.error(Code::bad_decision, at, "a decision on a row without an id",
                         "write the id of the row it is about");
      return;
    }
    keep({std::string(id), *word, at});
  }

  void keep(WrittenDecision decision) {
    const auto [before, is_first] = places_.emplace(decision.id, decisions_.size());
    if (!is_first) {
      const submit::RowDecision earlier = decisions_[before->second].word;
      if (earlier == decision.word) return;
      diagnostics_.error(
          Code::bad_decision, decision.at,
          fmt::format("{} for {}, after {} on line {}", to_text(decision.word), decision.id,
                      to_text(earlier), decisions_[before->second].at.line),
          "remove one of them");
      return;
    }
    decision.status = parse_status(lower_ascii(text_of(columns_.status)));
    if (const auto attempts = parse_integer(text_of(columns_.attempts), 0, 1'000'000'000)) {
      decision.attempts = static_cast<int>(*attempts);
    }
    decision.task_id = text_of(columns_.task_id);
    decision.fingerprint = parse_fingerprint(text_of(columns_.fingerprint));
    decisions_.push_back(std::move(decision));
  }

  const manifest::SourceText& source_;
  Diagnostics& diagnostics_;
  manifest::CsvReader csv_;
  Columns columns_;
  std::vector<WrittenDecision> decisions_;
  std::unordered_map<std::string, std::size_t> places_;  // by id, of `decisions_`
};

}  // namespace

std::vector<WrittenDecision> read_decisions(const manifest::SourceText& source, bool is_variable,
                                            Diagnostics& diagnostics) {
  if (!manifest::check_encoding(source, diagnostics)) return {};
  return DecisionReader(source, diagnostics).read(is_variable);
}

}  // namespace shotlist::report
