#include "show/page.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "show/cause.h"
#include "show/file_link.h"
#include "show/page_assets.h"
#include "show/page_data.h"
#include "show/page_html.h"
#include "show/page_parts.h"
#include "show/totals.h"

namespace shotlist::show {
namespace {

std::string hash_source(std::string_view hash) {
  return '\'' + std::string(hash) + '\'';
}

// As HTML, for an attribute in double quotes.
std::string policy_of(const std::vector<const Result*>& rows) {
  const bool has_videos = std::any_of(rows.begin(), rows.end(), [](const Result* row) {
    return !file_link(row->video_file).empty();
  });
  return "default-src 'none'; script-src " + hash_source(page_assets::script_hash) +
         "; style-src " + hash_source(page_assets::style_hash) + "; img-src 'none'; media-src " +
         (has_videos ? "'self' file:" : "'none'") +
         "; connect-src 'none'; base-uri 'none'; form-action 'none'; "
         "require-trusted-types-for 'script'; trusted-types 'none'";
}

}  // namespace

std::string page_text(const Review& review, const std::vector<const Result*>& rows) {
  const Totals totals = totals_of(review);
  const std::vector<show::Cause> causes = show::causes_of(review.results);
  return filled(page_assets::skeleton, {{"policy", policy_of(rows)},
                                        {"title", html_text(review.name)},
                                        {"style", std::string(page_assets::style)},
                                        {"script", std::string(page_assets::script)},
                                        {"head", head_html(review, totals, rows.size())},
                                        {"statuses", status_tiles_html(totals.rows)},
                                        {"figures", figure_tiles_html(review, totals)},
                                        {"causes", causes_html(causes)},
                                        {"next", next_steps_html(review)},
                                        {"rows", rows_html(review, rows)},
                                        {"data", page_data(review, rows, causes, totals.latency)}});
}

}  // namespace shotlist::show
