#pragma once
// The rows and their attempts, as data for the page's script.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "show/cause.h"
#include "show/review.h"

namespace shotlist::show {

/// The data of the page's script, safe inside script elements. All text in it is disarmed. What
/// rows are counted, filtered and sorted by comes first; their texts follow in pieces, so that a
/// browser need not read those of a hundred thousand rows before it shows the first.
///
/// The first part is an object:
///
///     {"count":2,"total":2,"inPiece":200,"needs":["held",…],"first":[],
///      "columns":{"id":{"list":["market",…]},
///      "status":{"values":["submitted","failed"],"codes":[0,1]},…},"texts":["taskId","prompt",…],
///      "fields":["lens"],"variables":["style"],"attemptColumns":["attempt",…],
///      "causes":[["rejected","moderation","prompt refused"],…],
///      "reasons":[["no answer","没有回应"],…],
///      "attempts":{"sentAt":[0,400],"start":1772357400125,"outcome":{…},"latency":[20,850]},
///      "latencyMarks":[["median",400],…],"hasAllAttempts":true,"hasVideos":false,
///      "isRehearsal":false,"resolve":"shotlist resolve a.yaml","run":"shotlist run a.yaml",
///      "marksKey":"…"}
///
/// `reasons` are what this program says in English in those texts, and the same in Chinese.
///
/// A column is a list, or has few different values; one without `codes` has the same in all rows. A
/// field or a variable is the column or the text `f0`, `v0`, …. `attempts` are all there were, for
/// charts. Each piece is a list of rows: a row is its attempts, which have the `attemptColumns`,
/// and its `texts`. Lists of cells omit trailing empty cells.
///
/// `total` counts all rows, also those that are not in the table. Rows are shown by `needs`: those
/// of the first status come first. Where that is not the order of the rows, `first` has the numbers
/// of those that are shown first, and the first piece holds their texts. `argument` names a row in
/// doubt or held in a command that begins with `resolve` or `run`, and `namedTask` a task for it.
/// Both are quoted for a shell.
///
/// Times are milliseconds since 1970 (`sentAt`: since `start`), latencies are milliseconds. `rated`
/// is the row's line in the CSV of marks but for the mark. The signed address of a video is not
/// there: a page may be given to others.
class PageData {
 public:
  static constexpr std::size_t rows_in_piece = 200;

  /// `review` is borrowed. `by_need`: rows that need a person come first.
  PageData(const Review& review, bool by_need);

  /// To be called for each row before anything else.
  void add(const ReviewRow& row);

  /// The smaller the sooner it is shown.
  std::size_t rank_of(const Result& row) const;

  /// The numbers of the rows that are shown first, as many as a piece holds, sorted; none where
  /// they are the first anyway.
  std::vector<std::size_t> first() const;

  /// Whether any row has a video that can be played.
  bool has_videos() const { return has_videos_; }

  /// The first part.
  std::string head(const std::vector<show::Cause>& causes) const;

  /// A row of a piece.
  void add_texts(std::string& json, const ReviewRow& row) const;

 private:
  /// Values by row. Once there are too many different ones it is a text.
  struct Column {
    std::string name;
    std::function<std::string(const Result&)> of;  ///< disarmed
    bool is_number = false;
    std::vector<std::string> values = {};
    std::unordered_map<std::string, std::uint16_t> known = {};
    std::vector<std::uint16_t> codes = {};
    bool is_text = false;
  };

  void note_reason(std::string_view reason);
  std::string reasons_json(const std::vector<show::Cause>& causes) const;
  void add_attempt(std::string& json, const ledger::Attempt& attempt, const Result& row) const;
  std::string attempts_json() const;

  const Review& review_;
  bool by_need_;
  std::array<std::vector<std::size_t>, 5> first_of_rank_;  // the numbers of the first rows
  show::Causes::Places causes_;
  std::vector<Column> columns_;
  std::string ids_;        // as JSON, without brackets
  std::string latencies_;  // likewise
  std::size_t rows_ = 0;
  bool has_videos_ = false;

  /// What the results and the ledger hold in English, in Chinese where that is known: at most some
  /// thousand, since a server may have something new to say about each row.
  std::map<std::string, std::string, std::less<>> reasons_;
};

/// As much of `text` as can be read at a glance; a row's details have the full text. Disarmed.
std::string glance(std::string_view text);

}  // namespace shotlist::show
