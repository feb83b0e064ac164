#include "results/decision_file.h"

#include <array>
#include <cstddef>
#include <utility>

#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/csv_reader.h"
#include "results/csv_writer.h"

namespace shotlist::results {
namespace {

using plan::RowWord;

constexpr std::string_view remedy =
    marked("write retry, skip, not_created, resubmit or keep, or leave the cell empty");

constexpr std::array<std::pair<std::string_view, RowWord>, 5> words = {
    {{"retry", RowWord::retry},
     {"skip", RowWord::skip},
     {"not_created", RowWord::not_created},
     {"resubmit", RowWord::resubmit},
     {"keep", RowWord::keep}}};

/// The position of each cell in a record.
struct Columns {
  std::optional<std::size_t> id, decision, entry, status, task_id, fingerprint;
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
      diagnostics_.error(Code::missing_key, manifest::SourceRange{&source_},
                         tr("the file is empty"),
                         tr("give a CSV with the columns id and decision"));
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
  manifest::SourceRange place_of(const manifest::CsvCell& cell) const {
    return {&source_, cell.offset, cell.line, cell.size};
  }

  // Returns whether the record can be read. A spreadsheet may omit trailing empty cells.
  bool report_mistakes() {
    bool is_sound = true;
    for (const manifest::CsvMistake& mistake : csv_.mistakes()) {
      const bool is_short = mistake.code == Code::ragged_row && mistake.size == 0;
      if (is_short && columns_.id && *columns_.id < csv_.cells().size()) continue;
      diagnostics_.error(
          mistake.code, manifest::SourceRange{&source_, mistake.offset, mistake.line, mistake.size},
          mistake.what, mistake.remedy);
      is_sound = false;
    }
    return is_sound;
  }

  bool find_columns(bool is_variable) {
    const std::pair<std::string_view, std::optional<std::size_t> Columns::*> known[] = {
        {"id", &Columns::id},
        {"entry", &Columns::entry},
        {"status", &Columns::status},
        {"task_id", &Columns::task_id},
        {"fingerprint", &Columns::fingerprint}};
    std::vector<const manifest::CsvCell*> named_decision;
    for (std::size_t i = 0; i < csv_.cells().size(); ++i) {
      const std::string name = name_of(csv_.cells()[i]);
      if (is_decision_column(unguarded(csv_.cells()[i].text)))
        named_decision.push_back(&csv_.cells()[i]);
      for (const auto& [word, column] : known) {
        // The manifest may have variables with these names; they come later.
        if (name == word && !(columns_.*column)) columns_.*column = i;
      }
    }
    const bool is_results = columns_.status && columns_.task_id;
    if (is_variable && is_results && !named_decision.empty()) {
      named_decision.erase(named_decision.begin());
    }
    if (named_decision.size() > 1) {
      diagnostics_.error(Code::repeated_key, place_of(*named_decision[1]),
                         tr("a second column is called decision"), tr("remove one of them"));
      return false;
    }
    const manifest::SourceRange header = place_of(csv_.cells().front());
    if (!columns_.id) {
      diagnostics_.error(Code::missing_key, header, tr("there is no column id"),
                         tr("name the rows in it, as the results file does"));
    }
    if (named_decision.empty() && !columns_.task_id) {
      diagnostics_.error(
          Code::missing_key, header, tr("there is no column decision"),
          tr("add it, and in it retry, skip, not_created, resubmit or keep; or leave "
             "--decisions out"));
    }
    if (!columns_.id || (named_decision.empty() && !columns_.task_id)) return false;
    if (!named_decision.empty())
      columns_.decision = static_cast<std::size_t>(named_decision.front() - csv_.cells().data());
    return true;
  }

  std::string_view text_of(const std::optional<std::size_t>& column) const {
    if (!column || *column >= csv_.cells().size()) return {};
    return trimmed(unguarded(csv_.cells()[*column].text));
  }

  void read_row() {
    WrittenDecision decision;
    const std::string_view word = trimmed_of_blanks(text_of(columns_.decision));
    decision.task_id = text_of(columns_.task_id);
    if (word.empty() && decision.task_id.empty()) return;
    decision.id = text_of(columns_.id);
    decision.entry = text_of(columns_.entry);
    decision.fingerprint = parse_fingerprint(text_of(columns_.fingerprint));
    decision.at = place_of(csv_.cells()[word.empty() ? *columns_.task_id : *columns_.decision]);
    if (!word.empty()) {
      decision.word = parse_row_word(word);
      if (!decision.word) return bad_word(word, decision.at);
    }
    if (decision.id.empty() && decision.entry.empty()) {
      diagnostics_.error(Code::bad_decision, decision.at, tr("a decision on a row without an id"),
                         tr("write the id of the row it is about"));
      return;
    }
    decisions_.push_back(std::move(decision));
  }

  void bad_word(std::string_view word, const manifest::SourceRange& at) {
    std::vector<std::string_view> known;
    for (const auto& [text, meaning] : words)
      known.push_back(text);
    const auto close = nearest(lower_ascii(word), known);
    diagnostics_.error(
        Code::bad_decision, at, tr("decision cannot be \"{}\"", word),
        (close ? tr("did you mean {}? ", *close) : std::string()) + std::string(tr(remedy)));
  }

  const manifest::SourceText& source_;
  Diagnostics& diagnostics_;
  manifest::CsvReader csv_;
  Columns columns_;
  std::vector<WrittenDecision> decisions_;
};

}  // namespace

bool is_decision_column(std::string_view header) {
  return lower_ascii(trimmed_of_blanks(header)) == decision_column;
}

std::optional<RowWord> parse_row_word(std::string_view text) {
  const std::string word = lower_ascii(trimmed_of_blanks(text));
  for (const auto& [known, meaning] : words) {
    if (word == known) return meaning;
  }
  return std::nullopt;
}

std::vector<WrittenDecision> read_decisions(const manifest::SourceText& source, bool is_variable,
                                            Diagnostics& diagnostics) {
  if (!manifest::check_encoding(source, diagnostics)) return {};
  return DecisionReader(source, diagnostics).read(is_variable);
}

}  // namespace shotlist::results
