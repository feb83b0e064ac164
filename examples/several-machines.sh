#!/bin/sh
# Rehearses what several machines do together, on this one: starts a PostgreSQL and a sandbox, submits a
# sample manifest in four runs that share a ledger, shows who sent what and the review, and stops all of
# it. Nothing is paid for.
#   examples/several-machines.sh [HOW [FOLDER]]     HOW the runs are started: processes (the default; a
#                                                   folder each, as on four machines), parallel or slurm
set -eu
cd "$(dirname "$0")/.."
examples=$PWD/examples
how=${1:-processes}
folder=$(realpath "${2:-$(mktemp -d)}")

# PROGRAM PACKAGE...: installs the packages if the program is missing.
need() {
  command -v "$1" >/dev/null || {
    shift
    examples/install-packages.sh "$@"
  }
}

command -v shotlist >/dev/null || examples/build.sh
PATH=$PATH:$PWD/build/src/cli:/usr/sbin
need /usr/lib/postgresql/*/bin/initdb postgresql
PATH=$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')

# As somebody who has just come to these machines: the key and the password are in files.
export HOME="$folder/home"
unset XDG_STATE_HOME XDG_CONFIG_HOME
mkdir "$HOME"
(
  umask 077
  echo 'sk-of-a-rehearsal-of-several-machines' >"$HOME/.shotlist-key"
  echo '*:*:*:*:password-of-a-rehearsal' >"$HOME/.pgpass"
)

database=$(mktemp -d)
as_postgres=
started=
# shellcheck disable=SC2317 # the trap calls it
stop() {
  # shellcheck disable=SC2086 # several numbers, or none
  kill $started 2>/dev/null || true
  wait
  [ ! -f "$database/data/postmaster.pid" ] || in_database pg_ctl -D data -w -s -m fast stop
  rm -rf "$database"
}
trap stop EXIT
trap 'exit 130' INT TERM

in_database() {
  # shellcheck disable=SC2086 # several words, or none
  (cd "$database" && $as_postgres "$@")
}

echo 'password-of-a-rehearsal' >"$database/password"
if [ "$(id -u)" -eq 0 ]; then  # PostgreSQL refuses to run as root
  as_postgres="setpriv --reuid postgres --regid postgres --clear-groups"
  chown -R postgres "$database"
fi
in_database initdb -D data -U team -A scram-sha-256 --pwfile password --no-sync >/dev/null
in_database pg_ctl -D data -w -s -l log -o "-h '' -k $database" start
export SHOTLIST_LEDGER="postgresql://team@/postgres?host=$database"

shotlist sandbox --sandbox-latency 300ms >"$folder/address" 2>"$folder/till" &
sandbox=$!
started=$sandbox
until [ -s "$folder/address" ]; do
  kill -0 "$sandbox"
  sleep 0.1
done
SHOTLIST_BASE_URL=$(cat "$folder/address")
export SHOTLIST_BASE_URL

for machine in 1 2 3 4; do
  mkdir "$folder/machine-$machine"
  cp manifests/season.yaml manifests/season-sketches.csv "$folder/machine-$machine"
done
# One request at a time, so that there is something to do for each of them.
run="shotlist run season.yaml --api-key-file $HOME/.shotlist-key -j 1 --progress none"
cd "$folder/machine-1"
status=0
case $how in
  processes)
    runs=
    for machine in 1 2 3 4; do
      # shellcheck disable=SC2086 # several words
      (cd "$folder/machine-$machine" && exec $run) >"$folder/run-$machine.log" 2>&1 &
      runs="$runs $!"
      started="$started $!"
    done
    for process in $runs; do
      wait "$process" || status=$?
    done
    cat "$folder"/run-*.log
    ;;
  parallel)
    need parallel parallel
    # shellcheck disable=SC2086 # several words
    parallel --jobs 4 -N0 $run ::: 1 2 3 4 || status=$?
    ;;
  slurm)
    need slurmctld slurmctld slurmd slurm-client munge
    "$examples/slurm/cluster.sh" sbatch --wait "$examples/slurm/run.sbatch" season.yaml -j 1 || status=$?
    cat slurm-*.out
    ;;
  *)
    echo "there is no way called $how: processes, parallel or slurm" >&2
    exit 2
    ;;
esac

printf '\nrows that were sent:\n'
shotlist log --json | grep -v '"verdict":"unsent"' | sed 's/.*"run":\([0-9]*\).*/by run \1/' | sort | uniq -c
echo
shotlist review season.yaml
kill "$sandbox"
wait "$sandbox" || true
printf '\nthe sandbox: '
tail -n 1 "$folder/till"
echo "the folder: $folder"
exit $status
