/**
 * npm run web:types: what the service answers, as types for the pages (web/api/schema.d.ts). They are made from the service's own description
 * of a genome that is simulated for it: a registry decides no more of that than its examples, and those are no types. tsx runs this file.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../src/build/build.ts';
import { silent } from '../src/progress.ts';
import { serviceOf } from '../src/server/app.ts';
import { openServed } from '../src/server/served.ts';
import { simulate } from '../src/simulate/simulate.ts';
import { root, runTool } from './prepare.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'cisreg-types-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const [genome, registry] = [path.join(scratch, 'genome'), path.join(scratch, 'registry')];
await simulate(genome);
const options = { out: registry, threads: 1, force: false, keepWork: false };
await build(path.join(genome, 'registry.yaml'), options, silent);
const app = await serviceOf(await openServed([registry]));
const description = path.join(scratch, 'openapi.json');
writeFileSync(description, JSON.stringify(app.swagger()));
await app.close();
runTool('openapi-typescript', [description, '--output', path.join(root, 'web', 'api', 'schema.d.ts')]);
