#include "ledger/witness.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "base/json_object.h"
#include "system/new_file.h"

namespace shotlist::ledger {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* ending = ".json";

std::string text_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<Witness> read_witness(const fs::path& path) {
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return std::nullopt;  // reading a pipe would block
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Witness witness;
  witness.ledger = text_in(json, "ledger");
  witness.path = text_in(json, "path");
  const auto attempts = json.find("attempts");
  if (attempts == json.end() || !attempts->is_number_integer()) return std::nullopt;
  witness.attempts = attempts->get<std::int64_t>();
  const auto rehearsal = json.find("rehearsal");
  witness.rehearsal = rehearsal != json.end() && *rehearsal == true;
  witness.last_entry = text_in(json, "last_entry");
  witness.open_run = text_in(json, "open_run");
  const auto checkpoint = json.find("checkpoint");
  witness.checkpoint = checkpoint != json.end() && *checkpoint == true;
  const auto results = json.find("results");
  if (results == json.end() || !results->is_object()) return witness;
  for (const auto& [manifest, paths] : results->items()) {
    for (const Json& file : paths) {
      if (file.is_string()) witness.results[manifest].insert(file.get<std::string>());
    }
  }
  return witness;
}

}  // namespace

std::string Witnesses::path_of(const std::string& ledger) const {
  return folder_ + '/' + ledger + ending;
}

std::optional<Witness> Witnesses::find(const std::string& ledger) const {
  // An id planted in a database must not name a file elsewhere.
  if (folder_.empty() || !parse_hex(ledger)) return std::nullopt;
  auto witness = read_witness(path_of(ledger));
  if (!witness || witness->ledger != ledger) return std::nullopt;
  return witness;
}

std::vector<Witness> Witnesses::all() const {
  std::vector<Witness> all;
  if (folder_.empty()) return all;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (entry.path().extension() != ending) continue;
    if (auto witness = find(entry.path().stem().string())) all.push_back(*std::move(witness));
  }
  std::sort(all.begin(), all.end(),
            [](const Witness& one, const Witness& other) { return one.ledger < other.ledger; });
  return all;
}

bool Witnesses::remember(const Witness& witness) const {
  if (folder_.empty() || !parse_hex(witness.ledger)) return false;
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) return false;
  std::string results;
  JsonObject paths(results);
  for (const auto& [manifest, files] : witness.results)
    paths.json(manifest, json_texts(files));
  paths.end();
  std::string json;
  JsonObject object(json);
  object.text("ledger", witness.ledger);
  object.text("path", witness.path);
  object.number("attempts", witness.attempts);
  object.text("last_entry", witness.last_entry);
  object.truth("rehearsal", witness.rehearsal);
  object.text("open_run", witness.open_run);
  object.truth("checkpoint", witness.checkpoint);
  object.json("results", results);
  object.end();
  try {
    system::write_file(path_of(witness.ledger), json + '\n', system::Existing::replace);
  } catch (const Error&) {
    return false;
  }
  return true;
}

}  // namespace shotlist::ledger
