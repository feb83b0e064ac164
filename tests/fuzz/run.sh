#!/bin/sh
# Builds the fuzz targets with Clang and runs each for SECONDS (60), two at a time. What it finds on
# the way is kept in the build folder and tried first the next time; an input that breaks something
# stays there as crash-* and belongs into a test. The last line sums the targets.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
build=${BUILD:-build/fuzz}
names='yaml csv jsonl template quantity encoding urls'

[ -f "$build/build.ninja" ] ||
  CXX=clang++ meson setup "$build" -Dunity=on -Dfuzz=true -Doptimization=1 -Db_lundef=false \
    -Ddebug=false -Dcpp_args=-gline-tables-only -Db_sanitize=address,undefined >/dev/null
for name in $names; do
  mkdir -p "$build/found/$name"
  targets="${targets:-} tests/fuzz/${name}_fuzz"
done
# shellcheck disable=SC2086 # a list of names
ninja -C "$build" --quiet $targets

# At most 4 KiB an input, and for it 25 s, since the machine may be busy, and 2 GiB.
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
# shellcheck disable=SC2086
printf '%s\n' $names | xargs -P 2 -I NAME sh -c '
  if "$1/tests/fuzz/NAME_fuzz" "$1/found/NAME" tests/fuzz/corpus/NAME -max_total_time="$2" \
      -max_len=4096 -timeout=25 -rss_limit_mb=2048 -artifact_prefix="$1/found/NAME-" \
      >"$1/found/NAME.log" 2>&1; then
    echo "ok     NAME: $(grep "^Done" "$1/found/NAME.log")"
  else
    echo "FAILED NAME"
    tail -n 40 "$1/found/NAME.log"
  fi' sh "$build" "$seconds" | tee "$build/found/summary"
passed=$(grep -c '^ok' "$build/found/summary" || true)
failed=$(($(echo "$names" | wc -w) - passed))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
