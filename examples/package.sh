#!/bin/sh
# Builds the package for this Debian, 12 or 13, from the tree as it is. Installs what is missing for that.
#   examples/package.sh [FOLDER]     where the package goes; build/packages by default
set -eu
cd "$(dirname "$0")/.."
mkdir -p "${1:-build/packages}"
target=$(realpath "${1:-build/packages}")

examples/install-packages.sh build-essential debhelper fakeroot

# A version of each Debian's own, so that an upgrade from 12 to 13 brings another package; and the policy
# that its lintian knows.
# shellcheck source=/dev/null # not here
debian=$(. /etc/os-release && echo "$VERSION_ID")
version=$(sed -n "s/^ *version: '\(.*\)',$/\1/p" meson.build)+deb$debian
case $debian in
  12) policy=4.6.2 ;;
  *) policy=4.7.2 ;;
esac
date=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/shotlist"
tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$work/shotlist"
cd "$work/shotlist"
cp -r examples/debian .
sed -i "s/^Standards-Version:.*/Standards-Version: $policy/" debian/control
cat >debian/changelog <<END
shotlist ($version) unstable; urgency=medium

  * This version; the history of the repository tells what has changed.

 -- $(sed -n 's/^Maintainer: //p' debian/control)  $(date -u -R -d "@$date")
END
dpkg-buildpackage -us -uc
cp ../*.deb ../*.dsc ../*.tar.xz ../*.buildinfo ../*.changes "$target"
echo "the package: $target/shotlist_${version}_$(dpkg --print-architecture).deb"
