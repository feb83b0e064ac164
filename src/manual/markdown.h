#pragma once
// Documents in Markdown, as pages for man.

#include <string>
#include <string_view>

#include "manual/roff.h"

namespace shotlist::manual {

/// `code` and **strong** words are bold, *others* italic, and links are their text.
std::string inline_markdown(std::string_view text);

/// Adds a document: headings of the second and third level, paragraphs, lists, blocks of code, and
/// tables, of which each line becomes a term with what is said of it. The text before the first
/// heading becomes a section with the heading `first`. A paragraph that is nothing but a link, such
/// as to a translation, is left out.
void add_markdown(Page& page, std::string_view document, std::string_view first);

}  // namespace shotlist::manual
