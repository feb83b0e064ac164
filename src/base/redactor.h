#pragma once
// Takes a key out of text from elsewhere, in whatever spelling it stands there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace shotlist::inline base {

/// Replaces the key, and every run of 8 or more of its consecutive characters, by `[key]`, in upper
/// and lower case. Found are runs as they are, with characters beyond ASCII (such as zero-width
/// ones) or single blanks between their characters, in JSON and C escapes, percent-encoding, HTML
/// entities, base64 and hexadecimal digits, and in up to four of these inside one another.
///
/// What is no secret, and stays:
///   - anything of a key of fewer than 8 characters: it cannot be told from a word;
///   - a key of 8 to 15 characters, or a run of it, inside a longer word (letters, digits, `_`,
///   `-`).
///     Such a key is a word like `rehearsal`, and `task_rehearsal_1` is an id that must stay whole;
///   - the part that all keys of a provider begin with, such as `sk-proj-`.
///
/// JSON stays JSON, UTF-8 stays UTF-8. Takes time in proportion to the text, and memory only where
/// escapes or base64 are in it; text like a usual answer costs some nanoseconds a byte. Not safe
/// for threads.
class Redactor {
 public:
  explicit Redactor(Secret key);

  /// Whether something was replaced.
  bool redact(std::string& text);

 private:
  // Text that stands, decoded, inside the text that was given: character i is written there with
  // the bytes from begins[i] to ends[i]. Without these it is the given text itself.
  struct View {
    std::string_view characters;
    const std::size_t* begins = nullptr;
    const std::size_t* ends = nullptr;

    std::size_t begin_of(std::size_t i) const { return begins == nullptr ? i : begins[i]; }
    std::size_t end_of(std::size_t i) const { return ends == nullptr ? i + 1 : ends[i]; }
  };

  // Memory for a view, used again and again.
  struct Decoded {
    std::string characters;
    std::vector<std::size_t> begins;
    std::vector<std::size_t> ends;

    void clear();
    void add(char c, std::size_t begin, std::size_t end);
    View view() const { return {characters, begins.data(), ends.data()}; }
  };

  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  static constexpr std::size_t shortest_run = 8;
  static constexpr std::size_t most_nested = 4;

  bool may_be_of_key(const char* eight) const;
  std::size_t find_in_key(const char* eight) const;
  bool is_inside_a_word(const View& view, std::size_t begin, std::size_t end) const;

  void search(const View& view, std::size_t depth);
  void search_runs(const View& view);
  void search_joined(const View& view, std::size_t depth);
  void search_escapes(const View& view, std::size_t depth);
  unsigned decode_escapes(const View& view, unsigned families, Decoded& decoded);
  void search_digits(const View& view, std::size_t depth);
  void search_base64(const View& view, std::size_t begin, std::size_t end, std::size_t depth);
  void search_bits(const View& view, std::size_t begin, std::size_t end, unsigned bits,
                   std::size_t depth);
  std::string without_ranges(std::string_view text);

  Secret key_;
  Secret folded_;                               ///< the key in lower case
  std::size_t public_ = 0;                      ///< runs that begin before it are no secret
  std::array<std::uint64_t, 128> filter_ = {};  ///< a bit for each hash of eight of its characters
  std::vector<Range> found_;
  std::array<Decoded, most_nested> decoded_;
  std::size_t effort_ = 0;  ///< how many bytes may yet be decoded
};

}  // namespace shotlist::inline base
