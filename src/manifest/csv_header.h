#pragma once
// Whether the first line of a CSV is its header.

#include <string>
#include <string_view>
#include <vector>

#include "api/profiles.h"
#include "manifest/csv_reader.h"

namespace shotlist::manifest {

enum class FirstLine {
  header,
  comment,  ///< `# my shots`
  title,    ///< `My shots`, with the header on a later line
  row,      ///< a shot: the file has no header
  alone,    ///< nothing known, and the only line
};

/// What the first line of `text` looks like. A line that names a field is a header; one with a
/// value where a name should be (a model, a URL, a sentence) is not.
FirstLine first_line_of(std::string_view text, const api::Profiles& profiles);

/// The field whose value `text` can be, if it can be that of one field only and is no number: a
/// model, a URL of an image, `landscape`.
std::string field_with_value(std::string_view text, const api::Profiles& profiles);

/// A header for rows such as this one, with `delimiter` between the names: a guess to start from.
std::string likely_header(const std::vector<CsvCell>& row, char delimiter,
                          const api::Profiles& profiles);

}  // namespace shotlist::manifest
