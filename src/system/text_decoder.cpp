#include "system/text_decoder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>
#include <iconv.h>

#include "base/error.h"

namespace shotlist::system {
namespace {

constexpr char no_character = '\xFF';

/// A conversion of the C library, closed on destruction.
class Conversion {
 public:
  explicit Conversion(const char* from) : handle_(iconv_open("UTF-8", from)) {
    if (is_open()) return;
    throw Error(ExitCode::invalid, fmt::format("this system cannot read {} text", from),
                "save the file as UTF-8");
  }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;
  ~Conversion() {
    if (is_open()) iconv_close(handle_);
  }

  // Converts what it can of `bytes`, which then holds the rest. Returns false if the rest starts
  // with something that is not a character.
  bool run(std::string_view& bytes, std::string& text) {
    std::array<char, 4096> piece;
    while (!bytes.empty()) {
      // iconv only reads through this pointer, but its interface predates const.
      char* from = const_cast<char*>(bytes.data());
      std::size_t left = bytes.size();
      char* to = piece.data();
      std::size_t room = piece.size();
      const bool failed = iconv(handle_, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
      text.append(piece.data(), piece.size() - room);
      bytes.remove_prefix(bytes.size() - left);
      if (failed && errno != E2BIG) return false;
    }
    return true;
  }

 private:
  // iconv's invalid handle is a pointer with the value -1.
  bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

  iconv_t handle_;
};

}  // namespace

std::string_view to_text(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      return "UTF-16";
    case Encoding::gb18030:
      return "GB18030";
  }
  return "";
}

const char* name_for_iconv(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16_le:
      return "UTF-16LE";
    case Encoding::utf16_be:
      return "UTF-16BE";
    case Encoding::gb18030:
      return "GB18030";
  }
  return "";
}

std::string decoded(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::utf8) return std::string(bytes);
  std::string text;
  // Two bytes of either encoding become at most three. Untouched memory costs nothing.
  text.reserve(bytes.size() + bytes.size() / 2);
  const std::size_t unit = encoding == Encoding::gb18030 ? 1 : 2;
  Conversion conversion(name_for_iconv(encoding));
  while (!conversion.run(bytes, text)) {
    text += no_character;
    bytes.remove_prefix(std::min(unit, bytes.size()));
  }
  return text;
}

}  // namespace shotlist::system
