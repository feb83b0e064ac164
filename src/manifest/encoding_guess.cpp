#include "manifest/encoding_guess.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "base/character.h"
#include "base/text.h"
#include "base/utf8.h"
#include "manifest/usual_characters.h"
#include "system/text_decoder.h"

namespace shotlist::manifest {
namespace {

// What a guess looks at. Longer texts have told their language long before.
constexpr std::size_t longest_look = std::size_t{64} * 1024;
constexpr std::size_t most_guesses = 3;

// Likeness to a language, from 0 to 1.
constexpr double reads_well = 0.8;
constexpr double reads_somehow = 0.3;
constexpr double still_likely = 0.7;  // of that of the best

/// How well a character fits a language, where it stands.
enum class Fit {
  neutral,  ///< ASCII, or punctuation that many languages share
  usual,
  fair,
  rare,
  foreign,
};

/// A character and its neighbours; 0 at the ends.
struct Place {
  char32_t before = 0;
  char32_t c = 0;
  char32_t after = 0;
};

bool is_latin(char32_t c) {
  if (c < 0x80) return is_ascii_letter(static_cast<char>(c));
  return is_between(c, 0xC0, 0x24F) || is_between(c, 0x1E00, 0x1EFF);
}

bool is_half_width_kana(char32_t c) {
  return is_between(c, 0xFF66, 0xFF9D);
}

bool is_kana(char32_t c) {
  return is_between(c, 0x3041, 0x3096) || is_between(c, 0x30A1, 0x30FA) || is_half_width_kana(c);
}

bool is_han(char32_t c) {
  return is_between(c, 0x4E00, 0x9FFF);
}

bool is_emoji(char32_t c) {
  return is_between(c, 0x1F300, 0x1FAFF);
}

// Quotes, dashes, full-width forms, emoji.
bool is_shared(char32_t c) {
  return is_between(c, 0x2010, 0x2027) || is_between(c, 0x3000, 0x3002) ||
         is_between(c, 0x3008, 0x3011) || is_between(c, 0xFF01, 0xFF5E) || c == 0xFFE5 ||
         is_between(c, 0x2600, 0x27BF) || is_emoji(c) || c == 0xA0 || c == 0xAB || c == 0xB7 ||
         c == 0xBB;
}

struct HanSets {
  Characters most_usual{most_usual_chinese};
  Characters usual{usual_chinese};
  Characters traditional{usual_traditional};
  Characters kanji{usual_kanji};
  Characters hangul{usual_hangul};

  bool is_simplified(char32_t c) const { return most_usual.has(c) || usual.has(c); }
};

const HanSets& han_sets() {
  static const HanSets sets;
  return sets;
}

Fit chinese(const Place& at) {
  if (!is_han(at.c)) return Fit::foreign;
  return han_sets().is_simplified(at.c) ? Fit::usual : Fit::rare;
}

Fit traditional(const Place& at) {
  if (!is_han(at.c)) return Fit::foreign;
  const HanSets& sets = han_sets();
  return sets.is_simplified(at.c) || sets.traditional.has(at.c) ? Fit::usual : Fit::rare;
}

Fit japanese(const Place& at) {
  // Single bytes are half-width kana, which other encodings are full of and texts are not.
  if (is_half_width_kana(at.c)) return Fit::rare;
  if (is_kana(at.c) || at.c == 0x30FC) return Fit::usual;
  if (!is_han(at.c)) return at.c == 0x3005 ? Fit::usual : Fit::foreign;
  return han_sets().kanji.has(at.c) ? Fit::usual : Fit::rare;
}

Fit korean(const Place& at) {
  if (!is_between(at.c, 0xAC00, 0xD7A3)) return Fit::foreign;
  return han_sets().hangul.has(at.c) ? Fit::usual : Fit::fair;
}

// Words of other alphabets hold no Latin letters.
bool touches_latin(const Place& at) {
  return (at.before < 0x80 && is_latin(at.before)) || (at.after < 0x80 && is_latin(at.after));
}

// Letters have one case in a word, except for the first.
Fit cased(const Place& at, bool (*is_letter)(char32_t), bool (*is_capital)(char32_t)) {
  if (!is_letter(at.c) || touches_latin(at)) return Fit::foreign;
  if (!is_capital(at.c)) return Fit::usual;
  if (is_letter(at.before)) return is_capital(at.before) ? Fit::rare : Fit::foreign;
  return Fit::usual;
}

Fit cyrillic(const Place& at) {
  static const Characters usual(
      "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёІіЇїЄєҐґ");
  return cased(
      at, [](char32_t c) { return usual.has(c); },
      [](char32_t c) { return is_between(c, 0x400, 0x42F) || c == 0x490; });
}

// A word ends in a vowel, ς, ν or ρ.
Fit greek(const Place& at) {
  static const Characters inside("βγδζθκλμξπτφχψΐΰϊϋ");
  const auto is_letter = [](char32_t c) { return is_between(c, 0x386, 0x3CE) && c != 0x387; };
  const bool ends = !is_letter(at.after);
  if ((at.c == 0x3C2 && !ends) || (at.c == 0x3C3 && ends)) return Fit::foreign;
  if (ends && inside.has(at.c)) return Fit::rare;
  return cased(at, is_letter, [](char32_t c) { return is_between(c, 0x386, 0x3AB) && c != 0x390; });
}

Fit hebrew(const Place& at) {
  static const Characters finals("ךםןףץ");
  if (is_between(at.c, 0x5B0, 0x5F4) && !is_between(at.c, 0x5D0, 0x5EA)) return Fit::rare;
  if (!is_between(at.c, 0x5D0, 0x5EA) || touches_latin(at)) return Fit::foreign;
  const bool ends = !is_between(at.after, 0x5D0, 0x5EA);
  return finals.has(at.c) && !ends ? Fit::foreign : Fit::usual;
}

Fit arabic(const Place& at) {
  static const Characters others("،؛؟پچژگکیے");
  const bool letter = is_between(at.c, 0x621, 0x63A) || is_between(at.c, 0x641, 0x652);
  if (touches_latin(at)) return Fit::foreign;
  if (at.c == 0x629 && is_between(at.after, 0x621, 0x64A)) return Fit::foreign;  // ة ends a word
  return letter || others.has(at.c) ? Fit::usual : Fit::foreign;
}

// Vowels and tones stand where they can be written.
Fit thai(const Place& at) {
  const auto is_consonant = [](char32_t c) { return is_between(c, 0xE01, 0xE2E); };
  const auto is_above = [](char32_t c) {
    return c == 0xE31 || is_between(c, 0xE34, 0xE3A) || is_between(c, 0xE47, 0xE4E);
  };
  const bool carried = is_consonant(at.before) || is_above(at.before);
  if (!is_between(at.c, 0xE01, 0xE5B) || touches_latin(at)) return Fit::foreign;
  if (is_above(at.c)) return carried || at.before == 0xE32 ? Fit::usual : Fit::foreign;
  if (at.c == 0xE30 || at.c == 0xE32 || at.c == 0xE33)
    return carried || at.before == 0xE32 ? Fit::usual : Fit::foreign;
  if (is_between(at.c, 0xE40, 0xE44)) return is_consonant(at.after) ? Fit::usual : Fit::foreign;
  // Most consonants are beside a vowel; in other encodings the same bytes rarely are.
  const auto is_vowel = [&](char32_t c) { return is_between(c, 0xE30, 0xE4E); };
  const bool beside = is_vowel(at.before) || is_vowel(at.after);
  return is_consonant(at.c) && beside ? Fit::usual : Fit::rare;
}

bool is_latin_capital(char32_t c) {
  if (is_between(c, 0x139, 0x148) || is_between(c, 0x179, 0x17E)) return c % 2 == 1;
  if (is_between(c, 0x100, 0x177)) return c % 2 == 0;
  return is_between(c, 'A', 'Z') || is_between(c, 0xC0, 0xDE) || c == 0x178 || c == 0x1A0 ||
         c == 0x1AF;
}

// Accented letters stand among plain ones, two in a row at most.
Fit latin(const Place& at, const Characters& usual, bool may_cluster = false) {
  static const Characters signs("¿¡°©®™€£§ªº²³½¼¾×±¢¥¦¬¨¸´¹µ¤¶");
  const auto is_accented = [](char32_t c) { return c >= 0x80 && is_latin(c); };
  const bool after_small =
      is_between(at.before, 'a', 'z') || (is_accented(at.before) && !is_latin_capital(at.before));
  if (after_small && is_latin_capital(at.c)) return Fit::foreign;
  if (signs.has(at.c)) return is_latin(at.before) && is_latin(at.after) ? Fit::foreign : Fit::rare;
  if (is_between(at.c, 0x300, 0x323)) return is_latin(at.before) ? Fit::usual : Fit::foreign;
  if (!is_accented(at.c) && !usual.has(at.c)) return Fit::foreign;
  if (is_accented(at.before) && is_accented(at.after) && !may_cluster) return Fit::foreign;
  return usual.has(at.c) ? Fit::usual : Fit::rare;
}

bool is_digit(char32_t c) {
  return is_between(c, '0', '9');
}

// Whether a quote, a dash or a sign stands where people write it: Fox’s, “a fox”, 50°, € 5.
bool is_in_place(const Place& at) {
  const bool starts = at.before <= ' ' || is_between(at.before, '"', '/') || at.before >= 0x2010;
  const bool ends = at.after <= ' ' || is_between(at.after, '!', '/') || at.after == ':' ||
                    at.after == ';' || at.after == '?' || at.after >= 0x2010;
  switch (at.c) {
    case U'’':
      return !starts || !ends;
    case U'”':
      return ends;
    case U'‘':
    case U'“':
    case U'„':
      return starts && !ends;
    case U'–':
      return (starts && ends) || is_digit(at.before);
    case U'—':
      return starts == ends || is_digit(at.before);
    case U'…':
      return starts || ends;
    case U'•':
      return starts;
    case U'°':
      return is_digit(at.before) || at.after == 'C' || at.after == 'F';
    case U'½':
    case U'¼':
    case U'¾':
      return (starts || is_digit(at.before)) && !is_digit(at.after);
    case U'€':
    case U'£':
      return starts || is_digit(at.before);
    case U'×':
      return starts == ends || is_digit(at.before);
    case U'™':
    case U'®':
    case U'©':
      return starts || ends;
    default:
      return false;
  }
}

Fit western(const Place& at) {
  if (is_in_place(at)) return Fit::usual;
  static const Characters usual("àâäáãåæçèéêëìíîïñòóôöõøùúûüÿœßÀÂÄÁÃÅÆÇÈÉÊËÍÎÏÑÓÔÖÕØÚÛÜŒ¿¡°");
  static const Characters icelandic("ðþýÐÞÝ");  // the letters of Turkish, too
  const Fit fit = latin(at, usual);
  return fit == Fit::rare && icelandic.has(at.c) ? Fit::fair : fit;
}

Fit central_european(const Place& at) {
  static const Characters usual("ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůýžáéíúČĎĚŇŘŠŤÚÝŽÁÉÍőűöüÖÜŐŰăâîşţ");
  return latin(at, usual);
}

Fit turkish(const Place& at) {
  static const Characters usual("ğışçöüİĞŞÇÖÜâîû");
  return latin(at, usual);
}

Fit baltic(const Place& at) {
  static const Characters usual("ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņōŗĀĒĢĪĶĻŅŌŖäöõüÄÖÕÜ");
  return latin(at, usual);
}

// Tones make letters that no other language has, in any number.
Fit vietnamese(const Place& at) {
  static const Characters usual("ăâđêôơưĂÂĐÊÔƠƯàáèéìíòóùúãõýÀÁ");
  return is_between(at.c, 0x1EA0, 0x1EF9) ? Fit::usual : latin(at, usual, true);
}

Fit georgian(const Place& at) {
  return is_between(at.c, 0x10D0, 0x10F0) && !touches_latin(at) ? Fit::usual : Fit::foreign;
}

Fit armenian(const Place& at) {
  return cased(
      at, [](char32_t c) { return is_between(c, 0x531, 0x587); },
      [](char32_t c) { return c <= 0x556; });
}

/// An encoding and the texts that are written in it.
struct Candidate {
  const char* encoding;
  Fit (*fit)(const Place&);
};

// Of two that read as well, the first is meant more often, or reads other languages worse. The
// first ones are so common that a text which reads well in one of them is not taken for Chinese.
constexpr std::size_t common_candidates = 22;
constexpr Candidate candidates[] = {
    {"GB18030", chinese},
    {"windows-1252", western},
    {"Shift_JIS", japanese},
    {"EUC-JP", japanese},
    {"Big5", traditional},
    {"EUC-KR", korean},
    {"windows-1255", hebrew},
    {"windows-1253", greek},
    {"windows-1251", cyrillic},
    {"KOI8-U", cyrillic},
    {"ISO-8859-5", cyrillic},
    {"CP866", cyrillic},
    {"windows-1256", arabic},
    {"ISO-8859-6", arabic},
    {"windows-874", thai},
    {"windows-1254", turkish},
    {"windows-1250", central_european},
    {"ISO-8859-2", central_european},
    {"windows-1258", vietnamese},
    {"ISO-8859-7", greek},
    {"macintosh", western},
    {"CP850", western},
    {"Big5-HKSCS", traditional},
    {"ISO-2022-JP", japanese},
    {"ISO-2022-KR", korean},
    {"windows-1257", baltic},
    {"ISO-8859-4", baltic},
    {"mac-cyrillic", cyrillic},
    {"mac-centraleurope", central_european},
    {"Georgian-PS", georgian},
    {"ARMSCII-8", armenian},
};

// Calls `take` with the place of each character that is not ASCII; a byte that is no character
// stands as U+FFFD.
template <typename Take>
void for_each_place(std::string_view text, Take take) {
  Place place;
  const auto step = [&](char32_t next) {
    place = {place.c, place.after, next};
    if (place.c >= 0x80) take(place);
  };
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    step(point.valid ? point.value : 0xFFFD);
    at += point.size;
  }
  step(0);
}

// 1 if all characters of the text are usual in the language, less for each that is not.
double likeness(std::string_view text, Fit (*fit)(const Place&)) {
  double sum = 0;
  double count = 0;
  for_each_place(text, [&](const Place& place) {
    const bool placed = fit == western && is_in_place(place);
    const Fit here = is_shared(place.c) && !placed ? Fit::neutral : fit(place);
    if (here == Fit::neutral) return;
    count += 1;
    if (here == Fit::usual) sum += 1;
    if (here == Fit::fair) sum += 0.6;
    if (here == Fit::foreign) sum -= 2;
  });
  return count == 0 ? 0 : sum / count;
}

bool tells(std::string_view line) {
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\x1B'; });
}

// Takes the next lines that are more than ASCII off `bytes`, as many as fit.
std::string next_telling_lines(std::string_view& bytes) {
  std::string lines;
  while (!bytes.empty() && lines.size() < longest_look) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    const std::size_t size = std::min(end + 1, bytes.size());
    // One line may be the whole of a large file.
    if (tells(bytes.substr(0, end)))
      lines.append(bytes.substr(0, std::min(end, longest_look))) += '\n';
    bytes.remove_prefix(size);
  }
  return lines;
}

// All readings in some of the candidates that are at least so like a language.
std::vector<std::pair<double, EncodingGuess>> readings(std::string_view lines,
                                                       std::span<const Candidate> some,
                                                       double least) {
  std::vector<std::pair<double, EncodingGuess>> all;
  for (const Candidate& candidate : some) {
    if (!system::is_encoding(candidate.encoding)) continue;
    std::string text = system::decoded(lines, candidate.encoding);
    const double like = likeness(text, candidate.fit);
    if (like >= least) all.push_back({like, {candidate.encoding, std::move(text)}});
  }
  return all;
}

// How much says that lines are Chinese in GB18030.
struct Evidence {
  double sum = 0;
  double characters = 0;
  double usual = 0;                              // of the characters
  bool contradicted = false;                     // by a character
  double less_usual = 0;                         // of these, not the most usual ones
  std::vector<std::string_view> odd_lines = {};  // could be something else
};

constexpr double enough_to_tell = 3;
constexpr double beyond_doubt = 24;

// Kanji are the reason: half of the characters of EUC-JP are Chinese by chance, but few of the most
// usual ones.
constexpr double enough_for_kanji = 6;
constexpr double enough_of_kanji = 1.2;  // for each character
constexpr double like_kanji = 0.7;
constexpr double like_kanji_of_a_pair = 0.5;

double weight_of(char32_t c) {
  const HanSets& sets = han_sets();
  if (is_emoji(c)) return beyond_doubt;  // four bytes of a form that nothing else has
  if (!is_han(c)) return -4;
  if (sets.most_usual.has(c)) return 2;
  return sets.usual.has(c) || sets.traditional.has(c) ? 1 : -2;
}

// Whether all that is not ASCII is pairs of bytes from A1, as in EUC, whose first is at most
// `last`.
bool is_in_pairs(std::string_view lines, unsigned char last) {
  const auto byte = [lines](std::size_t at) { return static_cast<unsigned char>(lines[at]); };
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (byte(at) < 0x80) continue;
    if (byte(at) < 0xA1 || byte(at) > last) return false;
    ++at;
    if (at == lines.size() || byte(at) < 0xA1) return false;
  }
  return true;
}

// Whether text in pairs of bytes may be Japanese without kana: the usual kanji of EUC-JP end at CF.
// Of Chinese, one character in four comes later.
bool may_be_kanji(std::string_view lines, double characters) {
  return is_in_pairs(lines, 0xCF) && likeness(system::decoded(lines, "EUC-JP"), japanese) >=
                                         (characters > 2 ? like_kanji : like_kanji_of_a_pair);
}

std::string_view take_line(std::string_view& lines) {
  const std::string_view line = lines.substr(0, std::min(lines.find('\n'), lines.size()));
  lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  return line;
}

Evidence evidence_for_chinese(std::string_view lines) {
  Evidence evidence;
  const std::string decoded = system::decoded(lines, system::gb18030);
  std::string_view texts = decoded;  // as many lines: no character holds a line end
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    double sum = 0;
    double characters = 0;
    for_each_place(take_line(texts), [&](const Place& place) {
      if (is_kana(place.c)) evidence.contradicted = true;
      if (is_shared(place.c) && !is_emoji(place.c)) return;
      const double weight = weight_of(place.c);
      sum += weight;
      characters += 1;
      if (weight > 0) evidence.usual += 1;
      if (weight == 1) evidence.less_usual += 1;
    });
    if (characters >= 4 && sum < 0) evidence.odd_lines.push_back(line);
    evidence.sum += sum;
    evidence.characters += characters;
  }
  return evidence;
}

bool reads_well_in_another(std::string_view lines, double least) {
  const auto others = std::span(candidates).subspan(1, common_candidates - 1);
  return !readings(lines, others, least).empty();
}

// One line of rare words is still Chinese; one in the encoding of another language is not.
bool is_contradicted(const Evidence& evidence) {
  constexpr std::size_t most_looks = 50;
  const auto& odd = evidence.odd_lines;
  const auto end = odd.begin() + static_cast<std::ptrdiff_t>(std::min(odd.size(), most_looks));
  return evidence.contradicted || std::any_of(odd.begin(), end, [](std::string_view line) {
           return reads_well_in_another(line, reads_well);
         });
}

// A word of Chinese may hold rare characters only; it is offered whatever else it may be.
void add_short_chinese(std::string_view lines, std::vector<EncodingGuess>& guesses) {
  constexpr double most_characters = 8;
  const bool is_there = std::any_of(guesses.begin(), guesses.end(), [](const auto& guess) {
    return guess.encoding == system::gb18030;
  });
  if (is_there || lines.size() > longest_look / 2 || !is_in_pairs(lines, 0xF7)) return;
  const double characters = evidence_for_chinese(lines).characters;
  if (characters < 2 || characters > most_characters) return;
  if (guesses.size() == most_guesses) guesses.pop_back();
  guesses.push_back({std::string(system::gb18030), system::decoded(lines, system::gb18030)});
}

}  // namespace

std::vector<EncodingGuess> guess_encodings(std::string_view bytes) {
  const std::string lines = next_telling_lines(bytes);
  auto all = readings(lines, candidates, reads_somehow);
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<EncodingGuess> guesses;
  for (auto& reading : all) {
    if (reading.first < all.front().first * still_likely) break;
    const std::string& text = reading.second.text;
    const bool is_new =
        std::none_of(guesses.begin(), guesses.end(),
                     [&text](const EncodingGuess& guess) { return guess.text == text; });
    if (is_new && guesses.size() < most_guesses) guesses.push_back(std::move(reading.second));
  }
  add_short_chinese(lines, guesses);
  return guesses;
}

bool is_plausible_chinese(std::string_view bytes) {
  const std::string first_lines = next_telling_lines(bytes);
  const Evidence evidence = evidence_for_chinese(first_lines);
  if (evidence.sum < enough_to_tell || evidence.sum < evidence.characters / 2) return false;
  const double strict = evidence.sum - evidence.less_usual;
  if (may_be_kanji(first_lines, evidence.characters) &&
      (strict < enough_for_kanji || strict < evidence.characters * enough_of_kanji))
    return false;
  if (is_contradicted(evidence)) return false;
  // A text of a few words must have no other reading; a longer one none that is as good.
  if (evidence.sum < beyond_doubt) {
    const bool few = evidence.characters <= 12 &&
                     !(evidence.characters >= 3 && evidence.usual == evidence.characters);
    const double as_good = few ? reads_well : evidence.usual / evidence.characters * 0.95;
    if (reads_well_in_another(first_lines, std::max(reads_well, as_good))) return false;
  }
  while (!bytes.empty()) {
    const std::string more = next_telling_lines(bytes);
    if (is_contradicted(evidence_for_chinese(more))) return false;
  }
  return true;
}

bool is_usual_chinese(std::string_view bytes) {
  return likeness(system::decoded(bytes, system::gb18030), chinese) == 1;
}

bool switches_alphabets(std::string_view bytes) {
  for (std::size_t at = bytes.find('\x1B'); at != std::string_view::npos;
       at = bytes.find('\x1B', at + 1)) {
    const std::string_view rest = bytes.substr(at + 1, 2);
    if (rest == "$B" || rest == "$@" || rest == "$A" || rest == "$(" || rest == "$)" ||
        rest == "(J" || rest == "(I")
      return true;
  }
  return false;
}

}  // namespace shotlist::manifest
