#include "cli/completion.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

#include "api/profiles.h"
#include "base/text.h"
#include "cli/command_options.h"
#include "cli/glance.h"
#include "cli/help_text.h"
#include "model/value.h"

namespace shotlist::cli {
namespace {

/// What a value names.
enum class Noun { nothing, manifest, file, folder, id, setting, field_value, column, column_value };

constexpr std::array<std::pair<std::string_view, Noun>, 9> nouns = {{
    {"MANIFEST", Noun::manifest},
    {"FILE", Noun::file},
    {"DIR", Noun::folder},
    {"ID", Noun::id},
    {"--set", Noun::setting},
    {"--variables", Noun::column},
    {"FIELD=VALUE", Noun::field_value},
    {"COLUMN", Noun::column},
    {"COLUMN=VALUE", Noun::column_value},
}};

constexpr std::string_view and_more = ",...";

bool is_positional(const Option& option) {
  return option.names.front() != '-';
}

bool is_hidden(const Option& option) {
  return option.description.empty();
}

bool takes_list(const Option& option) {
  return option.value.ends_with(and_more);
}

// By the option, or by what its help calls the value.
Noun noun_of(const Option& option) {
  std::string_view value = is_positional(option) ? option.names : option.value;
  if (takes_list(option)) value.remove_suffix(and_more.size());
  for (const auto& [name, noun] : nouns) {
    if (name == option.names || name == value) return noun;
  }
  return Noun::nothing;
}

bool is_named(const Option& option, std::string_view name) {
  const auto names = split(option.names, ',');
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Collects the candidates that begin with what was typed.
class Candidates {
 public:
  /// `before` is the part of the word that stays as it is, such as `--only=`.
  Candidates(Completion& completion, std::string before, std::string_view begun)
      : completion_(completion), before_(std::move(before)), begun_(begun) {}

  void add(std::string_view word, std::string_view meaning = {}) {
    if (!word.starts_with(begun_)) return;
    completion_.candidates.push_back({before_ + std::string(word), std::string(tr(meaning))});
  }

  void add(const std::vector<std::string>& words) {
    for (const std::string& word : words)
      add(word);
  }

 private:
  Completion& completion_;
  std::string before_;
  std::string_view begun_;
};

/// The words of a command up to the one that is being typed.
struct TypedLine {
  std::vector<const Option*> given;
  const Option* awaits_value = nullptr;  ///< the option whose value is being typed
  const Option* positional = nullptr;    ///< the next one
  bool only_positionals = false;         ///< `--` was typed
};

// The values go where those of the command go; a value that is wrong goes nowhere.
void take(const Option& option, const std::string& value) {
  if (!option.take || !option.refusal.empty()) return;
  try {
    option.take(value);
  } catch (const std::exception&) {
  }
}

/// Reads the words before the last one as the command itself would.
class LineReader {
 public:
  LineReader(const Options& options, const std::vector<std::string>& words)
      : options_(options), words_(words), positional_(options.begin()) {
    find_positional();
  }

  TypedLine read() {
    for (at_ = 1; at_ + 1 < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (word == "--" && !line_.only_positionals) {
        line_.only_positionals = true;
      } else if (word.size() > 1 && word.front() == '-' && !line_.only_positionals) {
        read_option(word);
      } else if (positional_ != options_.end()) {
        take(*positional_, word);
        if (positional_->kind != Option::Kind::many) ++positional_;
        find_positional();
      }
    }
    line_.positional = positional_ == options_.end() ? nullptr : &*positional_;
    return line_;
  }

 private:
  void find_positional() { positional_ = std::find_if(positional_, options_.end(), is_positional); }

  // `--name VALUE`, `--name=VALUE`, `-n VALUE`, `-nVALUE`
  void read_option(const std::string& word) {
    const bool is_long = word.starts_with("--");
    const std::size_t end = is_long ? std::min(word.find('='), word.size()) : 2;
    const auto option = std::find_if(options_.begin(), options_.end(), [&](const Option& known) {
      return is_named(known, word.substr(0, end));
    });
    if (option == options_.end()) return;
    line_.given.push_back(&*option);
    if (option->kind == Option::Kind::flag) {
      take(*option, {});
    } else if (end < word.size()) {
      take(*option, word.substr(is_long ? end + 1 : end));
    } else if (at_ + 2 < words_.size()) {
      take(*option, words_[++at_]);
    } else {
      line_.awaits_value = &*option;
    }
  }

  const Options& options_;
  const std::vector<std::string>& words_;
  Options::const_iterator positional_;
  std::size_t at_ = 0;
  TypedLine line_;
};

bool is_spent(const Option& option, const TypedLine& line) {
  const auto stands_against = [&option](const Option* given) {
    if (given == &option) return option.kind != Option::Kind::repeat;
    const auto excluded = [](const Option& one, const Option& other) {
      return std::any_of(one.excludes.begin(), one.excludes.end(),
                         [&](const std::string& name) { return is_named(other, name); });
    };
    return excluded(option, *given) || excluded(*given, option);
  };
  return std::any_of(line.given.begin(), line.given.end(), stands_against);
}

void offer_options(const Options& options, const TypedLine& line, Candidates& candidates) {
  for (const Option& option : options) {
    if (is_positional(option) || is_hidden(option) || is_spent(option, line)) continue;
    for (const std::string_view name : split(option.names, ',')) {
      if (name.starts_with("--")) candidates.add(name, option.description);
    }
  }
  candidates.add("--help", help_meaning);
}

// FIELD=VALUE for a row that asks for nothing yet: by what is known about all models.
void offer_settings(std::string_view begun, Candidates& candidates) {
  const api::Profiles profiles;
  const auto equals = begun.find('=');
  if (equals == std::string_view::npos) {
    for (const std::string_view field : profiles.field_names())
      candidates.add(std::string(field) + '=', profiles.find_field(field)->meaning);
    return;
  }
  const std::string_view field = begun.substr(0, equals);
  std::vector<std::string> offered;
  const auto offer = [&](const std::string& value) {
    if (std::find(offered.begin(), offered.end(), value) == offered.end()) offered.push_back(value);
  };
  for (const api::Profile& profile : profiles.all()) {
    // A profile of many models has a star at its end.
    if (field == "model" && !profile.model.ends_with('*')) offer(profile.model);
    const api::FieldRule* rule = profile.find(field);
    if (rule == nullptr) continue;
    if (rule->type == api::FieldType::boolean) {
      offer("true");
      offer("false");
    }
    std::for_each(rule->allowed.begin(), rule->allowed.end(), offer);
  }
  for (const std::string& value : offered)
    candidates.add(std::string(field) + '=' + value);
}

// NAME=VALUE, by what the rows hold.
void offer_held_values(std::string_view begun, const std::vector<std::string>& names,
                       const Glance& glance, Candidates& candidates) {
  const auto equals = begun.find('=');
  if (equals == std::string_view::npos) {
    for (const std::string& name : names)
      candidates.add(name + '=');
    return;
  }
  const std::string name(begun.substr(0, equals));
  for (const std::string& value : glance.values_of(name))
    candidates.add(name + '=' + value);
}

/// Completes `begun`, the begin of a value of `option`; `before` stands in front of it.
void offer_values(const Option& option, std::string before, std::string_view begun,
                  const Glance& glance, Completion& completion) {
  if (takes_list(option)) {
    const auto comma = begun.rfind(',');
    const std::size_t done = comma == std::string_view::npos ? 0 : comma + 1;
    before += begun.substr(0, done);
    begun.remove_prefix(done);
  }
  Candidates candidates(completion, std::move(before), begun);
  if (option.words != nullptr) {
    candidates.add(option.words());
    return;
  }
  switch (noun_of(option)) {
    case Noun::nothing:
      return;
    case Noun::manifest:
      completion.endings = {"yaml", "yml", "csv", "tsv"};
      [[fallthrough]];
    case Noun::file:
      completion.kind = Completion::Kind::files;
      return;
    case Noun::folder:
      completion.kind = Completion::Kind::folders;
      return;
    case Noun::id:
      candidates.add(glance.ids());
      return;
    case Noun::setting:
      offer_settings(begun, candidates);
      return;
    case Noun::field_value:
      offer_held_values(begun, glance.field_names(), glance, candidates);
      return;
    case Noun::column:
      candidates.add(option.names == "--variables" ? glance.variable_names()
                                                   : glance.column_names());
      return;
    case Noun::column_value:
      offer_held_values(begun, glance.column_names(), glance, candidates);
      return;
  }
}

Completion complete_command(const Options& options, const std::vector<std::string>& words,
                            const Glance& glance) {
  Completion completion;
  const TypedLine line = LineReader(options, words).read();
  const std::string& last = words.back();
  const auto equals = last.find('=');
  if (line.awaits_value != nullptr) {
    offer_values(*line.awaits_value, {}, last, glance, completion);
  } else if (last.starts_with("--") && equals != std::string::npos && !line.only_positionals) {
    for (const Option& option : options) {
      if (option.kind != Option::Kind::flag && is_named(option, last.substr(0, equals)))
        offer_values(option, last.substr(0, equals + 1), std::string_view(last).substr(equals + 1),
                     glance, completion);
    }
  } else if (line.positional != nullptr && !(last.starts_with('-') && !line.only_positionals)) {
    offer_values(*line.positional, {}, last, glance, completion);
  } else if (!line.only_positionals) {
    Candidates candidates(completion, {}, last);
    offer_options(options, line, candidates);
  }
  return completion;
}

Completion complete_name(const std::string& begun, bool with_options) {
  Completion completion;
  Candidates candidates(completion, {}, begun);
  Drafts drafts;
  drafts.each([&](const char* name, auto&) { candidates.add(name, help_for(name).summary); });
  if (!with_options) return completion;
  candidates.add("help", help_command_summary);
  if (!begun.starts_with('-')) return completion;
  candidates.add("--help", help_meaning);
  candidates.add("--version", version_meaning);
  return completion;
}

}  // namespace

Completion complete(const std::vector<std::string>& words, system::Disk& disk,
                    const std::string& home) {
  if (words.size() < 2) return complete_name(words.empty() ? std::string() : words.back(), true);
  if (words.front() == "help") return complete_name(words.back(), false);
  Completion completion;
  Drafts drafts;
  drafts.each([&](const char* name, auto& draft) {
    if (words.front() != name) return;
    ManifestOptions none;
    ManifestOptions* file = &none;
    if constexpr (requires { draft.manifest; }) file = &draft.manifest;
    const Options options = options_of(draft);
    // The file is known once the words before the last one are read.
    completion = complete_command(options, words, Glance(disk, *file, home));
  });
  return completion;
}

bool goes_on(const std::string& word) {
  return word.ends_with('=') || word.ends_with(':') || word.ends_with(',');
}

}  // namespace shotlist::cli
