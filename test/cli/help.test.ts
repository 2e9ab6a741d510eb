/** What every command says of itself: an example to copy, with options that it has, and -q where it speaks. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cisreg, ROOT } from '../build/run-cli.ts';

const helpOf = new Map<string, string>();

beforeAll(() => {
  const list = cisreg('--help').stdout;
  for (const [, name] of list.matchAll(/^ {2}([a-z]+) /gm)) {
    if (name !== 'help') helpOf.set(name!, cisreg(name!, '--help').stdout);
  }
  helpOf.set('analyze saturation', cisreg('analyze', 'saturation', '--help').stdout);
});

describe('the help of every command', () => {
  it('has an example that can be copied, with options that the command has', () => {
    expect(helpOf.size).toBeGreaterThan(12);
    const wrong: string[] = [];
    for (const [name, help] of helpOf) {
      const examples = [...help.matchAll(/^ {2}cisreg .*$/gm)].flatMap(([line]) => line.split(/&&|[;>|]/));
      const own = examples.filter((line) => line.trim().startsWith(`cisreg ${name} `));
      if (own.length === 0) wrong.push(`${name}: no example`);
      for (const line of own) {
        for (const option of line.match(/(?<=\s)--?[a-z][a-z0-9-]*/g) ?? []) {
          const has = name === 'analyze' ? `${help}${helpOf.get('analyze saturation')}` : help;
          if (!new RegExp(`^  (?:-\\w, )?${option}\\b|^  ${option},`, 'm').test(has))
            wrong.push(`${name}: ${option}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('offers -q where the command tells its progress or warns', () => {
    const silent = [...helpOf].filter(([name, help]) => {
      const source = readFileSync(path.join(ROOT, 'src/cli', `${name.split(' ')[0]}.ts`), 'utf8');
      return name !== 'analyze' && source.includes('cliProgress') && !/^ {2}-q, --quiet /m.test(help);
    });
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
