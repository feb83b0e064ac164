// How long it takes to find which of N new prompts are nearly the same as one of N purchases.
//
//     near_texts [N]     10,000 without a number
//
// Prints a line for each kind of change: seconds, and how many were found.

#include "plan/near_texts.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "plan/prompt_writer.h"

namespace {

using shotlist::tests::Language;
using shotlist::tests::PromptWriter;
using shotlist::tests::Size;
using Prompts = std::vector<std::string>;

void measure(std::string_view name, const Prompts& fresh, const Prompts& bought) {
  std::vector<shotlist::plan::Unclaimed> unclaimed;
  for (const std::string& text : bought)
    unclaimed.push_back({text});
  const auto start = std::chrono::steady_clock::now();
  const auto matches = shotlist::plan::near_matches({fresh.begin(), fresh.end()}, unclaimed);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  fmt::print("{:<40} {:>8.3f} s {:>9} of {} near\n", name, took.count(), matches.size(),
             fresh.size());
}

Prompts dressed(PromptWriter& writer, Prompts prompts, const std::string& style) {
  for (std::string& prompt : prompts)
    prompt = writer.with_style(prompt, style);
  return prompts;
}

// `count` texts of `length` words out of so many that each one is in `share` of the texts.
Prompts crowded(std::size_t count, std::size_t length, double share, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto words = static_cast<std::size_t>(static_cast<double>(length) / share);
  Prompts prompts(count);
  for (std::string& prompt : prompts) {
    for (std::size_t i = 0; i < length; ++i)
      prompt += "w" + std::to_string(random() % words) + " ";
  }
  return prompts;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  for (const auto& [language, name] :
       {std::pair{Language::english, "English"}, {Language::chinese, "Chinese"}}) {
    PromptWriter writer(language, 1);
    const Prompts scenes = writer.batch(count, Size::usual, 0);
    const std::string old_style = writer.style();
    const Prompts bought = dressed(writer, scenes, old_style);
    measure(fmt::format("{}: style changed", name), dressed(writer, scenes, writer.style()),
            bought);
    Prompts touched = bought;
    for (std::string& prompt : touched)
      prompt = writer.touched(prompt, PromptWriter::Touch::replaced);
    measure(fmt::format("{}: a word replaced", name), touched, bought);
    measure(fmt::format("{}: new scenes", name),
            dressed(writer, writer.batch(count, Size::usual, 0), old_style), bought);
  }
  measure("all the same", Prompts(count, "a wet fox"), Prompts(count, "a wet fox in the rain"));
  for (const double share : {0.04, 0.3}) {
    const Prompts bought = crowded(count, 40, share, 2);
    Prompts touched = bought;
    for (std::string& prompt : touched)
      prompt += "again";
    measure(fmt::format("each word in {} of the texts", share), touched, bought);
    measure(fmt::format("each word in {} of them, new ones", share), crowded(count, 40, share, 3),
            bought);
  }
  Prompts numbered(count), renumbered(count);
  const std::string style = crowded(1, 60, 0.5, 4).front();
  for (std::size_t i = 0; i < count; ++i) {
    numbered[i] = fmt::format("product {} {}", i, style);
    renumbered[i] = fmt::format("product {} {}", i + count, style);
  }
  measure("one long style, a number in each", renumbered, numbered);
}
