#include "show/page.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/translation.h"
#include "show/cause.h"
#include "show/page_assets.h"
#include "show/page_data.h"
#include "show/page_html.h"
#include "show/page_parts.h"
#include "show/page_words.h"

namespace shotlist::show {
namespace {

std::string hash_source(std::string_view hash) {
  return '\'' + std::string(hash) + '\'';
}

// As HTML, for an attribute in double quotes.
std::string policy_of(bool has_videos) {
  return "default-src 'none'; script-src " + hash_source(page_assets::script_hash) +
         "; style-src " + hash_source(page_assets::style_hash) + "; img-src 'none'; media-src " +
         (has_videos ? "'self' file:" : "'none'") +
         "; connect-src 'none'; base-uri 'none'; form-action 'none'; "
         "require-trusted-types-for 'script'; trusted-types 'none'";
}

// The rows that are shown first come first. The script comes after that piece, so that a long page
// can be used while the rest of it is still on its way. What is shown of videos needs the texts of
// all rows.
void write_pieces(const PageData& data, const SelectedRows& rows, const TakeText& take) {
  bool has_script = false;
  const auto write_script = [&] {
    if (std::exchange(has_script, true)) return;
    take("<script>");
    for (const std::string_view part : page_assets::script)
      take(part);
    take("</script>\n");
  };
  std::string piece;
  std::size_t in_piece = 0;
  const auto end_piece = [&] {
    if (in_piece == 0) return;
    take("<script type=\"application/json\" class=\"rows\">[" + piece + "]</script>\n");
    piece.clear();
    in_piece = 0;
    if (!data.has_videos()) write_script();
  };
  const std::vector<std::size_t> first = data.first();
  const auto write_rows = [&](bool are_first) {
    std::size_t number = 0;
    rows.for_each([&](const ReviewRow& row) {
      const bool is_first = std::binary_search(first.begin(), first.end(), number++);
      if (is_first != are_first) return;
      if (in_piece > 0) piece += ",\n";
      data.add_texts(piece, row);
      if (++in_piece == PageData::rows_in_piece) end_piece();
    });
  };
  if (!first.empty()) write_rows(true);
  write_rows(false);
  end_piece();
  write_script();
}

}  // namespace

void write_page(const Review& review, const SelectedRows& rows, const TakeText& take) {
  const InLanguage page(Language::english);  // which is translated by the browser that shows it
  PageData data(review, rows.are_in_their_order());
  PlainRows plain;
  rows.for_each([&](const ReviewRow& row) {
    data.add(row);
    plain.add(row.line, data.rank_of(row.line));
  });
  const std::vector<show::Cause> causes = review.unfinished.causes.list();
  write_filled(page_assets::skeleton,
               {{"policy", [&] { take(policy_of(data.has_videos())); }},
                {"title", [&] { take(said("title", "title", {review.name})); }},
                {"style", [&] { take(page_assets::style); }},
                {"head", [&] { take(head_html(review, rows.size())); }},
                {"statuses", [&] { take(status_tiles_html(review.totals.rows)); }},
                {"figures", [&] { take(figure_tiles_html(review)); }},
                {"causes", [&] { take(causes_html(causes)); }},
                {"next", [&] { take(next_steps_html(review)); }},
                {"rows", [&] { take(plain.html(review)); }},
                {"data", [&] { take(data.head(causes)); }},
                {"pieces", [&] { write_pieces(data, rows, take); }}},
               take);
}

}  // namespace shotlist::show
