#include "manifest/pictures.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/error.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

constexpr double bytes_of_megabyte = 1'000'000;
constexpr std::size_t most_held = std::size_t{1} * 1024 * 1024 * 1024;

std::size_t little_endian(std::string_view bytes) {
  std::size_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

// In the words of people; empty if it is no picture that we know.
std::string_view other_kind_of(std::string_view bytes) {
  const std::string_view brand = bytes.size() < 12 ? std::string_view() : bytes.substr(4, 8);
  if (bytes.starts_with("GIF8")) return tr("a GIF");
  if (bytes.starts_with("BM")) return tr("a BMP");
  if (bytes.starts_with(std::string_view("II*\0", 4)) ||
      bytes.starts_with(std::string_view("MM\0*", 4)))
    return tr("a TIFF");
  if (brand == "ftypheic" || brand == "ftypheix" || brand == "ftypmif1") return tr("a HEIC");
  if (brand == "ftypavif") return tr("an AVIF");
  if (brand.starts_with("ftyp")) return tr("a video");
  if (bytes.starts_with("%PDF")) return tr("a PDF");
  return {};
}

}  // namespace

std::optional<std::string_view> media_type_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") {
    return "image/webp";
  }
  return std::nullopt;
}

bool is_cut_off(std::string_view bytes, std::string_view media_type) {
  if (media_type == "image/jpeg") return bytes.rfind("\xFF\xD9") == std::string_view::npos;
  if (media_type == "image/png") return bytes.rfind("IEND") == std::string_view::npos;
  constexpr std::size_t before_size = 4;
  constexpr std::size_t after_size = 8;
  return little_endian(bytes.substr(before_size, 4)) + after_size > bytes.size();
}

Pictures::Picture Pictures::read(const std::string& file, std::size_t largest) const {
  const auto refused = [&](std::string what, std::string remedy) {
    return Picture{{}, {}, Refusal{std::move(what), std::move(remedy)}};
  };
  const std::string path = (std::filesystem::path(manifest_).parent_path() / file).string();
  std::optional<std::string> bytes;
  try {
    if (disk_.has_file(path)) bytes = disk_.read_start(path, largest + 1);
  } catch (const Error& error) {
    return refused(error.what(), {});
  }
  if (!bytes) {
    return refused(
        tr("there is no file {}", path),
        tr("write its path from the folder of the manifest on, or the address of an image "
           "on the web, which starts with https://"));
  }
  if (bytes->empty()) return refused(tr("{} is empty", path), tr("save the picture again"));
  const auto media_type = media_type_of(*bytes);
  if (!media_type) {
    const std::string_view kind = other_kind_of(*bytes);
    return refused(tr("{} is {}", path, kind.empty() ? tr("no JPEG, PNG or WebP picture") : kind),
                   tr("save it as JPEG or PNG"));
  }
  if (bytes->size() > largest) {
    return refused(
        tr("{} is larger than {:.4g} MB", path, static_cast<double>(largest) / bytes_of_megabyte),
        tr("make it smaller, or put it on the web and write its address"));
  }
  if (is_cut_off(*bytes, *media_type)) {
    return refused(tr("the end of the picture {} is missing", path),
                   tr("save or download it again"));
  }
  if (bytes->size() > most_held - held_) {
    return refused(
        tr("the pictures up to {} have more than {} GiB together", path, most_held >> 30),
        tr("make them smaller, or several manifests of this one"));
  }
  return {*media_type, *std::move(bytes), std::nullopt};
}

std::optional<Pictures::Refusal> Pictures::embed(std::string& file, std::size_t largest) {
  auto known = known_.find(file);
  if (known == known_.end()) {
    known = known_.emplace(file, read(file, largest)).first;
    held_ += known->second.bytes.size();
  }
  const Picture& picture = known->second;
  if (picture.refusal) return picture.refusal;
  std::string uri = fmt::format("data:{};base64,", picture.media_type);
  append_base64(uri, picture.bytes);
  file = std::move(uri);
  return std::nullopt;
}

}  // namespace shotlist::manifest
