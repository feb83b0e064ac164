// Writes the manual: `manual VERSION GUIDE PAGE...`. A page is a file such as shotlist-run.1 in any
// folder. Fails if a page is not known, or if one is missing among them.

#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "manual/command_pages.h"
#include "manual/manifest_page.h"

namespace {

// Of today, or for the same bytes from the same source the one that packagers set.
std::string date() {
  const char* given = std::getenv("SOURCE_DATE_EPOCH");
  const std::time_t time = given != nullptr ? std::strtoll(given, nullptr, 10) : std::time(nullptr);
  char text[sizeof "2026-11-30"];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&time));
  return text;
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || text.empty()) throw std::runtime_error("cannot read " + path);
  return text;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw std::runtime_error("cannot write " + path);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace shotlist::manual;
  try {
    if (argc < 4) throw std::runtime_error("usage: manual VERSION GUIDE PAGE...");
    const Edition edition{date(), std::string("shotlist ") + argv[1]};
    std::map<std::string, std::string> pages = {
        {"shotlist.1", program_page(edition)},
        {"shotlist-manifest.5", manifest_page(content(argv[2]), edition)}};
    for (const std::string& command : command_names())
      pages["shotlist-" + command + ".1"] = command_page(command, edition);
    for (int i = 3; i < argc; ++i) {
      const auto page = pages.find(std::filesystem::path(argv[i]).filename().string());
      if (page == pages.end()) throw std::runtime_error(std::string("no page is ") + argv[i]);
      write(argv[i], page->second);
      pages.erase(page);
    }
    if (!pages.empty()) throw std::runtime_error(pages.begin()->first + " is not asked for");
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "manual: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
