#pragma once
// A manifest as written: settings, defaults, variables and shots, each with its place.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/price_list.h"
#include "base/diagnostics.h"
#include "base/location.h"
#include "base/quantity.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist::manifest {

struct ManifestContents;
struct RequestPlace;
struct SourceText;
class RequestView;

/// A setting and where it was written.
template <typename T>
struct Setting {
  T value;
  Location at;
};

/// What a manifest says about how to run it; each is empty if not given.
struct ManifestSettings {
  std::optional<Setting<std::string>> ledger;  ///< a path, relative to the manifest, or a URL
  std::optional<Setting<std::string>> base_url;
  std::optional<Setting<std::string>> create_path;
  std::optional<Setting<std::string>> query_path;
  std::optional<Setting<std::string>> content_path;
  std::optional<Setting<Pace>> rate;
  std::optional<Setting<std::int64_t>> burst;
  std::optional<Setting<std::int64_t>> jobs;
  std::optional<Setting<std::int64_t>> attempts;
  std::optional<Setting<Duration>> timeout;
  std::optional<Setting<Duration>> connect_timeout;
  std::optional<Setting<CountOrShare>> stop_after;
};

enum class ManifestFormat { yaml, csv };

/// Where a manifest comes from, and what the command line adds to it.
struct ManifestSource {
  std::string path;  ///< as the user wrote it; names the file in every message; `-`: stdin
  ManifestFormat format = ManifestFormat::yaml;
  std::vector<std::pair<std::string, std::string>> set;  ///< `--set FIELD=VALUE`, in order
  std::optional<api::GivenPrice> price = {};             ///< `--price`, for rows without one
  std::vector<std::string> variables = {};               ///< `--variables`
  std::string encoding = {};  ///< `--encoding`, for files whose bytes do not say; may be empty
  std::string command = {};   ///< that reads it again: remedies add to it; may be empty
};

/// The format of a file name: `.csv` and `.tsv` are CSV, `.yaml` and `.yml` YAML.
std::optional<ManifestFormat> format_of(const std::string& path);

/// A manifest that has been read. Makes its requests one by one on demand, so that a million rows
/// do not put a million requests in memory.
class Manifest {
 public:
  /// Reads the manifest and the files its shots come from, and checks everything that can be
  /// checked without making requests. Mistakes go to `diagnostics`, including a file of shots that
  /// cannot be read. Throws Error (invalid) if the manifest itself cannot be read, and Error
  /// (usage) if the given price and the manifest's prices are in different currencies. `disk` must
  /// outlive the manifest, which reads pictures when a row needs them. Limits: 256
  /// MiB per file (source_text.h); nesting and aliases of YAML (yaml_document.h).
  static Manifest read(system::Disk& disk, const ManifestSource& source, Diagnostics& diagnostics);

  Manifest(Manifest&&) noexcept;
  Manifest& operator=(Manifest&&) noexcept;
  ~Manifest();

  /// Its `name:`, else its file name without the extension.
  const std::string& name() const;

  /// Whether it has a `name:`.
  bool is_named() const;

  const ManifestSettings& settings() const;

  /// Its own prices and the one given for the rest; null if there are neither.
  const api::PriceList* prices() const;

  /// In order of first appearance; the last columns of the results file.
  const std::vector<std::string>& variable_names() const;

  /// Checks every row in manifest order and passes its request to `take`; mistakes in rows go to
  /// `diagnostics`, and a row with an error is not passed. Call it even if `read` found mistakes,
  /// to find those in the rows too. Every call reports all mistakes again.
  void for_each_request(Diagnostics& diagnostics,
                        const std::function<void(RequestView&)>& take) const;

  /// Passes on one request again, without its id; nothing about it is checked or reported. `place`
  /// is that of the request in a walk over this manifest that found no mistake.
  void make_again(const RequestPlace& place, const std::function<void(RequestView&)>& take) const;

  /// The file that contains the request.
  const SourceText& file_of(const RequestPlace& place) const;

  /// All requests at once.
  Requests requests(Diagnostics& diagnostics) const;

 private:
  explicit Manifest(std::unique_ptr<ManifestContents> contents);
  struct Again;

  std::unique_ptr<ManifestContents> contents_;
  mutable std::unique_ptr<Again> again_;  ///< made on first use
};

}  // namespace shotlist::manifest
