#include "results/lines.h"

#include <filesystem>

#include <fmt/format.h>

namespace shotlist::results {
namespace {

// A try that was or may have been paid for, followed by another.
std::string superseded_text(const ledger::Attempt& attempt) {
  if (attempt.status == Status::submitted)
    return fmt::format("an earlier try has task {} ({})", attempt.task_id, attempt.entry);
  return fmt::format("an earlier try may have been paid for ({})", attempt.entry);
}

void add_superseded(const std::vector<ledger::Attempt>& earlier, Result& line) {
  for (const ledger::Attempt& attempt : earlier) {
    if (attempt.entry == line.entry || !may_be_paid_for(attempt.status)) continue;
    if (!line.error.empty()) line.error += "; ";
    line.error += superseded_text(attempt);
  }
}

}  // namespace

std::string held_because(const plan::Hold& hold, const std::string& server) {
  const ledger::Attempt& purchase = hold.purchase;
  const char* became = purchase.status == Status::submitted ? tr("submitted at")
                       : purchase.is_on_its_way()           ? tr("under way since")
                                                            : tr("in doubt since");
  const std::string what = fmt::format("{} ({}), {} {}", purchase.row, purchase.entry, became,
                                       to_text(purchase.sent_at));
  switch (hold.by) {
    case plan::HeldBy::other_manifest:
      return tr("the same as {} by {}", what, purchase.manifest.text());
    case plan::HeldBy::other_server:
      return tr("the same as {}, at another server: {}, not {}", what, purchase.server.text(),
                server);
    case plan::HeldBy::other_ledger:
      return tr("the same as {} in another ledger, {}", what, hold.ledger);
    case plan::HeldBy::near:
      break;
  }
  return tr("nearly the same as ") + what;
}

void tell(const ledger::Attempt& attempt, Result& line) {
  line.status = attempt.status;
  // A task that was only named may exist: it is shown so that it can be looked up.
  line.task_id = attempt.status == Status::in_doubt ? attempt.named_task : attempt.task_id;
  line.error = attempt.error;
  line.error_class = attempt.error_class;
  line.is_on_its_way = attempt.is_on_its_way();
  line.http_status = attempt.http_status;
  line.attempts = attempt.attempt;
  line.submitted_at.reset();
  if (may_be_paid_for(attempt.status)) line.submitted_at = attempt.sent_at;
  line.latency = attempt.latency;
  line.price = attempt.price;
  line.currency = attempt.currency;
  line.endpoint = attempt.server;
  line.request_id = attempt.request_id;
  line.fingerprint = to_text(attempt.fingerprint);
  line.entry = attempt.entry;
}

void tell(const plan::Match& row, const std::string& server, Result& line) {
  if (!row.holds.empty()) {
    const InLanguage recorded(Language::english);
    line.status = Status::held;
    line.error = std::string(looks_paid_for) + ": " + held_because(row.holds.front(), server);
    line.entry = row.holds.front().purchase.entry;
    return;
  }
  if (row.tries.empty()) return;
  tell(row.tries.back(), line);
  add_superseded(row.tries, line);
}

void tell(const Video& video, const std::string& folder, Result& line) {
  line.video_status = to_text(video.status);
  line.video_url = video.url;
  line.video_error = video.error;
  if (video.path.empty()) return;
  const std::filesystem::path path(video.path);
  const std::filesystem::path relative = path.lexically_relative(folder);
  line.video_file = (relative.empty() ? path : relative).string();
}

Result line_of(const plan::LeftRow& row, const std::vector<std::string>& field_names,
               std::size_t variables) {
  Request request;
  request.id = row.last.row;
  request.fields = row.fields;
  request.variables.resize(variables);
  Result line = make_result(request, field_names);
  line.source.clear();
  tell(row.last, line);
  add_superseded(row.earlier, line);
  return line;
}

}  // namespace shotlist::results
