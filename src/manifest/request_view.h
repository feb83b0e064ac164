#pragma once
// One request during a walk over its manifest, made only as far as needed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/money.h"
#include "manifest/row_fields.h"
#include "manifest/source_text.h"
#include "manifest/variables.h"
#include "model/request.h"

namespace shotlist::manifest {

/// Where a request comes from, in few bytes: enough to make it again (`Manifest::make_again`).
struct RequestPlace {
  std::uint32_t group = 0;   ///< of shots, by its number
  std::uint32_t offset = 0;  ///< of its shot, in the file of the group
  std::uint32_t line = 0;
  std::uint32_t number = 0;  ///< among the requests of that shot
};

/// A row that passed every check. Its body is written on first use: most walks over a manifest only
/// count its rows. Valid only while it is handed over.
class RequestView {
 public:
  /// All must outlive it. `body` is a buffer for the body; its content is replaced.
  RequestView(const SourceRange& at, RowFields& fields, const ShotVariables& variables,
              std::string& body)
      : at_(at), fields_(fields), variables_(variables), body_(body) {
    body_.clear();
  }

  /// The id, once known.
  std::string_view id() const { return id_; }
  void set_id(std::string_view id) { id_ = id; }

  /// Where the row is written.
  const SourceRange& at() const { return at_; }

  RequestPlace place() const {
    return {group_, static_cast<std::uint32_t>(at_.offset), at_.line, number_};
  }
  void set_number(std::size_t group, std::size_t number) {
    group_ = static_cast<std::uint32_t>(group);
    number_ = static_cast<std::uint32_t>(number);
  }

  const Fields& fields() const { return fields_.all(); }

  /// By the manifest's price list; empty if there is none, or if the price is unknown.
  const std::optional<Money>& price() const { return price_; }
  void set_price(std::optional<Money> price) { price_ = price; }

  const std::string& body();
  const Fingerprint& fingerprint();

  /// From an earlier pass over the same rows, which saves computing it again.
  void set_fingerprint(const Fingerprint& known) { fingerprint_ = known; }

  /// The digest of the prompt in normal form, whatever the other fields are; without a prompt, the
  /// fingerprint.
  Fingerprint prompt_digest();

  /// A copy of everything.
  Request request();

  /// A copy of everything except the body.
  Request request_without_body();

 private:
  std::string_view id_;
  const SourceRange& at_;
  std::uint32_t group_ = 0;
  std::uint32_t number_ = 0;
  RowFields& fields_;
  const ShotVariables& variables_;
  std::string& body_;
  std::optional<Money> price_;
  std::optional<Fingerprint> fingerprint_;
  bool has_body_ = false;
};

}  // namespace shotlist::manifest
