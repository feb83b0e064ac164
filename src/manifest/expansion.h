#pragma once
// Makes requests from shots: one for each combination of a matrix and each take, with its id.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/manifest_contents.h"
#include "manifest/request_ids.h"
#include "manifest/request_view.h"
#include "manifest/row_reader.h"
#include "manifest/shot.h"
#include "manifest/shot_source.h"

namespace shotlist::manifest {

/// The most requests that the matrices and takes of a manifest may make.
inline constexpr std::size_t most_made_requests = 10'000'000;

/// The most bytes that all requests of a manifest may have together: a short file could make more
/// than anybody can wait for.
inline constexpr std::size_t most_request_bytes = std::size_t{4} * 1024 * 1024 * 1024;

/// One pass over the shots of a manifest. Its arguments must outlive it.
class Expansion {
 public:
  using Take = std::function<void(RequestView&)>;

  Expansion(const ManifestContents& contents, Diagnostics& diagnostics);

  /// Checks `shot`, a row of `group`, and passes its requests to `take`, unless something is wrong
  /// with it.
  void expand(const ShotGroup& group, const Shot& shot, const Take& take);

  /// Passes on one request of a shot that was expanded before, without an id.
  void make_again(const ShotGroup& group, const Shot& shot, std::size_t number, const Take& take);

 private:
  const std::vector<Combination>& combinations_of(const Shot& shot) const;
  void expand_all(const ShotGroup& group, const Shot& shot,
                  const std::vector<Combination>& combinations, const Take& take);
  bool give_price(RequestView& request);
  void hand_over(RequestView& request, const SourceRange& at, const Take& take);
  bool is_small_enough(const SourceRange& at);
  bool may_make(std::size_t requests, const SourceRange& at);
  void hand_over(RequestView& request, const Shot& shot, const std::string& own_id,
                 const std::string& name, const Take& take);
  std::string made_id(RequestView& request, const SourceRange& at, const std::string& name,
                      bool said);
  bool warn_if_same(RequestView& request, const Shot& shot, const std::string& name);

  const ManifestContents& contents_;
  Diagnostics& diagnostics_;
  bool has_pinned_ids_ = false;  // of all sources
  PinnedIds pinned_ids_;
  RequestIds ids_;
  RowReader rows_;
  std::string body_;        // a buffer, reused for each request
  Shot combined_;           // a shot with the values of one combination
  std::size_t made_ = 0;    // requests of matrices and takes
  std::size_t group_ = 0;   // of the last shot
  std::size_t number_ = 0;  // of its next request
  std::size_t body_bytes_ = 0;
  bool is_too_large_ = false;
  std::set<std::pair<const api::PriceLine*, const api::PriceLine*>> rivals_;  // reported
  std::map<Fingerprint, std::string> of_shot_;  // fingerprints of its combinations, with names
};

}  // namespace shotlist::manifest
