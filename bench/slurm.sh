#!/usr/bin/env bash
# Builds a registry by jobs of Slurm, on a cluster that is this machine alone, and compares every byte with cisreg build.
#   bench/slurm.sh [registry.yaml]      without one, a genome is simulated
# Needs snakemake, slurm-wlm (slurmctld, slurmd) and munge, as Debian has them, and root, as slurmd does. munged, slurmctld and slurmd
# run with a configuration made here, in a temporary directory; what is started here is ended here, and the directory goes.
# CISREG: the program, where it is not that of this checkout (npm run build).
set -euo pipefail

checkout=$(cd "$(dirname "$0")/.." && pwd)
for program in snakemake slurmctld slurmd munged sbatch scontrol scancel python3 node; do
  command -v "$program" >/dev/null || { echo "bench/slurm.sh: $program is not installed" >&2; exit 2; }
done

given=${1:-}
[ -z "$given" ] || given=$(realpath "$given")
dir=$(mktemp -d "${TMPDIR:-/tmp}/cisreg-slurm-XXXXXX")
export CISREG=${CISREG:-node $checkout/dist/cli/main.js}
export SLURM_CONF=$dir/slurm.conf
started=()

finish() {
  status=$?
  trap - EXIT INT TERM
  # Jobs first, then the daemons in the opposite order of their start.
  [ ${#started[@]} -lt 2 ] || timeout 10 scancel --user="$(id -un)" >/dev/null 2>&1 || true
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    kill "${started[i]}" 2>/dev/null || true
    wait "${started[i]}" 2>/dev/null || true
  done
  if [ "$status" -ne 0 ]; then tail -n 20 "$dir"/*.log >&2 2>/dev/null || true; fi
  cd / && rm -rf "$dir"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# A cluster of one node.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
host=$(hostname -s)
cpus=$(nproc)
memory=$(awk '/MemTotal/ { print int($2 / 1024 * 0.9) }' /proc/meminfo)
mkdir -p "$dir/state" "$dir/spool" "$dir/run"
chmod 755 "$dir"
cat >"$SLURM_CONF" <<CONF
ClusterName=bench
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
MpiDefault=none
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=bench Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
head -c 1024 /dev/urandom >"$dir/munge.key"
chmod 400 "$dir/munge.key"
munged --foreground --force --socket="$dir/munge.socket" --key-file="$dir/munge.key" --pid-file="$dir/munge.pid" \
  --log-file="$dir/munged.log" --seed-file="$dir/munge.seed" >"$dir/munged.out.log" 2>&1 &
started+=($!)
for _ in $(seq 50); do [ -S "$dir/munge.socket" ] && break; sleep 0.1; done
slurmctld -D -f "$SLURM_CONF" >"$dir/slurmctld.log" 2>&1 &
started+=($!)
slurmd -D -f "$SLURM_CONF" >"$dir/slurmd.log" 2>&1 &
started+=($!)
for _ in $(seq 100); do
  sinfo --noheader --format %t 2>/dev/null | grep -q '^idle' && break
  sleep 0.2
done
sinfo --noheader --format 'Slurm: %D node, %c CPUs, %m MB, %t'

# The same build twice: in one process, and as jobs.
cd "$dir/run"
if [ -z "$given" ]; then
  $CISREG simulate --out genome --quiet >/dev/null
  given=genome/registry.yaml
fi
seconds() { date +%s.%N; }
start=$(seconds)
$CISREG build "$given" --out whole --quiet >"$dir/whole.log" 2>&1
whole=$(python3 -c "print(round($(seconds) - $start, 1))")
$CISREG workflow "$given" --out jobs --threads "$cpus" --profile-out slurm >Snakefile

# One job is killed once: the profile gives it another attempt.
(
  while sleep 0.2; do
    job=$(squeue --noheader --states=RUNNING --name=cisreg-zscore --format %i 2>/dev/null | head -n 1)
    [ -n "$job" ] || continue
    scancel --signal=KILL --full "$job" && echo "$job" >"$dir/killed" && break
  done
) &
killer=$!
start=$(seconds)
snakemake --profile slurm --latency-wait 10 --config "cisreg=$CISREG" >"$dir/snakemake.log" 2>&1
jobs=$(python3 -c "print(round($(seconds) - $start, 1))")
kill "$killer" 2>/dev/null || true
wait "$killer" 2>/dev/null || true

diff --recursive --brief --exclude build.log.jsonl whole jobs
datasets=$(($(wc -l <"$(dirname "$given")/datasets.tsv") - 1))
echo "the same bytes: $(find jobs -type f | wc -l) files, $(du -sm jobs | cut -f 1) MB, of $datasets datasets"
echo "cisreg build, $cpus threads: $whole s; $(grep -c '^Submitted job' "$dir/snakemake.log") jobs of Slurm: $jobs s"
echo "killed on the way: job $(cat "$dir/killed" 2>/dev/null || echo none); $(grep -c '^Trying to restart job' "$dir/snakemake.log" || true) restarted"
