#pragma once
// Reads the `matrix` of a manifest or of a shot.

#include "manifest/matrix.h"
#include "manifest/reading_context.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Adds the variables it names to those of the manifest. `of_manifest`, if there is one, is the
/// matrix that this one adds to; what is excluded must be in one of them, and together they have
/// `most_combinations` at most.
Matrix read_matrix(const YamlNode& node, const Matrix* of_manifest, ReadingContext context);

}  // namespace shotlist::manifest
