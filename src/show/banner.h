#pragma once
// What a run is about to do, in words, before it does it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/cost.h"
#include "model/result.h"
#include "plan/plan.h"
#include "show/style.h"

namespace shotlist::show {

/// A plan about to be carried out. Texts are fit to be shown.
struct Banner {
  std::string manifest;                 ///< its name
  std::string server;                   ///< empty: a rehearsal in the sandbox
  std::string key_origin;               ///< where the key came from; empty: there is none
  std::string ledger;                   ///< its path
  const plan::Plan& plan;               ///< borrowed
  std::optional<std::string> currency;  ///< none: there are no prices, and no cost is told
  Spent spent;                          ///< before
  std::size_t sent_again = 0;           ///< rows sent though they may be paid for
  Cost again;                           ///< of those
};

/// For example:
///
///   night-market: 6 requests to https://api.example.com (key from SHOTLIST_API_KEY) · ledger
///   manifests/shotlist.db
///   0 submitted before · 6 to send · est. CNY 28.80
///
/// with what was spent before: `(before: est. CNY 9.60, or up to CNY 14.40 with what is in doubt)`.
std::string run_banner(const Banner& banner);

/// The same of `retry`: what is sent again and why, and what is left alone and how to have it sent.
/// `again`: lines of the rows that are sent. For example:
///
///     failed (1)  server: upstream error   market
///   left alone: 1 row in doubt (--in-doubt sends it, and it may be paid for twice), 1 row never
///     sent (shotlist run sends it)
std::string retry_banner(const Banner& banner, const Results& again, std::size_t width,
                         const Style& style);

/// `2 rows are sent again as you asked, and may be paid for twice: CNY 9.60`; nothing where none
/// is. Of a rehearsal: that nothing is paid.
std::string sent_again_text(const Banner& banner);

/// Which rows are new work under ids that other work had; nothing where none is.
std::string reused_ids_text(const std::vector<std::string>& ids);

/// Which rows have a purchase that was made under another name; nothing where none has.
std::string new_names_text(const std::vector<std::string>& ids);

/// Which rows were sent since a decision about them was written; nothing where none was.
std::string older_words_text(const std::vector<std::string>& ids);

/// How many rows are listed that the manifest no longer has; nothing where there is none.
std::string left_text(std::size_t rows);

}  // namespace shotlist::show
