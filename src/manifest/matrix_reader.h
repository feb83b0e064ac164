#pragma once
// Reads the `matrix` of a manifest or of a shot.

#include "manifest/matrix.h"
#include "manifest/reading_context.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Adds the variables it names to those of the manifest. `of_manifest`, if not null, is the matrix
/// this one extends; excluded values must be in one of the two, and together they have at most
/// `most_combinations`.
Matrix read_matrix(const YamlNode& node, const Matrix* of_manifest, ReadingContext context);

}  // namespace shotlist::manifest
