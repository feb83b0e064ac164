#include "report/spending.h"

#include <string>
#include <unordered_map>

namespace shotlist::report {
namespace {

/// Adds up the attempts of one row after another.
class Spending {
 public:
  Spending(const std::vector<PricedRequest>& requests, const Past& past,
           const api::PriceList& prices)
      : past_(past), prices_(prices) {
    for (const PricedRequest& request : requests)
      requests_.emplace(*request.key.id, &request);
  }

  void add(const std::string& id, const Standing& standing) {
    if (standing.status == Status::submitted || standing.status == Status::in_doubt) {
      add(id, standing, standing.status == Status::submitted);
    }
    for (const auto* attempts : {&standing.earlier, &standing.superseded}) {
      for (const Attempt& attempt : *attempts)
        add(id, attempt, !attempt.task_id.empty());
    }
  }

  const Spent& spent() const { return spent_; }

 private:
  void add(const std::string& id, const Attempt& attempt, bool certain) {
    Cost& cost = certain ? spent_.certain : spent_.possible;
    cost.add(price_of(id, attempt));
  }

  std::optional<Money> price_of(const std::string& id, const Attempt& attempt) const {
    const auto found = requests_.find(id);
    if (found != requests_.end() && found->second->key.fingerprint == attempt.fingerprint) {
      return found->second->price;
    }
    const Fields* sent = past_.sent(id, attempt.attempt);
    return sent == nullptr ? prices_.otherwise : prices_.quote(*sent).price;
  }

  const Past& past_;
  const api::PriceList& prices_;
  std::unordered_map<std::string, const PricedRequest*> requests_;
  Spent spent_;
};

}  // namespace

Spent spent_so_far(const std::vector<PricedRequest>& requests, const journal::Ledger& ledger,
                   const Past& past, const api::PriceList& prices) {
  Spending spending(requests, past, prices);
  for (const std::string& id : ledger.ids())
    spending.add(id, *ledger.find(id));
  return spending.spent();
}

Spent spent_so_far(const Requests& requests, const journal::Ledger& ledger, const Past& past,
                   const api::PriceList& prices) {
  std::vector<PricedRequest> priced;
  for (const Request& request : requests.rows)
    priced.push_back({{&request.id, request.fingerprint}, request.price});
  return spent_so_far(priced, ledger, past, prices);
}

}  // namespace shotlist::report
