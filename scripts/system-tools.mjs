/** The programs of the system that tests compare with; none is needed to use cisreg. */

import { spawnSync } from 'node:child_process';

/** Debian package, the command that shows it is there, and the tests that need it. */
export const SYSTEM_TOOLS = [
  {
    debian: 'bedtools',
    command: ['bedtools', '--version'],
    tests: 'selection, consensus filter and zones against bedtools',
  },
  { debian: 'tabix', command: ['bgzip', '--version'], tests: 'bgzip and tabix files, read and written' },
  {
    debian: 'python3-numpy',
    command: ['/usr/bin/python3', '-c', 'import numpy'],
    tests: 'percentiles and Z-scores against numpy, the column store read from numpy',
  },
  {
    debian: 'python3-pybigwig',
    command: ['/usr/bin/python3', '-c', 'import pyBigWig'],
    tests: 'bigWig and bigBed against an independent reader',
  },
  {
    debian: 'python3-py2bit',
    command: ['/usr/bin/python3', '-c', 'import py2bit'],
    tests: '2bit sequences against an independent reader',
  },
  {
    debian: 'r-base-core',
    command: ['Rscript', '--version'],
    tests: 'reading a registry from R',
  },
  { debian: 'openssl', command: ['openssl', 'version'], tests: 'downloads over https' },
  { debian: 'curl', command: ['curl', '--version'], tests: 'downloads beside those of others (long)' },
  { debian: 'wget', command: ['wget', '--version'], tests: 'downloads beside those of others (long)' },
  { debian: 'rclone', command: ['rclone', 'version'], tests: 'downloads beside those of others (long)' },
  {
    debian: 'snakemake',
    command: ['snakemake', '--version'],
    tests: 'a build spread over jobs',
  },
  {
    debian: 'chromium',
    command: ['chromium', '--version'],
    tests: 'pages in a browser',
  },
];

/** Those that are not installed. */
export function missingTools() {
  return SYSTEM_TOOLS.filter(({ command: [program, ...args] }) => {
    const { status, error } = spawnSync(program, args, { stdio: 'ignore' });
    return error !== undefined || status !== 0;
  });
}
