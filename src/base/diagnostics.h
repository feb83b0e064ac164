#pragma once
// Mistakes in what the user wrote: collected in one pass, shown together.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic_code.h"
#include "base/excerpt.h"

namespace shotlist::inline base {

enum class Severity {
  error,    ///< nothing may be sent
  warning,  ///< probably not what was meant
  note,     ///< worth knowing
};

/// One mistake: where it is, what is wrong, what to do.
struct Diagnostic {
  Code code;
  Excerpt at;
  Severity severity = Severity::error;
  std::string what;
  std::string remedy;
};

/// `file:line:column: what; remedy`, with `warning: ` or `note: ` before `what` unless it is an
/// error. Text from the file is disarmed: nothing in it can move the cursor.
std::string to_text(const Diagnostic& diagnostic);

/// The same as a JSON object on one line, for programs: `file`, `line`, `column` and `end_column`
/// (if known), `level`, `code`, `message`, `remedy` (empty if there is none).
std::string to_json(const Diagnostic& diagnostic);

/// A type that can produce an excerpt, which is done only for diagnostics that are kept.
template <typename T>
concept Located = requires(const T& at) {
  { at.excerpt() } -> std::convertible_to<Excerpt>;
};

/// All mistakes found so far. Keeps the first `kept_at_most` errors and as many warnings and notes,
/// and counts the rest, so that a million bad rows do not fill the memory. Sentences longer than
/// 500 bytes lose their middle.
class Diagnostics {
 public:
  static constexpr std::size_t kept_at_most = 10'000;
  static constexpr std::size_t shown_at_most = 20;

  /// Gives `file` the next place in the file order unless it has one. Call it as each file is read.
  void mention(const std::string& file);

  void error(Code code, Excerpt at, std::string what, std::string remedy = {});
  void warning(Code code, Excerpt at, std::string what, std::string remedy = {});
  void note(Code code, Excerpt at, std::string what, std::string remedy = {});

  template <Located At>
  void error(Code code, const At& at, std::string what, std::string remedy = {}) {
    if (!count(Severity::error)) return;
    keep({code, at.excerpt(), Severity::error, std::move(what), std::move(remedy)});
  }
  template <Located At>
  void warning(Code code, const At& at, std::string what, std::string remedy = {}) {
    if (!count(Severity::warning)) return;
    keep({code, at.excerpt(), Severity::warning, std::move(what), std::move(remedy)});
  }
  template <Located At>
  void note(Code code, const At& at, std::string what, std::string remedy = {}) {
    if (!count(Severity::note)) return;
    keep({code, at.excerpt(), Severity::note, std::move(what), std::move(remedy)});
  }

  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  bool empty() const { return kept_.empty(); }

  /// Sorted by file (in the order of first mention or mistake), then line, then column.
  std::vector<Diagnostic> in_file_order() const;

  /// Says that the lines of `file` up to `line` are the header of a table.
  void mention_header(const std::string& file, std::uint32_t line);

  /// At most `shown_at_most` errors, warnings and notes, each followed by its line of the file, cut
  /// to `width` columns; then how many more there are. Equal ones of a file are shown once, at the
  /// first place, with their number. In each file the most general come first: what is said of the
  /// whole file or its header, then what has the most places, if they are more than two; the rest
  /// is in file order. None displaces one that is more general, and warnings never displace errors.
  std::string to_text(std::size_t width) const;

 private:
  // Counts one more; returns whether to keep it.
  bool count(Severity severity);
  void keep(Diagnostic diagnostic);
  std::size_t place_of(const std::string& file) const;  // in the file order
  bool is_of_header(const Location& at) const;

  std::vector<Diagnostic> kept_;
  std::vector<std::string> files_;
  std::map<std::string, std::uint32_t, std::less<>> headers_;  // the last line of each
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t notes_ = 0;
};

}  // namespace shotlist::inline base
