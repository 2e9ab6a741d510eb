/** A Snakefile that builds a registry with a job a dataset. */

import type { DatasetJob, DatasetJobs, JobResources, WorkflowPlan } from './jobs.ts';

export interface SnakefileOptions {
  readonly plan: WorkflowPlan;
  /** What stands behind `cisreg build`: the configuration or the recipe, and options that every step has. */
  readonly build: readonly string[];
  /** What a job fetches stays in the cache. */
  readonly keepsFetched: boolean;
  /** The registry's directory, as seen from where snakemake is run. */
  readonly out: string;
  readonly version: string;
}

/** What the workflow keeps for itself, beside the registry's directory: which steps are done, and logs. */
export function stateDirectory(out: string): string {
  return `${out.replace(/\/+$/, '')}.workflow`;
}

/** The text of the Snakefile. The same plan gives the same text. */
export function snakefileText({ plan, build, keepsFetched, out, version }: SnakefileOptions): string {
  const { check, rdhs, registry, tables, datasets } = plan;
  const dhsMemory = memoryOf(datasets.map(({ dhs }) => dhs));
  const scratch = plan.hasElsewhere && !keepsFetched ? ' --scratch {resources.tmpdir:q}' : '';
  const zscoreMemory = memoryOf(datasets.map(({ zscore }) => zscore));
  return `# Builds the registry ${out}, a job a dataset. Made by cisreg ${version} (cisreg workflow); docs/cluster.md explains it.
# Run it where it was made, since paths are relative to that place:
#   snakemake --snakefile Snakefile --cores 8
from shlex import quote
from pathlib import Path

# What starts the program: --config cisreg="apptainer exec cisreg.sif cisreg" replaces it.
CISREG = config.get("cisreg", "cisreg")
OUT = ${literal(out)}
# Which steps are done, and logs. Steps that are done within the registry's own directory for its work go with it.
STATE = ${literal(stateDirectory(out))}
STEPS = OUT + "/.work/steps"
BUILD = " ".join([CISREG, "build", *map(quote, ${list([...build, '--out', out])})])
TABLES = ${list(tables)}

# By the name of its results: the dataset's name; for each of its two steps the files here that it reads, minutes and MB.
DATASETS = {
${datasets.map((jobs) => `    ${literal(jobs.key)}: ${entry(jobs)},\n`).join('')}}
DHS = [key for key, dataset in DATASETS.items() if "dhs" in dataset]
ZSCORES = [key for key, dataset in DATASETS.items() if "zscore" in dataset]

Path(STATE, "logs", "slurm").mkdir(parents=True, exist_ok=True)


def of(step, what):
    return lambda wildcards: DATASETS[wildcards.dataset][step][what]


def minutes(step):
    return lambda wildcards, attempt: attempt * DATASETS[wildcards.dataset][step]["minutes"]


localrules:
    all,


wildcard_constraints:
    dataset="[A-Za-z0-9._+-]+",


rule all:
    input:
        STATE + "/registry.done",


# Everything is looked at before hours are spent: tables, headers of all bigWigs, the directory to build in.
rule check:
    input:
        lambda wildcards: TABLES,
    output:
        touch(STATE + "/checked"),
    log:
        STATE + "/logs/check.log",
${given(check)}
    shell:
        "{BUILD} --step check --quiet > {log:q} 2>&1"


# The DHSs of a dataset and their signal.
rule dhs:
    input:
        STATE + "/checked",
        of("dhs", "inputs"),
    output:
        touch(STEPS + "/dhs/{dataset}"),
    log:
        STATE + "/logs/dhs/{dataset}.log",
    params:
        name=lambda wildcards: DATASETS[wildcards.dataset]["name"],
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * ${dhsMemory},
        runtime=minutes("dhs"),
        disk_mb=of("dhs", "disk_mb"),
    shell:
        "{BUILD} --step dhs --dataset {params.name:q} --threads 1${scratch} --quiet > {log:q} 2>&1"


# Pooled, filtered, selected: the rDHSs.
rule rdhs:
    input:
        expand(STEPS + "/dhs/{dataset}", dataset=DHS),
    output:
        touch(STEPS + "/rdhs"),
    log:
        STATE + "/logs/rdhs.log",
${given(rdhs)}
    shell:
        "{BUILD} --step rdhs --threads {threads} --quiet > {log:q} 2>&1"


# The Z-scores of a dataset over the rDHSs.
rule zscore:
    input:
        STATE + "/checked",
        STEPS + "/rdhs",
        of("zscore", "inputs"),
    output:
        touch(STEPS + "/zscore/{dataset}"),
    log:
        STATE + "/logs/zscore/{dataset}.log",
    params:
        name=lambda wildcards: DATASETS[wildcards.dataset]["name"],
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * ${zscoreMemory},
        runtime=minutes("zscore"),
        disk_mb=of("zscore", "disk_mb"),
    shell:
        "{BUILD} --step zscore --dataset {params.name:q} --threads 1${scratch} --quiet > {log:q} 2>&1"


# Classes, tiers, tables, a BED a biosample, the report; then all of it under its final name.
rule registry:
    input:
        STATE + "/checked",
        STEPS + "/rdhs",
        expand(STEPS + "/zscore/{dataset}", dataset=ZSCORES),
    output:
        touch(STATE + "/registry.done"),
    log:
        STATE + "/logs/registry.log",
${given(registry)}
    shell:
        "{BUILD} --step registry --threads {threads} --quiet > {log:q} 2>&1"
`;
}

function entry({ dataset, dhs, zscore }: DatasetJobs): string {
  const steps = Object.entries({ dhs, zscore }).flatMap(([step, job]) => {
    if (job === undefined) return [];
    const { inputs, runtime, diskMb } = job;
    return [`"${step}": {"inputs": ${list(inputs)}, "minutes": ${runtime}, "disk_mb": ${diskMb}}`];
  });
  return `{"name": ${literal(dataset)}, ${steps.join(', ')}}`;
}

function given({ threads, memMb, runtime, diskMb }: JobResources): string {
  return `    threads: ${threads}
    resources:
        mem_mb=lambda wildcards, attempt: attempt * ${memMb},
        runtime=lambda wildcards, attempt: attempt * ${runtime},
        disk_mb=${diskMb},`;
}

function memoryOf(jobs: readonly (DatasetJob | undefined)[]): number {
  return jobs.reduce((most, job) => Math.max(most, job?.memMb ?? 0), 0);
}

/** Text as Python has it: JSON's escapes are a part of Python's. */
function literal(text: string): string {
  return JSON.stringify(text);
}

function list(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`;
}
