#include "base/recorded_text.h"

#include <optional>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>

#include "base/translation.h"

namespace shotlist::inline base {
namespace {

// What is written where an attempt, a look or a download is judged, the more particular first. `{}`
// stands for what differs, which may be one of these itself.
constexpr std::string_view sentences[] = {
    marked("looks paid for: {}"),
    marked("{}; an earlier try has task {} ({})"),
    marked("{}; an earlier try may have been paid for ({})"),
    marked("an earlier try has task {} ({})"),
    marked("an earlier try may have been paid for ({})"),
    marked("not created, says {}; was: {}"),
    marked("not created, says {}"),
    marked("under way in run {} on {}"),
    marked("the results file {}"),
    marked("not sent: it could not leave in its turn"),
    marked("not sent: the run ended before it was its turn"),
    marked("HTTP {} with a body that could not be decoded"),
    marked("HTTP {} with a body that could not be read"),
    marked("HTTP {} with an empty body"),
    marked("HTTP {}: the server redirects to {}, and redirects are never followed"),
    marked("{} (cut short: {})"),
    marked("{} (cut short inside its JSON)"),
    marked("{} (the answer names task {})"),
    marked("{} (the answer gives \"{}\" as the task id)"),
    marked("the answer gives task {}, which is the task of {}"),
    marked("an HTML page: {}"),
    marked("no answer was recorded: the run ended while it was on its way"),
    marked("no answer within {}"),
    marked("no answer"),
    marked("no connection within {}"),
    marked("nothing arrived for {}"),
    marked("the server closed the connection without an answer"),
    marked("the server closed the connection before it was asked"),
    marked("the server closed the connection after {} of {} bytes"),
    marked("the server closed the connection after {} bytes"),
    marked("the server sent bytes before it was asked"),
    marked("the server sent a header that is too long"),
    marked("the answer ends before its last chunk"),
    marked("the answer ends in its head"),
    marked("after {}: {}"),
    // libcurl's
    marked("Failed to connect to {} port {} after {} ms: {}"),
    marked("Could not resolve host: {}"),
    marked("Couldn't connect to server"),
    marked("Could not connect to server"),
    marked("Connection refused"),
    marked("Recv failure: {}"),
    marked("Connection reset by peer"),
    marked("SSL certificate problem: {}"),
    // The system's and SQLite's.
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Operation not permitted"),
    marked("Is a directory"),
    marked("Not a directory"),
    marked("Directory not empty"),
    marked("File exists"),
    marked("File too large"),
    marked("File name too long"),
    marked("No space left on device"),
    marked("Disk quota exceeded"),
    marked("Read-only file system"),
    marked("Input/output error"),
    marked("Too many open files"),
    marked("Too many levels of symbolic links"),
    marked("Cannot allocate memory"),
    marked("Broken pipe"),
    marked("Connection timed out"),
    marked("Network is unreachable"),
    marked("No route to host"),
    marked("Address already in use"),
    marked("database is locked"),
    marked("database or disk is full"),
    marked("disk I/O error"),
    marked("database disk image is malformed"),
    marked("file is not a database"),
    marked("attempt to write a readonly database"),
    marked("unable to open database file"),
    // Of tasks and videos.
    marked("{}; no look is answered"),
    marked("{}; the server has no other link"),
    marked("the server answered HTTP {}"),
    marked("the server sends the file in the coding {}, for which it was not asked"),
    marked("the server announces two lengths"),
    marked("the server announces a part of two lengths"),
    marked("the server sends the file in pieces"),
    marked("the server does not say which part it sends"),
    marked("the server does not say whether it is still the same file"),
    marked("the server sends another part than it was asked for"),
    marked("the server has a file of another length there now"),
    marked("the server has another file there now"),
    marked("the server cuts after {} bytes ({})"),
    marked("the server cuts after {} s ({})"),
    marked("the server sent more than the part that it had announced"),
    marked("its data: link cannot be read"),
    marked("another program has changed the part"),
    marked("{} is there already, and is another file; move it away, or choose another folder"),
    marked("{} has room for {} bytes, and {} needs {} more"),
    marked("{} is open in another program"),
    marked("{} is no file"),
    marked("{} is not there any more"),
    marked("{}; make room on the disk; what was fetched stays"),
    marked("cannot look at the disk of {}: {}"),
    marked("cannot look at {}: {}"),
    marked("cannot write to {}: {}"),
    marked("cannot empty {}: {}"),
    marked("cannot read {}: {}"),
    marked("cannot sync the folder {}: {}"),
    marked("cannot sync {}: {}"),
    marked("cannot open {}: {}"),
    marked("cannot rename {}: {}"),
    marked("cannot remove {}: {}"),
    marked("{} is not there"),
    marked("another run is at it"),
    marked("no look is answered"),
    marked("the server has no other link"),
    marked("its link holds the key, and leads to another host than the gateway's"),
    marked("the server does not know the task"),
    marked("the link answers {}"),
    marked("the link cannot be read"),
    marked("the server ended it early"),
    marked("it is no video: it is {}"),
    marked("it is no whole video: it is {}"),
    marked("it was sent on more than {} times"),
    marked("the server sends it on and does not say where"),
    marked("the server sends it on to an address that cannot be read"),
    marked("the server sends it on from https to http"),
    marked("it has more than the {} bytes that --max-file allows"),
    marked("the server sent more than the {} bytes that it had announced"),
    marked("an MP4 file that ends inside its part {}"),
    marked("an MP4 file without its part {}"),
    marked("a web page titled \"{}\""),
    marked("a web page"),
    marked("text: {}"),
};

// What stands for each `{}` of `pattern` in `text`, if it is such a sentence. Braces mean nothing
// else in these patterns.
std::optional<std::vector<std::string_view>> matched(std::string_view text,
                                                     std::string_view pattern) {
  constexpr std::string_view gap = "{}";
  std::vector<std::string_view> found;
  std::size_t next = pattern.find(gap);
  if (next == pattern.npos) return text == pattern ? std::optional(found) : std::nullopt;
  if (!text.starts_with(pattern.substr(0, next))) return std::nullopt;
  text.remove_prefix(next);
  while (next != pattern.npos) {
    pattern.remove_prefix(next + gap.size());
    next = pattern.find(gap);
    const std::string_view behind = pattern.substr(0, next);
    const bool is_last = next == pattern.npos;
    if (is_last && !text.ends_with(behind)) return std::nullopt;
    const std::size_t end = is_last ? text.size() - behind.size() : text.find(behind);
    if (end == text.npos) return std::nullopt;
    found.push_back(text.substr(0, end));
    text.remove_prefix(end + behind.size());
  }
  return found;
}

}  // namespace

std::string spoken_text(std::string_view text) {
  if (spoken_language() == Language::english || text.empty()) return std::string(text);
  for (const std::string_view sentence : sentences) {
    const auto parts = matched(text, sentence);
    if (!parts) continue;
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    for (const std::string_view part : *parts)
      arguments.push_back(spoken_text(part));
    return formatted_in_language({sentence.data(), sentence.size()}, arguments);
  }
  return std::string(tr(text));
}

}  // namespace shotlist::inline base
