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

/// A plan about to be carried out. Texts are fit for display.
struct Banner {
  std::string manifest;                   ///< its name
  std::string server;                     ///< empty for a rehearsal in the sandbox
  std::string key_origin;                 ///< where the key came from; empty if there is none
  std::string ledger;                     ///< its path
  const plan::Plan& plan;                 ///< borrowed
  std::optional<std::string> currency;    ///< none if there are no prices: no cost is shown
  Spent spent;                            ///< before this run
  std::size_t sent_again = 0;             ///< rows sent although they may be paid for
  Cost again;                             ///< of those rows
  std::size_t width = std::string::npos;  ///< of the terminal
};

/// For example:
///
///   night-market: 6 requests to https://api.example.com (key from SHOTLIST_API_KEY) · ledger
///   manifests/shotlist.db
///   0 submitted before · 6 to send · est. CNY 28.80
///
/// If there was spending before, the last line adds it: `(before: est. CNY 9.60, or up to CNY 14.40
/// with what is in doubt)`.
std::string run_banner(const Banner& banner);

/// The same for `retry`: what is sent again and why, what is left alone, and how to send that.
/// `again` holds the lines of the rows that are sent. For example:
///
///     failed (1)  server: upstream error   market
///   left alone: 1 row in doubt (--in-doubt sends it, and it may be paid for twice), 1 row never
///     sent (shotlist run sends it)
std::string retry_banner(const Banner& banner, const Results& again, std::size_t width,
                         const Style& style);

/// `2 rows are sent again as you asked, and may be paid for twice: CNY 9.60`; empty if there are
/// none. For a rehearsal, it says that nothing is paid.
std::string sent_again_text(const Banner& banner);

/// Names the rows that are new work under ids that other work had; empty if there are none.
std::string reused_ids_text(const std::vector<std::string>& ids);

/// Names the rows whose purchase was made under another name; empty if there are none.
std::string new_names_text(const std::vector<std::string>& ids);

/// Names the rows that were sent or edited after a decision about them was written; empty if there
/// are none.
std::string older_words_text(const std::vector<std::string>& ids);

/// The number of listed rows that the manifest no longer has; empty if there are none.
std::string left_text(std::size_t rows);

}  // namespace shotlist::show
