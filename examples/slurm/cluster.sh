#!/bin/sh
# Runs a command beside a Slurm cluster of its own: one machine with four processors, on paper. It needs
# the packages slurmctld, slurmd, slurm-client and munge, and neither systemd nor cgroups.
#   examples/slurm/cluster.sh sinfo
set -eu
PATH=$PATH:/usr/sbin
cluster=$(mktemp -d)
chmod 755 "$cluster"  # who may use Slurm must reach munge's socket
mkdir "$cluster/state" "$cluster/spool"

daemons=
start() {
  name=$1
  shift
  setsid "$@" >"$cluster/$name.log" 2>&1 &  # Ctrl-C is for the command: they end after its jobs
  daemons="$! $daemons"
}
stop() {
  # Its jobs end first: a daemon that is alone waits for the others.
  scancel --quiet --user="$(id -un)" || true
  while [ -n "$(squeue --noheader 2>/dev/null)" ]; do sleep 0.2; done
  # shellcheck disable=SC2086 # several numbers, or none
  kill $daemons 2>/dev/null || true
  wait
  rm -rf "$cluster"
}
trap stop EXIT
trap 'exit 130' INT TERM

free_ports=$(python3 -c 'import socket
address = "127.0.0.1", 0
sockets = [socket.create_server(address) for _ in range(2)]
print(*(socket.getsockname()[1] for socket in sockets))')

# Slurm 22.05 and 24.11. Nothing is asked of cgroup/v1 here, but slurmd 24.11 looks for a plugin.
echo 'CgroupPlugin=cgroup/v1' >"$cluster/cgroup.conf"
cat >"$cluster/slurm.conf" <<END
ClusterName=rehearsal
SlurmctldHost=localhost
SlurmctldPort=${free_ports% *}
SlurmdPort=${free_ports#* }
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
NodeName=localhost CPUs=4
PartitionName=rehearsal Nodes=ALL Default=YES
END
export SLURM_CONF="$cluster/slurm.conf"

(umask 077 && head -c 128 /dev/urandom >"$cluster/munge.key")
start munged munged --foreground --origin=127.0.0.1 --key-file="$cluster/munge.key" \
  --socket="$cluster/munge.socket" --pid-file="$cluster/munge.pid" --seed-file="$cluster/munge.seed"
start slurmctld slurmctld -D
start slurmd slurmd -D -N localhost
tries=0
until [ "$(sinfo --noheader --states=idle --format=%D 2>/dev/null)" = 1 ]; do
  tries=$((tries + 1))
  # shellcheck disable=SC2086 # several numbers
  if [ $tries -gt 150 ] || ! kill -0 $daemons; then
    tail -n 20 "$cluster"/*.log >&2
    exit 1
  fi
  sleep 0.2
done

"$@"
