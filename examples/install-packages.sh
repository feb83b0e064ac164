#!/bin/sh
# Installs the distribution's packages that a build needs, where they are missing.
# Debian 12 and 13; as root or with sudo. Arguments are further packages to install.
set -eu

packages="g++ meson ninja-build pkg-config ca-certificates patch gettext
  libcurl4-openssl-dev libssl-dev libyaml-cpp-dev nlohmann-json3-dev libfmt-dev catch2
  libcli11-dev libcpp-httplib-dev libsqlite3-dev libxxhash-dev libutf8proc-dev zlib1g-dev libbrotli-dev libpq-dev $*"

missing=
for package in $packages; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "these packages are missing:$missing; install them as root" >&2
    exit 1
  }
  as_root=sudo
fi
echo "installing:$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of names
$as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
