#!/bin/sh
# Installs packages if missing, builds, and runs every test. Ends with a line that sums the test
# cases. Arguments go to `meson setup`; BUILD names the build folder, and LEAVE_OUT a suite of tests
# that is not run.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}

examples/install-packages.sh chromium sqlite3 strace postgresql pgbouncer faketime parallel \
  slurmctld slurmd slurm-client munge valgrind python3-yaml python3-jsonschema \
  man-db mandoc bash-completion zsh fish
examples/install-packages.sh libreoffice-calc-nogui ||
  echo "LibreOffice is not to be had: the test that needs it is skipped" >&2
if [ -f "$build/build.ninja" ]; then
  [ $# -eq 0 ] || meson configure "$build" "$@"
else
  meson setup "$build" -Dunity=on "$@" >/dev/null
fi
ninja -C "$build" --quiet
status=0
# Two more at once than there are cores: the longest mostly wait, for pauses that the program makes. A
# time limit is there for what hangs, and not for a machine that is busy.
# shellcheck disable=SC2086 # an option, or nothing
meson test -C "$build" --no-rebuild --print-errorlogs --num-processes $(($(nproc) + 2)) \
  --timeout-multiplier 4 ${LEAVE_OUT:+--no-suite $LEAVE_OUT} ||
  status=$?
tests/count_cases.py "$build/meson-logs/testlog.json" || status=1
exit $status
