#include "system/text_decoder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <iconv.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

constexpr char no_character = '\xFF';

// What spreadsheets mean by these names is what Windows has: more characters, and a backslash where
// the standard has a currency sign. https://encoding.spec.whatwg.org does the same.
constexpr std::pair<std::string_view, std::string_view> wider[] = {
    {"SHIFT_JIS", "CP932"}, {"SHIFT-JIS", "CP932"}, {"SJIS", "CP932"}, {"EUC-KR", "CP949"},
    {"EUCKR", "CP949"},     {"GB2312", gb18030},    {"GBK", gb18030},
};

// The C library's name for it; empty if it cannot be one. A slash would start a path, or an order
// to drop what cannot be read.
std::string name_for_iconv(std::string_view name) {
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const bool usual = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!usual && std::string_view("-_.:+()").find(c) == std::string_view::npos) return {};
  }
  for (const auto& [narrow, wide] : wider) {
    if (upper == narrow) return std::string(wide);
  }
  return upper;
}

// The bytes of the smallest unit: what is skipped where there is no character.
std::size_t unit_of(std::string_view name) {
  if (name.find("16") != std::string_view::npos && name.starts_with("UTF")) return 2;
  if (name.starts_with("UCS-2") || name.starts_with("UCS2")) return 2;
  return name.starts_with("UTF-32") || name.starts_with("UTF32") || name.starts_with("UCS") ? 4 : 1;
}

/// A conversion of the C library, closed on destruction.
class Conversion {
 public:
  explicit Conversion(const std::string& from)
      : handle_(from.empty() ? unopened() : iconv_open("UTF-8", from.c_str())) {}
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;
  ~Conversion() {
    if (is_open()) iconv_close(handle_);
  }

  bool is_open() const { return handle_ != unopened(); }

  // Converts what it can of `bytes`, which then holds the rest. Returns false if the rest starts
  // with something that is not a character.
  bool run(std::string_view& bytes, std::string& text) {
    std::array<char, 4096> piece;
    bool all = true;
    while (!bytes.empty() && all) {
      // iconv only reads through this pointer, but its interface predates const.
      char* from = const_cast<char*>(bytes.data());
      std::size_t left = bytes.size();
      char* to = piece.data();
      std::size_t room = piece.size();
      const bool failed = iconv(handle_, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
      text.append(piece.data(), piece.size() - room);
      bytes.remove_prefix(bytes.size() - left);
      all = !failed || errno == E2BIG;
    }
    // Some keep a letter back, since an accent may follow.
    char* to = piece.data();
    std::size_t room = piece.size();
    iconv(handle_, nullptr, nullptr, &to, &room);
    text.append(piece.data(), piece.size() - room);
    return all;
  }

 private:
  // iconv's invalid handle is a pointer with the value -1.
  static iconv_t unopened() { return reinterpret_cast<iconv_t>(std::intptr_t{-1}); }

  iconv_t handle_;
};

}  // namespace

bool is_encoding(std::string_view name) {
  return Conversion(name_for_iconv(name)).is_open();
}

std::string decoded(std::string_view bytes, std::string_view encoding) {
  const std::string name = name_for_iconv(encoding);
  if (name == utf8) return std::string(bytes);
  Conversion conversion(name);
  if (!conversion.is_open()) {
    throw Error(ExitCode::invalid, tr("this system cannot read {} text", encoding),
                tr("save the file as UTF-8"));
  }
  std::string text;
  // Two bytes of most encodings become at most three. Untouched memory costs nothing.
  text.reserve(bytes.size() + bytes.size() / 2);
  const std::size_t unit = unit_of(name);
  while (!conversion.run(bytes, text)) {
    text += no_character;
    bytes.remove_prefix(std::min(unit, bytes.size()));
  }
  return text;
}

}  // namespace shotlist::system
