#include "results/results_layout.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "base/text.h"
#include "results/csv_writer.h"
#include "results/decision_file.h"
#include "results/result_columns.h"

namespace shotlist::results {
namespace {

constexpr std::size_t no_column = Layout::none;
constexpr std::size_t required = 3;  // leading columns that every results file has

using Names = std::vector<std::string_view>;

// Picks the column with the given `number` in its block from several of the same name: the one at
// the right distance from most others of the block, allowing for one inserted column. `places`
// holds the columns whose name is unique.
std::size_t choose(const std::vector<std::size_t>& candidates, std::size_t number,
                   const std::vector<std::size_t>& places) {
  constexpr std::size_t far_off = 2;
  const auto strangeness = [&](std::size_t at) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] == no_column) continue;
      const std::size_t is = at + i, should_be = places[i] + number;
      sum += std::min(std::max(is, should_be) - std::min(is, should_be), far_off);
    }
    return sum;
  };
  return *std::min_element(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
    return strangeness(a) < strangeness(b);
  });
}

// The positions of the columns of one block. A field or a variable may have the name of any of
// them, and a spreadsheet may have moved them. In an unmodified file they are adjacent, and the
// first such run is the block: fields are in alphabetical order, so they cannot form one.
std::vector<std::size_t> places_of(std::span<const ResultColumn> block, const Names& header) {
  std::vector<std::size_t> places(block.size(), no_column);
  const auto together = std::search(
      header.begin(), header.end(), block.begin(), block.end(),
      [](std::string_view name, const ResultColumn& column) { return name == column.name; });
  if (together != header.end()) {
    std::iota(places.begin(), places.end(), static_cast<std::size_t>(together - header.begin()));
    return places;
  }
  // Removed columns leave no gap.
  std::vector<std::size_t> numbers;
  std::vector<std::vector<std::size_t>> candidates;
  std::vector<std::size_t> certain;
  for (std::size_t i = 0; i < block.size(); ++i) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < header.size(); ++at) {
      if (header[at] == block[i].name) found.push_back(at);
    }
    if (found.empty()) continue;
    numbers.push_back(i);
    certain.push_back(found.size() == 1 ? found.front() : no_column);
    candidates.push_back(std::move(found));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i)
    places[numbers[i]] = choose(candidates[i], i, certain);
  return places;
}

Names names_in(const std::vector<manifest::CsvCell>& header) {
  Names names;
  for (const manifest::CsvCell& cell : header)
    names.push_back(unguarded(cell.text));
  return names;
}

// Where a block begins or ends: its outermost column that is still next to its neighbour, since a
// spreadsheet may have moved any. `places` are ordered from that side inwards.
std::size_t edge_of(const std::vector<std::size_t>& places) {
  std::size_t outermost = no_column, before = no_column;
  for (const std::size_t at : places) {
    if (at == no_column) continue;
    if (outermost == no_column) outermost = at;
    if (before != no_column && std::max(at, before) - std::min(at, before) == 1) return before;
    before = at;
  }
  return outermost;
}

// Classifies unknown columns: fields are between the two blocks, variables after them, and any
// other was added by a person. Files of format 1 had no fields.
void place_unknown(Layout& layout, const Names& header) {
  const std::vector<std::size_t>& known = layout.known;
  const auto begin = known.begin();
  const auto between = begin + static_cast<std::ptrdiff_t>(columns_before_fields().size());
  std::vector<std::size_t> before(begin, between);
  const std::vector<std::size_t> after(between, known.end());
  std::reverse(before.begin(), before.end());
  const std::size_t before_fields = edge_of(before);
  const std::size_t after_fields = edge_of(after);
  std::size_t before_variables = edge_of({after.rbegin(), after.rend()});
  if (before_variables == no_column) before_variables = before_fields;
  const bool has_fields = after.front() != no_column || after.back() != no_column;  // price, entry
  for (std::size_t at = 0; at < header.size(); ++at) {
    if (header[at].empty() || std::find(known.begin(), known.end(), at) != known.end()) continue;
    if (has_fields && before_fields < at && at < after_fields) {
      layout.fields.push_back(at);
    } else if (before_variables < at) {
      layout.variables.push_back(at);
    }
  }
}

}  // namespace

std::vector<std::string> Layout::missing() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < required; ++i) {
    if (known[i] == none) names.emplace_back(result_columns()[i].name);
  }
  return names;
}

Layout layout_of(const std::vector<manifest::CsvCell>& cells) {
  const Names header = names_in(cells);
  Layout layout;
  layout.known = places_of(columns_before_fields(), header);
  const auto after = places_of(columns_after_fields(), header);
  layout.known.insert(layout.known.end(), after.begin(), after.end());
  place_unknown(layout, header);
  for (std::size_t at = 0; at < header.size(); ++at) {
    if (is_decision_column(header[at])) layout.decisions.push_back(at);
  }
  const auto columns = result_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_needed = columns[i].is_never_empty || i < required;
    if (is_needed && layout.known[i] != no_column)
      layout.width = std::max(layout.width, layout.known[i] + 1);
  }
  return layout;
}

std::string_view text_at(const manifest::CsvReader& reader, std::size_t at) {
  return at < reader.cells().size() ? unguarded(reader.cells()[at].text) : std::string_view();
}

// A column `decision` that holds only decisions was added by a person. One that holds anything else
// may be the manifest's; if it is the only one, a person may have mistyped a word in it.
void find_decisions(Layout& layout, std::string_view text) {
  if (layout.decisions.empty()) return;
  std::vector<std::size_t> persons = layout.decisions;
  manifest::CsvReader reader(text);
  reader.next();
  while (!persons.empty() && reader.next()) {
    std::erase_if(persons, [&reader](std::size_t at) {
      const std::string_view word = trimmed_of_blanks(text_at(reader, at));
      return !word.empty() && !parse_row_word(word);
    });
  }
  layout.decision = persons.empty() ? layout.decisions.back() : persons.back();
  if (persons.empty()) return;
  std::erase(layout.fields, layout.decision);
  std::erase(layout.variables, layout.decision);
}

}  // namespace shotlist::results
