#include "show/unfinished.h"

#include <algorithm>

namespace shotlist::show {

Unfinished::Unfinished(const Results& results) {
  for (const Result& row : results.rows)
    add(row);
}

void Unfinished::add(const Result& row) {
  causes.add(row);
  if (row.is_on_its_way) {
    ++on_their_way;
  } else if (row.status == Status::in_doubt) {
    ++in_doubt;
    if (row.has_left()) ++left_in_doubt;
  }
  if (row.status != Status::failed || row.has_left()) return;
  const bool is_known =
      std::find(failures.begin(), failures.end(), row.error_class) != failures.end();
  if (!is_known) failures.push_back(row.error_class);
}

}  // namespace shotlist::show
