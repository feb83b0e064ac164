#include "manifest/row_fields.h"

#include <utility>

namespace shotlist::manifest {
namespace {

constexpr std::size_t longest_word = 32;  // bytes; longer text is a prompt, found in one row

}  // namespace

void RowFields::begin(const api::Profile* profile) {
  given_.clear();
  if (std::exchange(profile_, profile) == profile) return;
  names_are_right_ = false;
  origins_.clear();
}

bool RowFields::repeat(const ShotField& field) {
  if (given_.size() >= origins_.size()) return false;
  const Origin& origin = origins_[given_.size()];
  const auto* word = std::get_if<std::string_view>(&field.value);
  const bool same =
      word != nullptr ? origin.rule == field.rule && origin.word == *word : origin.preset == &field;
  if (same) keep(*field.rule);
  return same;
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
  if (word.size() <= longest_word) note({&rule, std::string(word), nullptr});
}

void RowFields::note_default(const ShotField& field) {
  note({nullptr, {}, &field});
}

void RowFields::note(Origin origin) {
  if (origins_.size() <= given_.size()) origins_.resize(given_.size() + 1);
  origins_[given_.size()] = std::move(origin);
}

std::vector<api::FieldMistake> RowFields::complete() {
  if (names_are_right_ && given_ == before_) return api::check_values(*profile_, fields_);

  fields_.resize(given_.size());
  for (std::size_t i = 0; i < given_.size(); ++i)
    fields_[i].first = given_[i]->name;
  if (origins_.size() > given_.size()) origins_.resize(given_.size());
  members_.clear();
  std::vector<api::FieldMistake> mistakes = api::complete(profile_, fields_);
  before_ = given_;
  names_are_right_ =
      profile_ != nullptr && mistakes.size() == api::check_values(*profile_, fields_).size();
  return mistakes;
}

const std::vector<api::BodyMember>& RowFields::in_body() {
  if (members_.empty()) members_ = api::body_members(fields_);
  return members_;
}

}  // namespace shotlist::manifest
