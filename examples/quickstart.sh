#!/bin/sh
# From a fresh machine to a reviewed run: installs packages if missing, builds, submits a sample
# manifest to the sandbox inside the program, and shows the review. Nothing is paid for.
set -eu
cd "$(dirname "$0")/.."

examples/install-packages.sh
[ -f build/build.ninja ] || meson setup build >/dev/null
ninja -C build --quiet src/cli/shotlist
shotlist=$PWD/build/src/cli/shotlist

# The results go to a new folder, so that every quickstart is a first run.
results=$(mktemp -d)/night-market.results.csv

show() {
  printf '\n$ %s\n' "$(printf '%s ' "$@" | sed "s|$shotlist|shotlist|; s| \$||")"
  "$@"
}

show "$shotlist" check manifests/night-market.yaml
show "$shotlist" plan manifests/night-market.yaml -o "$results"
show "$shotlist" run manifests/night-market.yaml -o "$results" --sandbox --sandbox-latency 200ms
show "$shotlist" review "$results"
printf '\nThe results file: %s\n' "$results"
