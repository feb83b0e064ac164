#pragma once
// How the words of the results file are said to people, and commands that can be copied to a shell.

#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"
#include "submit/allowance.h"

namespace shotlist::show {

/// Why a row or an attempt made no task: `moderation: prompt refused`, or whichever half there is.
/// Not disarmed.
std::string reason_text(ErrorClass error_class, std::string_view error);

/// A prompt without its line breaks: its first words are enough to know it by.
std::string one_line(std::string_view prompt);

/// `49/s`, `20 at a time`, or both with a comma; empty where nothing is known.
std::string allowance_text(const submit::Allowance& learned);

/// The words as one command line a POSIX shell reads back as these words: `shotlist run 'my
/// file.yaml'`. Control characters are made visible, so such a word is shown rather than usable.
std::string command_line(const std::vector<std::string>& words);

}  // namespace shotlist::show
