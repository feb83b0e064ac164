#include "manifest/row_fields.h"

namespace shotlist {

Value& RowFields::next() {
  const std::size_t number = given_.size();
  if (number >= before_.size()) profile_ = nullptr;  // a default of the row before may stand there
  if (number == fields_.size()) fields_.emplace_back();
  return fields_[number].second;
}

std::vector<FieldMistake> RowFields::complete(const Profile* profile) {
  const bool same_names = profile != nullptr && profile == profile_ && given_ == before_;
  if (same_names) return check_values(*profile, fields_);

  fields_.resize(given_.size());
  for (std::size_t i = 0; i < given_.size(); ++i)
    fields_[i].first = given_[i]->name;
  members_.clear();
  std::vector<FieldMistake> mistakes = shotlist::complete(fields_);
  before_ = given_;
  const bool right_names =
      profile != nullptr && mistakes.size() == check_values(*profile, fields_).size();
  profile_ = right_names ? profile : nullptr;
  return mistakes;
}

const std::vector<BodyMember>& RowFields::in_body() {
  if (members_.empty()) members_ = body_members(fields_);
  return members_;
}

}  // namespace shotlist
