#include "include_rules.h"

#include <algorithm>
#include <array>
#include <optional>

namespace shotlist::tests {
namespace {

// ---- The floors -------------------------------------------------------------------------------
// A file includes its own folder and lower floors: never a higher floor, never another folder of
// its own floor.

struct Floor {
  std::string_view folder;
  int level;
};

constexpr auto floors = std::to_array<Floor>({
    {"base", 0},      // errors, text, quantities
    {"model", 1},     // written -> sent -> answered
    {"system", 2},    // disk, time, signals, terminal
    {"http", 2},      // the wire
    {"api", 3},       // profiles, request bodies, answers, verdicts
    {"manifest", 4},  // what was asked
    {"ledger", 4},    // what was paid for
    {"plan", 5},      // rows matched to purchases; what to send, and why
    {"submit", 6},    // the loop that spends
    {"collect", 7},   // the loop that fetches
    {"results", 8},   // the results file: columns, writing, decisions
    {"show", 9},      // everything a person or a program looks at
    {"cli", 10},      // argv, environment, exit codes, composition
    {"manual", 11},   // the pages for man, made by a program of their own
});

// The rehearsal server stands beside the floors: on these two alone, and only cli/ builds it.
constexpr std::string_view beside = "sandbox";
constexpr auto beside_includes = std::to_array<std::string_view>({"base", "model"});
constexpr std::string_view builds_beside = "cli";

// Each folder has one namespace of its name. These two hold the words that every floor speaks:
// their namespaces are inline, so that nobody has to spell them out.
constexpr auto vocabulary = std::to_array<std::string_view>({"base", "model"});

// ---- The homes of libraries -------------------------------------------------------------------
// An include in angle brackets is the C++ standard library (a name without a dot or slash) or it is
// named here.

enum class In { any_file, implementation };  // headers too, or .cpp files only

struct Home {
  std::string_view include;  // a folder ends in '/': everything below it
  std::string_view folder;   // "*": any
  In in = In::any_file;
};

constexpr auto libraries = std::to_array<Home>({
    {"curl/", "http"},
    {"zlib.h", "http", In::implementation},
    {"brotli/", "http", In::implementation},
    {"yaml-cpp/", "manifest"},
    {"CLI/", "cli"},
    {"sqlite3.h", "ledger", In::implementation},
    {"libpq-fe.h", "ledger"},
    {"httplib.h", "sandbox", In::implementation},
    {"nlohmann/", "*", In::implementation},
    {"fmt/", "*", In::implementation},
    {"sqlite3.h", "ledger", In::implementation},
    {"xxhash.h", "base", In::implementation},
    {"utf8proc.h", "base", In::implementation},
    {"openssl/", "base", In::implementation},
    {"dlfcn.h", "base", In::implementation},
});

constexpr std::string_view operating_system_home = "system";
constexpr auto operating_system_folders =
    std::to_array<std::string_view>({"sys/", "arpa/", "net/", "netinet/", "linux/", "asm/"});
constexpr auto operating_system_headers = std::to_array<std::string_view>(
    {"dirent.h",    "fcntl.h",   "fnmatch.h", "glob.h",    "grp.h",    "iconv.h",
     "langinfo.h",  "netdb.h",   "poll.h",    "pthread.h", "pwd.h",    "sched.h",
     "semaphore.h", "signal.h",  "spawn.h",   "stdlib.h",  "string.h", "strings.h",
     "syslog.h",    "termios.h", "time.h",    "unistd.h",  "utime.h"});

// Each exception is one file, for a reason.
struct Exception {
  std::string_view path;
  std::string_view include;
};
// The rehearsal server must be able to break a connection in every way a real one breaks, which
// httplib cannot; it may not use system/, which it stands beside.
constexpr auto exceptions = std::to_array<Exception>({
    {"sandbox/connection.cpp", "netinet/in.h"},
    {"sandbox/connection.cpp", "netinet/tcp.h"},
    {"sandbox/connection.cpp", "poll.h"},
    {"sandbox/connection.cpp", "sys/socket.h"},
    {"sandbox/connection.cpp", "unistd.h"},
    // A format is checked where it is written, by the compiler: so its type is in the header.
    {"base/translation.h", "fmt/core.h"},
});

// ---- Files ------------------------------------------------------------------------------------

// What the page, the ledger and the sandbox are made of, and what puts it into the program.
struct Assets {
  std::string_view start;  // of their paths
  std::string_view ending;
};
constexpr auto assets = std::to_array<Assets>({{"show/page/", ".html"},
                                               {"show/page/", ".css"},
                                               {"show/page/", ".js"},
                                               {"show/page/", ".json"},
                                               {"show/page/", ".py"},
                                               {"base/zh_CN.po", ""},
                                               {"base/embed.py", ""},
                                               {"ledger/", ".sql"},
                                               {"ledger/embed.py", ""},
                                               {"sandbox/", ".mp4"},
                                               {"sandbox/embed.py", ""}});

// -----------------------------------------------------------------------------------------------

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

template <typename List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::optional<int> level_of(std::string_view folder) {
  for (const Floor& floor : floors) {
    if (floor.folder == folder) return floor.level;
  }
  return std::nullopt;
}

bool is_folder(std::string_view folder) {
  return folder == beside || level_of(folder).has_value();
}

bool is_asset(std::string_view path) {
  return std::any_of(assets.begin(), assets.end(), [path](const Assets& known) {
    return starts_with(path, known.start) && ends_with(path, known.ending);
  });
}

bool is_header(std::string_view path) {
  return ends_with(path, ".h");
}

// What stands between the include directive and the end of its line, brackets included.
std::string_view included(std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!starts_with(line, "#")) return {};
  line.remove_prefix(1);
  skip_blanks();
  if (!starts_with(line, "include")) return {};
  line.remove_prefix(7);
  skip_blanks();
  const auto close = line.find_first_of("\">", 1);
  return line.substr(0, close == std::string_view::npos ? close : close + 1);
}

std::string text(std::initializer_list<std::string_view> pieces) {
  std::string joined;
  for (const std::string_view piece : pieces)
    joined += piece;
  return joined;
}

std::string complaint_about_own(std::string_view from, std::string_view name) {
  const std::string_view to = folder_of(name);
  if (!is_folder(to) || !is_header(name) || name.find("..") != std::string_view::npos) {
    return text({"\"", name, "\" is not of the form \"folder/file.h\""});
  }
  if (to == from) return {};
  if (to == beside) {
    return from == builds_beside ? "" : text({from, " may not include ", beside});
  }
  if (from == beside) {
    return holds(beside_includes, to) ? "" : text({beside, " may not include ", to});
  }
  if (*level_of(to) < *level_of(from)) return {};
  return text({from, " may not include ", to,
               *level_of(to) == *level_of(from) ? ", its neighbour" : ", which is above it"});
}

std::string complaint_about_home(std::string_view path, std::string_view name, const Home& home) {
  if (home.folder != "*" && home.folder != folder_of(path)) {
    return text({"<", name, "> lives in ", home.folder, "/"});
  }
  if (home.in == In::implementation && is_header(path)) {
    return text({"<", name, "> belongs in .cpp files only"});
  }
  return {};
}

// `namespace shotlist::http {` opens it, and nothing else is opened at the start of a line but an
// unnamed namespace, or another folder's for a forward declaration.
std::string complaint_about_namespaces(std::string_view folder,
                                       const std::vector<std::string>& lines) {
  const std::string own =
      text({"namespace shotlist::", holds(vocabulary, folder) ? "inline " : "", folder});
  const auto opens = [](std::string_view line) {
    return starts_with(line, "namespace ") && ends_with(line, "{");
  };
  const auto is_known = [&](std::string_view line) {
    if (line == "namespace {" || starts_with(line, own + "::") || line == own + " {") return true;
    constexpr std::string_view project = "namespace shotlist::";
    if (!starts_with(line, project)) return false;
    line.remove_prefix(project.size());
    return level_of(line.substr(0, line.find(' '))).has_value();
  };
  for (const std::string& line : lines) {
    if (opens(line) && !is_known(line))
      return text({"\"", line, "\" is not the namespace of its folder"});
  }
  const bool is_program = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return starts_with(line, "int main(");
  });
  const bool has_own = std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
    return line == own + " {" || starts_with(line, own + "::");
  });
  return has_own || is_program ? std::string() : text({"it does not open ", own});
}

bool is_operating_system(std::string_view name) {
  return holds(operating_system_headers, name) ||
         std::any_of(operating_system_folders.begin(), operating_system_folders.end(),
                     [&](std::string_view folder) { return starts_with(name, folder); });
}

bool matches(std::string_view name, std::string_view include) {
  return ends_with(include, "/") ? starts_with(name, include) : name == include;
}

std::string complaint_about_foreign(std::string_view path, std::string_view name) {
  if (name.find_first_of("./") == std::string_view::npos) return {};
  for (const Exception& exception : exceptions) {
    if (exception.path == path && exception.include == name) return {};
  }
  for (const Home& home : libraries) {
    if (matches(name, home.include)) return complaint_about_home(path, name, home);
  }
  if (is_operating_system(name)) {
    return complaint_about_home(path, name, {name, operating_system_home});
  }
  return text({"<", name, "> has no home: name its folder in tests/architecture"});
}

}  // namespace

std::string complaint_about(std::string_view path, std::string_view line) {
  const std::string_view what = included(line);
  if (what.empty()) return {};
  if (what.size() < 3) return "an include that cannot be read";
  const std::string_view name = what.substr(1, what.size() - 2);
  if (what.front() == '"' && what.back() == '"') return complaint_about_own(folder_of(path), name);
  if (what.front() == '<' && what.back() == '>') return complaint_about_foreign(path, name);
  return "an include that cannot be read";
}

std::string complaint_about_file(std::string_view path, const std::vector<std::string>& lines) {
  if (!is_folder(folder_of(path))) return "it lies on no floor";
  if (!is_header(path) && !ends_with(path, ".cpp") && !is_asset(path))
    return "it is neither .h nor .cpp";
  if (is_header(path) && (lines.empty() || lines.front() != "#pragma once")) {
    return "its first line is not #pragma once";
  }
  return is_asset(path) ? std::string() : complaint_about_namespaces(folder_of(path), lines);
}

std::string quoted_include(std::string_view line) {
  const std::string_view what = included(line);
  return starts_with(what, "\"") && what.size() > 2 ? std::string(what.substr(1, what.size() - 2))
                                                    : std::string();
}

}  // namespace shotlist::tests
