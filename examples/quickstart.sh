#!/bin/sh
# From a fresh machine to a reviewed run: installs packages if missing, builds, submits a sample
# manifest to the sandbox inside the program, collects the videos, and shows the review. Nothing is paid
# for.
set -eu
cd "$(dirname "$0")/.."

examples/build.sh
shotlist=$PWD/build/src/cli/shotlist

# Ledger and results are beside the manifest: in a new folder every quickstart is a first run.
folder=$(mktemp -d)
manifest=$folder/night-market.yaml
results=$folder/night-market.rehearsal.csv
cp manifests/night-market.yaml "$manifest"

# The words of a command, to be pasted.
quoted() {
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./:=@%+,-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
}

show() {
  printf '\n$%s\n' "$(quoted "$@")"
  "$@"
}

show "$shotlist" check "$manifest"
show "$shotlist" plan "$manifest" --sandbox
show "$shotlist" run "$manifest" --sandbox --sandbox-latency 200ms
show "$shotlist" collect "$manifest" --sandbox --download "$folder/videos"
show "$shotlist" review "$results" --html "$folder/review.html" --playlist "$folder/videos.m3u8"
show "$shotlist" init "$folder/shots.yaml" # a manifest of your own
