#include "journal/journal.h"

#include <exception>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace shotlist::journal {
namespace {

struct Extent {
  std::size_t sound = 0;  // bytes that hold whole facts
  bool ends_in_line_end = true;
};

[[noreturn]] void damaged(const std::string& path, std::size_t line) {
  throw Error(ExitCode::disk, fmt::format("{}:{}: this line of the journal is damaged", path, line),
              "restore the file from a backup, or mend the line; it holds what was paid for and is "
              "never started over");
}

std::optional<Fact> parse_at(const std::string& path, std::size_t line, std::string_view text) {
  try {
    return parse_line(text);
  } catch (const Error& error) {
    throw Error(error.exit_code(), fmt::format("{}:{}: {}", path, line, error.what()));
  }
}

// Hands every fact to `take`, in order.
Extent read(const std::string& path, std::string_view content,
            const std::function<void(Fact)>& take) {
  Extent extent;
  for (std::size_t line = 1; extent.sound < content.size(); ++line) {
    const std::string_view rest = content.substr(extent.sound);
    const auto end = rest.find('\n');
    const bool last = end == std::string_view::npos;
    auto fact = parse_at(path, line, rest.substr(0, end));
    if (!fact && last) return extent;  // torn: written, but never synced, so nobody acted on it
    if (!fact) damaged(path, line);
    take(*std::move(fact));
    extent.sound += last ? rest.size() : end + 1;
    extent.ends_in_line_end = !last;
  }
  return extent;
}

}  // namespace

std::string journal_path(const std::string& results) {
  return results + ".journal";
}

void read_facts(system::Disk& disk, const std::string& path,
                const std::function<void(Fact)>& take) {
  read(path, disk.read(path).value_or(""), take);
}

Ledger read_ledger(system::Disk& disk, const std::string& path) {
  Ledger ledger;
  read_facts(disk, path, [&](const Fact& fact) { ledger.apply(fact); });
  return ledger;
}

std::map<AttemptKey, std::string> read_bodies(system::Disk& disk, const std::string& path,
                                              const std::set<AttemptKey>& attempts) {
  std::map<AttemptKey, std::string> bodies;
  read_facts(disk, path, [&](Fact fact) {
    auto* sending = std::get_if<SendingFact>(&fact);
    if (sending == nullptr) return;
    const AttemptKey key(sending->id, sending->attempt);
    if (attempts.count(key) > 0) bodies[key] = std::move(sending->body);
  });
  return bodies;
}

Journal::Journal(system::Disk& disk, std::string path)
    : path_(std::move(path)), file_(disk.open(path_)) {
  if (!file_->lock()) {
    throw Error(ExitCode::held, path_ + " is held by another shotlist",
                "wait for it to end: other results would not know what it pays for");
  }
  disk.sync_directory_of(path_);
  const std::string content = disk.read(path_).value_or("");
  const Extent extent = read(path_, content, [this](const Fact& fact) { ledger_.apply(fact); });
  if (extent.sound < content.size()) file_->truncate(extent.sound);
  if (!extent.ends_in_line_end) file_->append("\n");
  file_->sync();  // what a killed process wrote and never synced is about to be believed
}

void Journal::commit() {
  must_be_sound();
  if (written() == durable_) return;
  broken_ = true;
  append_remembered();
  file_->sync();
  broken_ = false;
  land();
}

void Journal::advance() {
  must_be_sound();
  broken_ = true;
  if (is_syncing() && file_->sync_has_ended()) land();
  if (!is_syncing() && !remembered_.empty()) {
    append_remembered();
    file_->begin_sync();
    if (file_->sync_has_ended()) land();
  }
  broken_ = false;
}

// After a failed sync the kernel may have dropped what it could not write and report success next
// time; only reading the file again tells what is there. So nothing is ever tried twice.
void Journal::must_be_sound() const {
  if (broken_) throw Error(ExitCode::disk, "the journal failed earlier in this run");
}

void Journal::append_remembered() {
  lines_.clear();
  for (Fact& fact : remembered_) {
    append_line(lines_, fact);
    on_their_way_.push_back(std::move(fact));
  }
  remembered_.clear();
  file_->append(lines_);
}

void Journal::land() {
  for (const Fact& fact : on_their_way_)
    ledger_.apply(fact);
  durable_ += on_their_way_.size();
  on_their_way_.clear();
}

}  // namespace shotlist::journal
