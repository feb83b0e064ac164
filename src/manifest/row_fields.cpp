#include "manifest/row_fields.h"

#include <cstdint>
#include <utility>

namespace shotlist::manifest {
namespace {

constexpr std::size_t longest_word = 32;  // bytes; longer text is a prompt, found in one row

bool is_list(const Value& value) {
  return std::holds_alternative<std::vector<std::string>>(value);
}

// Most words are in a place that held another word of the same type.
void copy_value(const Value& from, Value& to) {
  const auto* const text = std::get_if<std::string>(&from);
  auto* const same = std::get_if<std::string>(&to);
  if (text != nullptr && same != nullptr) {
    *same = *text;
  } else {
    to = from;
  }
}

}  // namespace

void RowFields::begin(const api::Profile* profile) {
  given_.clear();
  if (std::exchange(profile_, profile) == profile) return;
  names_are_right_ = false;
  before_.clear();
  origins_.clear();
}

bool RowFields::repeat(const ShotField& field) {
  const Origin before = given_.size() < origins_.size() ? origins_[given_.size()] : Origin();
  const auto* word = std::get_if<std::string_view>(&field.value);
  if (word == nullptr) {
    if (before.preset != &field) return false;
  } else {
    if (word->empty() || word->size() > longest_word) return false;
    const Known& same = known(*field.rule, *word);
    if (same.rule != field.rule || same.profile != profile_ || same.word != *word) return false;
    if (same.number != before.word) {
      if (!same.value) return false;
      copy_value(*same.value, next());
      origin_here().word = same.number;
    }
  }
  keep(*field.rule);
  return true;
}

Value& RowFields::next() {
  const std::size_t number = given_.size();
  // It may overwrite a default of the profile.
  if (number >= before_.size()) names_are_right_ = false;
  if (number == fields_.size()) fields_.emplace_back();
  if (number < origins_.size()) origins_[number] = {};
  return fields_[number].second;
}

void RowFields::note_word(const api::FieldRule& rule, std::string_view word) {
  // Line ends change after it is read.
  if (word.empty() || word.size() > longest_word || word.find('\r') != word.npos) return;
  const Value& value = fields_[given_.size()].second;
  Known& noted = known(rule, word);
  noted.profile = profile_;
  noted.rule = &rule;
  noted.word = word;
  if (is_list(value)) {
    noted.value.reset();
  } else {
    noted.value = value;
  }
  noted.number = ++words_;
  origin_here().word = noted.number;
}

void RowFields::note_default(const ShotField& field) {
  origin_here().preset = &field;
}

RowFields::Origin& RowFields::origin_here() {
  if (origins_.size() <= given_.size()) origins_.resize(given_.size() + 1);
  return origins_[given_.size()];
}

// `word` is not empty.
RowFields::Known& RowFields::known(const api::FieldRule& rule, std::string_view word) {
  const auto of_word = static_cast<unsigned char>(word.front()) +
                       std::size_t{3} * static_cast<unsigned char>(word.back()) + 7 * word.size();
  const auto of_rule = reinterpret_cast<std::uintptr_t>(&rule) / sizeof(rule);
  return known_[(of_word + 11 * of_rule) % known_.size()];
}

std::vector<api::FieldMistake> RowFields::complete() {
  if (names_are_right_ && given_ == before_) return checks_.mistakes_in(fields_);

  fields_.resize(given_.size());
  for (std::size_t i = 0; i < given_.size(); ++i)
    fields_[i].first = given_[i]->name;
  if (origins_.size() > given_.size()) origins_.resize(given_.size());
  members_.clear();
  std::vector<api::FieldMistake> mistakes = api::complete(profile_, fields_);
  const bool again = given_ == before_;
  before_ = given_;
  names_are_right_ = false;
  // Where rows take turns, with and without a field, nothing that is worked out would be used.
  if (profile_ == nullptr || !again) return mistakes;
  checks_ = api::ValueChecks(*profile_, fields_);
  names_are_right_ = mistakes.size() == checks_.mistakes_in(fields_).size();
  return mistakes;
}

const std::vector<api::BodyMember>& RowFields::in_body() {
  if (members_.empty()) members_ = api::body_members(fields_);
  return members_;
}

}  // namespace shotlist::manifest
