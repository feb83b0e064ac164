#include "model/cost.h"

#include "base/text.h"
#include "base/translation.h"

namespace shotlist::inline model {

void Cost::add(const std::optional<Money>& price) {
  if (price) {
    known += *price;
  } else {
    ++unpriced;
  }
}

Cost& Cost::operator+=(const Cost& more) {
  known += more.known;
  unpriced += more.unpriced;
  return *this;
}

std::string to_text(const Cost& cost, const std::string& currency) {
  std::string unknown = counted(cost.unpriced, "row") + tr(" of unknown price");
  if (cost.unpriced > 0 && cost.known == Money()) return unknown;
  const std::string known = (currency.empty() ? "" : currency + ' ') + to_text(cost.known);
  return cost.unpriced == 0 ? known : known + " + " + unknown;
}

Cost Spent::at_most() const {
  return {certain.known + possible.known, certain.unpriced + possible.unpriced};
}

std::string to_text(const Spent& spent, const std::string& currency) {
  std::string certain = tr("est. ") + to_text(spent.certain, currency);
  if (spent.possible.empty()) return certain;
  return tr("{}, or up to {} with what is in doubt", certain, to_text(spent.at_most(), currency));
}

}  // namespace shotlist::inline model
