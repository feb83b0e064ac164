#pragma once
// Removes a key from text from elsewhere, however it is encoded there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace shotlist::inline base {

/// Replaces the key, and every run of 8 or more of its consecutive characters, with `[key]`, in
/// upper and lower case. Finds runs as they are, with non-ASCII characters (such as zero-width
/// ones) or single blanks between their characters, in JSON and C escapes, percent-encoding, HTML
/// entities, base64 and hexadecimal digits, and in up to four of these nested.
///
/// Not secret, and kept:
///   - any part of a key of fewer than 8 characters: it cannot be distinguished from a word;
///   - a key of 8 to 15 characters, or a run of it, inside a longer word (letters, digits, `_` or
///     `-`). Such a key is a word like `rehearsal`, and `task_rehearsal_1` is an id to keep whole;
///   - the prefix that all keys of a provider share, such as `sk-proj-`.
///
/// JSON stays JSON, UTF-8 stays UTF-8. Takes time proportional to the text, and memory only if it
/// contains escapes or base64; a typical answer costs a few nanoseconds per byte. Not thread-safe.
class Redactor {
 public:
  explicit Redactor(Secret key);

  /// Returns whether anything was replaced.
  bool redact(std::string& text);

 private:
  // Text found, decoded, inside the given text: character i is written there as bytes begins[i] to
  // ends[i]. Without these arrays it is the given text itself.
  struct View {
    std::string_view characters;
    const std::size_t* begins = nullptr;
    const std::size_t* ends = nullptr;

    std::size_t begin_of(std::size_t i) const { return begins == nullptr ? i : begins[i]; }
    std::size_t end_of(std::size_t i) const { return ends == nullptr ? i + 1 : ends[i]; }
  };

  // Reusable memory for a view.
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

  // One bit per hash: says of what was never added, most of the time, that it was not.
  class Filter {
   public:
    void add(std::size_t hash) { bits_[hash / 64] |= std::uint64_t{1} << (hash % 64); }
    bool has(std::size_t hash) const { return (bits_[hash / 64] >> (hash % 64) & 1U) != 0; }

   private:
    std::array<std::uint64_t, 128> bits_ = {};
  };

  static constexpr std::size_t shortest_run = 8;
  static constexpr std::size_t most_nested = 4;

  bool may_be_of_key(const char* eight) const;
  bool may_hold_run(std::string_view text) const;
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
  Secret folded_;           ///< the key in lower case
  std::size_t public_ = 0;  ///< runs that begin before it are not secret
  Filter filter_;           ///< of eight of its characters
  Filter filter_of_fours_;  ///< of four of them
  std::vector<Range> found_;
  std::array<Decoded, most_nested> decoded_;
  std::size_t effort_ = 0;  ///< how many bytes may still be decoded
};

}  // namespace shotlist::inline base
