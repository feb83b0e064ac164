#include "manifest/column_values.h"

#include <algorithm>

#include "base/text.h"
#include "manifest/csv_header.h"
#include "manifest/csv_reader.h"
#include "manifest/image_address.h"

namespace shotlist::manifest {

std::vector<std::string> fields_of_values(std::string_view table, std::size_t width,
                                          const api::Profiles& profiles) {
  constexpr std::size_t rows_to_look_at = 20;
  constexpr std::string_view none = "-";
  constexpr std::size_t longest_of_none = 8;  // bytes, of a word such as `none` or `tbd`
  std::vector<std::string> fields(width);
  std::vector<std::size_t> filled(width);
  std::vector<std::size_t> images(width);
  CsvReader reader(table, ShortRecords::sound);
  reader.next();
  for (std::size_t row = 0; row < rows_to_look_at && reader.next(); ++row) {
    const std::size_t cells = std::min(reader.cells().size(), width);
    for (std::size_t i = 0; i < cells; ++i) {
      const std::string_view text = trimmed_of_blanks(reader.cells()[i].text);
      if (text.empty()) continue;
      if (text.size() > longest_of_none) ++filled[i];
      if (is_image_address(text)) ++images[i];
      const std::string field = field_with_value(text, profiles);
      const bool is_same = !field.empty() && (fields[i].empty() || fields[i] == field);
      fields[i] = is_same ? field : std::string(none);
    }
  }
  for (std::size_t i = 0; i < width; ++i) {
    const bool of_images = images[i] > 0 && images[i] * 2 >= filled[i];
    if (of_images || fields[i] == "images" || fields[i] == none)
      fields[i] = of_images ? "images" : "";
  }
  return fields;
}

}  // namespace shotlist::manifest
