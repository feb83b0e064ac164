#!/bin/sh
# Builds the package in a clean root of Debian, holds it against lintian, installs it in another clean
# root, and uses it there: `tests/packages/run.sh bookworm|trixie [FOLDER]`, as root; the package goes to
# FOLDER. Needs debootstrap, and takes ten minutes. With ROOTS, a folder for clean roots that were made
# before, it takes less. Ends with a line that sums what was tried.
set -eu
cd "$(dirname "$0")/../.."
release=$1
target=${2:-build/packages}
mkdir -p "$target"
target=$(realpath "$target")

work=$(mktemp -d)
mounted=
finish() {
  for place in $mounted; do
    umount "$place" || umount --lazy "$place"
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# A root with nothing but apt in it: clean_root NAME
clean_root() {
  kept=${ROOTS:-$work}/$release.tar
  if [ ! -f "$kept" ]; then
    debootstrap --variant=minbase "$release" "$work/clean" http://deb.debian.org/debian >"$work/log" ||
      { cat "$work/log" >&2; exit 1; }
    tar -C "$work/clean" -cf "$kept.part" .
    mv "$kept.part" "$kept"
    rm -rf "$work/clean"
  fi
  mkdir "$work/$1"
  tar -C "$work/$1" -xf "$kept"
  cp /etc/resolv.conf "$work/$1/etc/"
  mount -t proc proc "$work/$1/proc"
  mount -t devpts devpts "$work/$1/dev/pts"
  mounted="$work/$1/dev/pts $work/$1/proc $mounted"
}

# Runs a command in a root: inside NAME COMMAND...
inside() {
  root=$1
  shift
  chroot "$work/$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} "$@"
}

echo "== $release: build"
clean_root build
mkdir "$work/build/src"
tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$work/build/src"
inside build /src/examples/package.sh /packages >"$work/log" 2>&1 ||
  { tail -n 60 "$work/log" >&2; exit 1; }
cp "$work/build/packages/"* "$target"
grep -E "^[^ ]+:[0-9]+:[0-9]+: warning:" "$work/log" >&2 && { echo "the build has warnings" >&2; exit 1; }

echo "== $release: lintian"
inside build apt-get install -y -qq --no-install-recommends lintian >/dev/null 2>&1
inside build sh -c 'lintian --display-info --fail-on error,warning,info /packages/*.changes'

echo "== $release: install and use"
clean_root use
mkdir "$work/use/packages"
cp "$work/build/packages/"shotlist_*.deb tests/packages/use.sh "$work/use/packages/"
inside use sh /packages/use.sh
