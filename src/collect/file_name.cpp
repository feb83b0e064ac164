#include "collect/file_name.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/cluster.h"
#include "base/digest.h"
#include "base/disarm.h"
#include "base/normal_form.h"
#include "base/slug.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::collect {
namespace {

// Windows keeps these for devices, with any extension, and forbids the characters.
bool is_device(std::string_view base) {
  static constexpr std::array<std::string_view, 7> devices = {"con",    "prn",    "aux",    "nul",
                                                              "clock$", "conin$", "conout$"};
  const std::string name = lower_ascii(trimmed(base));
  if (std::find(devices.begin(), devices.end(), name) != devices.end()) return true;
  if (!name.starts_with("com") && !name.starts_with("lpt")) return false;
  const std::string_view port = std::string_view(name).substr(3);
  const bool is_digit = port.size() == 1 && is_ascii_digit(port.front());
  return is_digit || port == "¹" || port == "²" || port == "³";
}

bool is_forbidden(char32_t c) {
  return c < 0x80 &&
         std::string_view("<>:\"/\\|?*").find(static_cast<char>(c)) != std::string_view::npos;
}

// Nothing that hides a file, looks like an option, or that Windows drops at the end.
std::string_view without_edges(std::string_view name) {
  const auto begin = name.find_first_not_of(" .-");
  if (begin == std::string_view::npos) return {};
  return name.substr(begin, name.find_last_not_of(" .-") + 1 - begin);
}

// One space or one dash for each run of what cannot stay.
std::string with_plain_characters(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view character = text.substr(at, point.size);
    at += point.size;
    const char last = name.empty() ? '\0' : name.back();
    if (is_blank(character)) {
      if (last != ' ') name += ' ';
    } else if (is_forbidden(point.value)) {
      if (last != '-') name += '-';
    } else if (!is_unsafe_to_show(point.value)) {
      name += character;
    }
  }
  return name;
}

// At most `most` bytes; what is cut keeps digits that tell it from others with the same beginning.
std::string cut_to(std::size_t most, std::string_view name, std::string_view whole) {
  constexpr std::size_t ending = 9;
  if (name.size() <= most) return std::string(name);
  return std::string(without_edges(cluster_prefix(name, most - ending))) + '-' +
         short_digest(whole);
}

// `0007-a-red-tram`: enough to recognise it in a list.
std::string name_of_prompt(const RowToName& row) {
  constexpr std::size_t most = 48;
  constexpr std::size_t shortest = 24;
  const std::string slug = slug_of(in_normal_form(row.prompt));
  std::string_view words = cluster_prefix(slug, most);
  if (words.size() < slug.size()) {
    const auto gap = words.rfind('-');
    if (gap != std::string_view::npos && gap >= shortest) words = words.substr(0, gap);
  }
  return file_stem(fmt::format("{:04}-{}", row.row, words));
}

NameClash clash_of(const std::vector<RowToName>& rows, const std::vector<std::string>& stems,
                   std::size_t first, std::size_t second) {
  NameClash clash{first, second, {}, {}};
  clash.what = tr("rows {} and {} would both be saved as {}", rows[first].row, rows[second].row,
                  disarm(stems[first]));
  if (stems[first] != stems[second])
    clash.what += tr(" and {}, which many systems take for one name", disarm(stems[second]));
  const bool is_chosen = !rows[first].name.empty() || !rows[second].name.empty();
  clash.remedy = is_chosen ? tr("add something to --name that differs, such as {{id}}")
                           : tr("give them ids that differ by more than case, or choose names with "
                                "--name");
  return clash;
}

}  // namespace

std::string file_stem(std::string_view text) {
  // What is taken out may have kept an accent from its letter.
  const std::string plain =
      in_normal_form(with_plain_characters(in_normal_form(repaired_utf8(text))));
  std::string name(without_edges(plain));
  if (const auto dot = std::min(name.find('.'), name.size());
      is_device(std::string_view(name).substr(0, dot)))
    name.insert(dot, "_");
  return cut_to(longest_stem, name, text);
}

std::string part_name(std::string_view stem, std::string_view task_id) {
  return fmt::format("{}.{}.part", stem, short_digest(task_id));
}

FileNames name_files(const std::vector<RowToName>& rows) {
  FileNames names;
  names.stems.resize(rows.size());
  std::map<std::string, std::size_t> owners;
  std::vector<std::size_t> to_number;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowToName& row = rows[i];
    std::string& stem = names.stems[i];
    stem = file_stem(!row.name.empty() ? row.name : row.has_own_id ? row.id : std::string());
    if (stem.empty()) {
      to_number.push_back(i);
      continue;
    }
    const auto [owner, is_free] = owners.emplace(without_case(stem), i);
    if (!is_free) names.clashes.push_back(clash_of(rows, names.stems, owner->second, i));
  }
  // Names that people chose go first; the others give way.
  for (const std::size_t i : to_number) {
    const std::string made = name_of_prompt(rows[i]);
    std::string& stem = names.stems[i];
    stem = made;
    for (std::size_t number = 2; !owners.emplace(without_case(stem), i).second; ++number)
      stem = fmt::format("{}-{}", made, number);
  }
  return names;
}

}  // namespace shotlist::collect
