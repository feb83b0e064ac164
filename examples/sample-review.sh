#!/bin/sh
# Makes a page of a review to look at: rehearses a sample manifest against the sandbox inside the
# program, in three runs with faults, and writes the page. Nothing is paid for.
#   examples/sample-review.sh [FILE]     build/sample-review/review.html by default
set -eu
cd "$(dirname "$0")/.."

page=${1:-build/sample-review/review.html}
examples/build.sh
shotlist=build/src/cli/shotlist

mkdir -p "$(dirname "$page")"
folder=build/sample-review
rm -rf "$folder"  # each page is of first runs
mkdir -p "$folder"
cp manifests/season*.* "$folder"

# Rows that failed, remain or are in doubt are what is wanted here: exit codes 1, 5 and 6. One
# request after the other and a seed make it the same rows each time.
rehearse() {
  command=$1
  shift
  status=0
  "$shotlist" "$command" "$folder/season.yaml" --sandbox -j 1 --progress none --quiet "$@" || status=$?
  case $status in 0 | 1 | 5 | 6) ;; *) exit $status ;; esac
}

rehearse run --sandbox-seed 8 --sandbox-latency 180ms --limit 8 \
  --fault moderate=20% --fault drop-after=25% --fault 429=15%
rehearse run --sandbox-seed 3 --sandbox-latency 420ms --fault 500=40%
rehearse retry --sandbox-seed 5 --sandbox-latency 900ms --fault 500=30%

"$shotlist" review "$folder/season.yaml" --sandbox --html "$page" >/dev/null
echo "the page: $page"
