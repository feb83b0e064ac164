#pragma once
// The words of the results file in prose, and commands that can be pasted into a shell.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"
#include "submit/allowance.h"

namespace shotlist::show {

/// Why a row or an attempt made no task: `moderation: prompt refused`, or the half that exists. Not
/// disarmed.
std::string reason_text(ErrorClass error_class, std::string_view error);

/// A prompt without its line breaks, recognizable by its first words.
std::string one_line(std::string_view prompt);

/// `49/s`, `20 at a time`, or both with a comma; empty if nothing is known.
std::string allowance_text(const submit::Allowance& learned);

/// `512 bytes`, `4.2 MB`: a MB is a million bytes.
std::string size_text(std::uint64_t bytes);

/// The words as one command line that a POSIX shell reads back as these words: `shotlist run 'my
/// file.yaml'`. A word that is not safe to show is written as `$'...'`, for shells that know it.
std::string command_line(const std::vector<std::string>& words);

}  // namespace shotlist::show
