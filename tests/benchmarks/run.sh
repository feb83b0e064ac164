#!/bin/sh
# Installs packages if missing, builds, and measures shotlist beside its peers. Arguments go to run.py;
# BUILD names the build folder.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}

examples/install-packages.sh nginx-light curl python3-aiohttp postgresql wrk hey
[ -f "$build/build.ninja" ] ||
  meson setup "$build" --buildtype=release -Dunity=on >/dev/null
ninja -C "$build" --quiet
exec tests/benchmarks/run.py --programs "$build" "$@"
