/** A profile by which snakemake gives the jobs of a workflow to Slurm. */

import { stateDirectory } from './snakefile.ts';

/** The files of a profile by name. */
export interface SlurmProfile {
  readonly 'config.yaml': string;
  readonly 'slurm-status.sh': string;
}

/** A profile for the workflow that builds `out`. */
export function slurmProfile(out: string): SlurmProfile {
  const logs = `${stateDirectory(out)}/logs/slurm/%j.out`;
  const sbatch = [
    'sbatch --parsable --no-requeue',
    '--job-name=cisreg-{rule}',
    '--cpus-per-task={threads} --mem={resources.mem_mb} --time={resources.runtime}',
    `--output='${logs.replaceAll("'", `'\\''`)}'`,
  ].join(' ');
  return {
    'config.yaml': `# Made by cisreg workflow --profile-out: snakemake --profile DIRECTORY gives every job to Slurm.
# Add what your cluster asks for to the line of sbatch, such as --account=LAB --partition=short.
cluster: ${JSON.stringify(sbatch)}
cluster-status: slurm-status.sh
cluster-cancel: scancel
# Jobs in the queue at a time.
jobs: 500
max-jobs-per-second: 10
max-status-checks-per-second: 10
# Time and memory of a job grow with each attempt.
restart-times: 2
keep-going: true
rerun-incomplete: true
# Seconds until a file that another node wrote is there at the latest.
latency-wait: 60
printshellcmds: true
`,
    'slurm-status.sh': STATUS,
  };
}

const STATUS = `#!/bin/sh
# How a job stands, for snakemake: running, success or failed.
if answer=$(scontrol show job --oneliner "$1" 2>&1); then
  state=$(printf '%s' "$answer" | sed -n 's/.* JobState=\\([A-Z_]*\\).*/\\1/p')
else
  # The controller forgets a job after some minutes; the accounting, where there is one, does not.
  state=$(sacct --jobs "$1" --allocations --noheader --parsable2 --format State 2>/dev/null | head -n 1)
  case "$state:$answer" in
    # Nobody knows how it ended. A step that is done is found to be done when it is run again.
    :*Invalid*) state=FORGOTTEN ;;
  esac
fi
case "$state" in
  COMPLETED) echo success ;;
  BOOT_FAIL | CANCELLED* | DEADLINE | FAILED | FORGOTTEN | NODE_FAIL | OUT_OF_MEMORY | PREEMPTED | REVOKED | TIMEOUT)
    echo failed ;;
  *) echo running ;;
esac
`;
