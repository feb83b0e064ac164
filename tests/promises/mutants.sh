#!/bin/sh
# Breaks each promise on purpose, one at a time, and demands that its tests notice.
#
#     tests/promises/mutants.sh [--jobs N] [--check] [MUTANT...]
#
# A mutant is a patch in tests/promises/mutants/. Its first lines say which promise it breaks, how, and
# which tests must fail then, by their names in `meson test --list`: every one of them, or the mutant
# has survived. Without names all mutants are tried.
#
# The tree is copied to a temporary directory, with what is not committed yet, and configured once;
# for each mutant only what it touches is built anew. ccache is used if it is there, the network is
# not. All of it takes some ten minutes.
#
#     --jobs N   compile N files at once
#     --check    only see whether every mutant still applies to the tree; takes a second
#
# Ends with `N caught, M survived`. Exit code: 0 all caught; 1 one survived, does not apply or does not
# build, or a test fails without any mutant; 2 usage; 77 there is no `patch`.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
  echo "mutants.sh: $2" >&2
  exit "$1"
}

jobs=
check=
names=
while [ $# -gt 0 ]; do
  case $1 in
    --jobs)
      [ $# -ge 2 ] || fail 2 "--jobs needs a number"
      jobs="-j $2"
      shift
      ;;
    --check) check=yes ;;
    -h | --help)
      sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p;}' "$0"
      exit 0
      ;;
    -*) fail 2 "there is no option $1" ;;
    *)
      [ -f "$here/mutants/$1.patch" ] || fail 2 "there is no mutant $1"
      names="$names $1"
      ;;
  esac
  shift
done
[ -n "$names" ] || names=$(for file in "$here"/mutants/*.patch; do basename "$file" .patch; done)
command -v patch >/dev/null || fail 77 "patch is not installed"

# apply TREE NAME [OPTION...]: as it is written, at whatever line it stands now.
apply() {
  tree=$1 name=$2
  shift 2
  patch --batch --silent --strip=1 --fuzz=0 --no-backup-if-mismatch --reject-file=- "$@" \
    --directory="$tree" <"$here/mutants/$name.patch"
}

word() {
  sed -n "s/^$2: *//p" "$here/mutants/$1.patch"
}

applying=0
rotten=0
for name in $names; do
  if [ -n "$(word "$name" Promise)" ] && [ -n "$(word "$name" Mutant)" ] &&
    [ -n "$(word "$name" Tests)" ] && output=$(apply "$root" "$name" --forward --dry-run 2>&1); then
    applying=$((applying + 1))
  else
    rotten=$((rotten + 1))
    echo "$name does not apply any more: write it anew for the code as it is now" >&2
    echo "${output:-its first lines must say Promise:, Mutant: and Tests:}" >&2
  fi
done
if [ -n "$check" ]; then
  echo "$applying passed, $rotten failed"
  [ "$rotten" -eq 0 ]
  exit
fi
[ "$rotten" -eq 0 ] || exit 1

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$copy/tree"
if git -C "$root" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
  (cd "$root" && git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
    [ ! -e "$file" ] || printf '%s\n' "$file"
  done | tar -cf - -T -) | tar -xf - -C "$copy/tree"
else
  (cd "$root" && tar -cf - --exclude='./build*' --exclude-vcs .) | tar -xf - -C "$copy/tree"
fi
build=$copy/build

# The program or the script behind a test, as ninja calls what it needs.
targets() {
  for test in "$@"; do
    case $test in
      end-to-end | kills | readme) echo src/cli/shotlist ;;
      ledger-postgresql) echo tests/ledger/ledger_tests ;;
      replay | wire) echo "tests/promises/${test}_tests" ;;
      *) echo "tests/$test/${test}_tests" ;;
    esac
  done | sort -u
}

build() {
  # shellcheck disable=SC2046,SC2086 # lists of words
  ninja -C "$build" $jobs --quiet $(targets "$@") >"$copy/build.log" 2>&1
}

# passes TEST: the first failure is enough.
passes() {
  stop_early=
  case $1 in
    end-to-end | kills | readme) ;;
    *) stop_early=--test-args=--abort ;;
  esac
  # shellcheck disable=SC2086 # one word or none
  meson test -C "$build" --no-rebuild $stop_early "$1" >"$copy/test.log" 2>&1
}

meson setup "$build" "$copy/tree" >"$copy/setup.log" 2>&1 || {
  cat "$copy/setup.log" >&2
  exit 1
}
tests=$(for name in $names; do word "$name" Tests; done | tr ' ' '\n' | sort -u)
# shellcheck disable=SC2086 # a list of names
build $tests || {
  tail -n 40 "$copy/build.log" >&2
  fail 1 "the tree does not build"
}
for test in $tests; do
  passes "$test" || {
    tail -n 40 "$copy/test.log" >&2
    fail 1 "the test $test fails without any mutant"
  }
done

caught=0
survived=0
printf '%-34s %s\n' mutant 'caught by'
for name in $names; do
  apply "$copy/tree" "$name" --forward
  tests=$(word "$name" Tests)
  by=
  missed=
  # shellcheck disable=SC2086 # a list of names
  if build $tests; then
    for test in $tests; do
      if passes "$test"; then missed="$missed $test"; else by="$by $test"; fi
    done
  else
    tail -n 40 "$copy/build.log" >&2
    missed=" it does not build"
  fi
  if [ -z "$missed" ]; then
    caught=$((caught + 1))
    printf '%-34s%s\n' "$name" "$by"
  else
    survived=$((survived + 1))
    printf '%-34s%s\n' "$name" "${by:- nobody}; SURVIVED:$missed"
  fi
  apply "$copy/tree" "$name" --reverse
done
echo "$caught caught, $survived survived"
[ "$survived" -eq 0 ]
