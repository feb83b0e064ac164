#!/bin/sh
# Builds the program file by file and without optimization, with every type compared across files at
# the link (-Wodr), and rehearses one run with it. A type that two files define differently often does
# no harm in an optimized build, where most of what touches it is inlined.
#
# BUILD names the build folder. Ends with `N passed, M failed`.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build/odr}

[ -f "$build/build.ninja" ] || meson setup "$build" -Dbuildtype=plain -Db_lto=true \
  -Dcpp_args=-Werror=odr -Dcpp_link_args=-Werror=odr >/dev/null

passed=0
failed=0
count() {
  name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $name" >&2
  fi
}

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
shotlist=$build/src/cli/shotlist
manifest=manifests/night-market.yaml

count "one definition of each type" ninja -C "$build" --quiet src/cli/shotlist
count "a rehearsed run" "$shotlist" run "$manifest" --sandbox -q -o "$results/run.csv"
count "its review" sh -c '"$1" review "$2" >/dev/null' sh "$shotlist" "$results/run.csv"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
