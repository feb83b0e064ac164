#!/bin/sh
# Installs packages if missing, and builds the program to be used: build/src/cli/shotlist.
set -eu
cd "$(dirname "$0")/.."

examples/install-packages.sh
[ -f build/build.ninja ] ||
  meson setup build --buildtype=release -Dunity=on -Dcpp_link_args=-s >/dev/null
[ -f build/src/cli/shotlist ] || echo "building build/src/cli/shotlist; that takes some minutes" >&2
ninja -C build --quiet src/cli/shotlist
