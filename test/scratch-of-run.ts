/** A directory for all test files of a run together, which goes when the run ends: what is slow to make is made once. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    scratchOfRun: string;
  }
}

/** vitest's globalSetup. */
export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(path.join(tmpdir(), 'cisreg-run-'));
  project.provide('scratchOfRun', directory);
  return () => rmSync(directory, { recursive: true, force: true });
}
