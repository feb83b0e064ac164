#pragma once
// What `--changed keep` writes down.

#include <string>
#include <vector>

#include "base/time.h"
#include "journal/record.h"
#include "model/request.h"
#include "submit/plan.h"

namespace shotlist::cli {

/// Of every row that `plan`, of `requests`, leaves alone because it was edited after it was
/// submitted: its task is good, says `by`.
std::vector<journal::ResolvedFact> kept_rows(const Requests& requests, const submit::Plan& plan,
                                             const std::string& by, Date at);

}  // namespace shotlist::cli
